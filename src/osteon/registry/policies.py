"""Who may do what, and for which centres: roles, permissions, and the refusal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from osteon.errors import Problem
from osteon.registry.errors import PermissionRefusedError

EVERYWHERE = "*"
"""Stands for all centres where a role is granted."""


class Permission(StrEnum):
    """What may be allowed."""

    READ = "read patients"
    ENTER = "enter, change and complete records"
    REMOVE = "remove records"
    SIGN = "sign records"
    LOCK = "lock and reopen records"
    ASK = "raise and close queries"
    ANSWER = "answer queries"
    READ_IDENTITY = "see who a patient is"
    WRITE_IDENTITY = "record who a patient is"
    IMPORT = "import files"
    FREEZE = "freeze snapshots and run studies"
    EXPORT = "take records out as files"
    SIGN_OFF = "sign off thresholds of the worklist"
    READ_AUDIT = "read the audit trail"
    ADMINISTER = "manage accounts and centres"


class Role(StrEnum):
    """What a person is at a centre."""

    VIEWER = "viewer"
    DATA_ENTRY = "data_entry"
    CLINICIAN = "clinician"
    DATA_MANAGER = "data_manager"
    STATISTICIAN = "statistician"
    ADMINISTRATOR = "administrator"


_P = Permission
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: frozenset({_P.READ}),
        Role.DATA_ENTRY: frozenset(
            {_P.READ, _P.ENTER, _P.ANSWER, _P.READ_IDENTITY, _P.WRITE_IDENTITY}
        ),
        Role.CLINICIAN: frozenset(
            {
                _P.READ,
                _P.ENTER,
                _P.SIGN,
                _P.ASK,
                _P.ANSWER,
                _P.READ_IDENTITY,
                _P.WRITE_IDENTITY,
                _P.SIGN_OFF,
            }
        ),
        Role.DATA_MANAGER: frozenset(
            {
                _P.READ,
                _P.ENTER,
                _P.REMOVE,
                _P.LOCK,
                _P.ASK,
                _P.ANSWER,
                _P.READ_IDENTITY,
                _P.WRITE_IDENTITY,
                _P.IMPORT,
                _P.FREEZE,
                _P.EXPORT,
                _P.READ_AUDIT,
            }
        ),
        Role.STATISTICIAN: frozenset({_P.READ, _P.FREEZE}),
        Role.ADMINISTRATOR: frozenset({_P.ADMINISTER, _P.READ_AUDIT}),
    }
)
"""What each role may do. An administrator has no clinical right."""


@dataclass(frozen=True)
class Actor:
    """Who acts.

    Parameters
    ----------
    name : str
        The name of the account, as it stands in the audit trail.
    grants : mapping of str to frozenset of Role
        Roles by centre; under ``*`` those at all centres.
    """

    name: str
    grants: Mapping[str, frozenset[Role]] = field(default_factory=dict)

    def roles(self, centre_id: str) -> frozenset[Role]:
        """Return the roles at a centre."""
        return self.grants.get(centre_id, frozenset()) | self.grants.get(EVERYWHERE, frozenset())

    def may(self, permission: Permission, centre_id: str) -> bool:
        """Return whether something is allowed at a centre."""
        return any(permission in PERMISSIONS[role] for role in self.roles(centre_id))

    def may_anywhere(self, permission: Permission) -> bool:
        """Return whether something is allowed at any centre."""
        return any(self.may(permission, centre) for centre in self.grants)

    def centres(self, permission: Permission, known: Iterable[str]) -> tuple[str, ...]:
        """Return the centres, of those known, at which something is allowed."""
        return tuple(centre for centre in known if self.may(permission, centre))


def operator(name: str) -> Actor:
    """Return who acts from the command line: a data manager and clinician of all centres.

    Whoever can open the folder of a registry can read its database; the name is recorded.
    """
    return Actor(name, {EVERYWHERE: frozenset({Role.DATA_MANAGER, Role.ADMINISTRATOR})})


def require(by: Actor, permission: Permission, centre_id: str) -> None:
    """Refuse what is not allowed.

    Raises
    ------
    PermissionRefusedError
        The actor has no role at the centre that allows it; the roles that would are named.
    """
    if not by.may(permission, centre_id):
        raise refusal(permission)


def refusal(permission: Permission) -> PermissionRefusedError:
    """Return what is said to somebody without a permission: the roles that have it."""
    roles = [role.value for role, held in PERMISSIONS.items() if permission in held]
    problem = Problem(
        "permission",
        f"no role that may {permission.value}",
        " or ".join(roles),
        "An administrator grants roles.",
    )
    return PermissionRefusedError("This is not allowed.", [problem])
