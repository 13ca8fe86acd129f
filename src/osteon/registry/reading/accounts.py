"""Accounts and centres, for those who manage them, and the actor behind an account."""

from collections.abc import Mapping
from dataclasses import dataclass

from osteon.registry.models import Account, Centre
from osteon.registry.policies import EVERYWHERE, Actor, Permission, Role, require


@dataclass(frozen=True, slots=True)
class CentreSummary:
    """A centre: its code, its name, and whether records are entered twice."""

    code: str
    name: str
    double_entry: bool


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """An account: its name, whose it is, whether it is open, and its roles by centre."""

    username: str
    full_name: str
    is_active: bool
    grants: Mapping[str, frozenset[Role]]


def actor_of(username: str) -> Actor:
    """Return who acts for an account; a closed or unknown one may do nothing."""
    account = Account.objects.filter(username=username, is_active=True).first()
    return account.as_actor() if account else Actor(username)


def known_centres(*, by: Actor, permission: Permission = Permission.READ) -> list[CentreSummary]:
    """Return the centres at which something is allowed; an administrator knows all of them."""
    return [
        CentreSummary(centre.code, centre.name, centre.double_entry)
        for centre in Centre.objects.order_by("name")
        if by.may(permission, centre.code) or by.may(Permission.ADMINISTER, EVERYWHERE)
    ]


def known_accounts(*, by: Actor) -> list[AccountSummary]:
    """Return every account.

    Raises
    ------
    PermissionRefusedError
        The actor is no administrator.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    return [
        AccountSummary(
            account.username, account.full_name, account.is_active, account.as_actor().grants
        )
        for account in Account.objects.order_by("username").prefetch_related("memberships")
    ]
