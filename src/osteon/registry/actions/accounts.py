"""Centres, accounts, roles, and the link by which an account sets its first password."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence

from osteon.errors import Problem
from osteon.registry.errors import RegistryError, UnknownRecordError
from osteon.registry.folder import LANGUAGES
from osteon.registry.ledger import Changes, Deed, writing
from osteon.registry.models import Account, Centre, Membership, StartLink
from osteon.registry.policies import EVERYWHERE, Actor, Permission, Role, require

MEMBERSHIP_COLUMNS = ("account_id", "centre_id", "role")
"""What the audit trail covers of a role that is held."""

CENTRE_COLUMNS = ("code", "name", "double_entry")
"""What it covers of a centre."""

ACCOUNT_COLUMNS = ("username", "full_name", "is_active", "is_staff", "is_superuser")
"""What it covers of an account; a password is set, and never recorded."""

LINK_HOURS = 24
TOKEN_BYTES = 32
_USERNAME = re.compile(r"[\w.@+-]{1,150}")


def create_centre(code: str, name: str, *, by: Actor, at: dt.datetime) -> None:
    """Create a centre.

    Raises
    ------
    PermissionRefusedError
        The actor is no administrator.
    RegistryError
        There is a centre of this code.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    with writing(by=by, at=at) as ledger:
        if not code.strip() or Centre.objects.filter(code=code).exists():
            problem = Problem("centre", "a code that is taken or empty", "a code of its own")
            raise RegistryError("The centre cannot be created.", [problem])
        centre = Centre.objects.create(code=code, name=name)
        changes = {"code": (None, code), "name": (None, name)}
        row = _columns(centre, CENTRE_COLUMNS)
        ledger.note(Deed("create centre", "centre", code, "", code, changes, row))


def set_double_entry(code: str, *, wanted: bool, by: Actor, at: dt.datetime) -> None:
    """Decide whether a centre enters each record twice.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor is no administrator, or there is no such centre.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    with writing(by=by, at=at) as ledger:
        centre = Centre.objects.filter(code=code).first()
        if centre is None:
            raise _unknown("centre")
        changes = {"double_entry": (centre.double_entry, wanted)}
        centre.double_entry = wanted
        centre.save(force_update=True)
        row = _columns(centre, CENTRE_COLUMNS)
        ledger.note(Deed("change centre", "centre", code, "", code, changes, row))


def create_account(username: str, full_name: str, *, by: Actor, at: dt.datetime) -> str:
    """Create an account without a password; return the secret of its one-time link.

    Raises
    ------
    PermissionRefusedError
        The actor is no administrator.
    RegistryError
        The name is taken, or has signs that a name may not have.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    with writing(by=by, at=at) as ledger:
        if not _USERNAME.fullmatch(username) or Account.objects.filter(username=username).exists():
            problem = Problem(
                "username", "a name that is taken or has other signs",
                "a name of its own of letters, digits and . @ + - _",
            )  # fmt: skip
            raise RegistryError("The account cannot be created.", [problem])
        account = Account(username=username, full_name=full_name)
        account.set_unusable_password()
        account.save()
        changes = {"username": (None, username), "full_name": (None, full_name)}
        row = _columns(account, ACCOUNT_COLUMNS)
        ledger.note(Deed("create account", "account", username, changes=changes, row=row))
        return _issue_link(account, at)


def renew_link(username: str, *, by: Actor, at: dt.datetime) -> str:
    """Return the secret of a new one-time link for an account that lost its password.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor is no administrator, or there is no such account.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    with writing(by=by, at=at) as ledger:
        account = _find(username)
        ledger.note(Deed("renew link", "account", username))
        return _issue_link(account, at)


def use_link(token: str, password: str, *, at: dt.datetime) -> str:
    """Set the first password by a one-time link; return the name of the account.

    The password was judged before, by the page that asked for it.

    Raises
    ------
    RegistryError
        The link is not known, was used, or has run out: the three are not told apart.
    """
    digest = StartLink.digest(token)
    link = StartLink.objects.filter(token_digest=digest).select_related("account").first()
    actor = Actor(link.account.username if link else "unknown")
    with writing(by=actor, at=at) as ledger:
        opened = StartLink.objects.filter(
            token_digest=digest, used_at=None, expires_at__gt=ledger.at
        ).update(used_at=ledger.at)
        if not opened or link is None:
            problem = Problem("link", "a link that opens nothing", "a new one", "Ask for another.")
            raise RegistryError("This link cannot be used.", [problem])
        link.account.set_password(password)
        link.account.save()
        ledger.note(Deed("set password", "account", actor.name))
    return actor.name


def grant_role(username: str, role: Role, centre_id: str, *, by: Actor, at: dt.datetime) -> None:
    """Grant a role at a centre, or at all of them with ``*``.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor is no administrator, or there is no such account or centre.
    """
    _set_role("grant role", username, role, centre_id, by=by, at=at)


def revoke_role(username: str, role: Role, centre_id: str, *, by: Actor, at: dt.datetime) -> None:
    """Take a role back; nobody ceases to be an administrator by themselves.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor is no administrator, or there is no such account or centre.
    RegistryError
        It is the actor's own as an administrator: one has to be left.
    """
    if username == by.name and role is Role.ADMINISTRATOR:
        problem = Problem("role", "your own as an administrator", "another")
        raise RegistryError("Nobody takes back their own administration.", [problem])
    _set_role("revoke role", username, role, centre_id, by=by, at=at)


def set_active(username: str, *, active: bool, by: Actor, at: dt.datetime) -> None:
    """Close an account, or open it again; nobody closes their own.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor is no administrator, or there is no such account.
    RegistryError
        It is the actor's own.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    with writing(by=by, at=at) as ledger:
        account = _find(username)
        if account.username == by.name:
            problem = Problem("account", "your own", "another")
            raise RegistryError("Nobody closes their own account.", [problem])
        changes = {"is_active": (account.is_active, active)}
        account.is_active = active
        account.save()
        row = _columns(account, ACCOUNT_COLUMNS)
        ledger.note(Deed("change account", "account", username, changes=changes, row=row))


def choose_language(language: str, *, by: Actor) -> None:
    """Set the language in which an actor sees pages; nobody else notices, and no entry is left.

    Raises
    ------
    RegistryError
        There are no pages in this language.
    """
    if language not in LANGUAGES:
        problem = Problem("language", "another language", " or ".join(LANGUAGES))
        raise RegistryError("There are no pages in this language.", [problem])
    Account.objects.filter(username=by.name).update(language=language)


def _set_role(
    action: str, username: str, role: Role, centre_id: str, *, by: Actor, at: dt.datetime
) -> None:
    require(by, Permission.ADMINISTER, EVERYWHERE)
    with writing(by=by, at=at) as ledger:
        account = _find(username)
        centre = None if centre_id == EVERYWHERE else Centre.objects.filter(code=centre_id).first()
        if centre is None and centre_id != EVERYWHERE:
            raise _unknown("centre")
        held = Membership.objects.filter(account=account, centre=centre, role=role.value).first()
        granted = action == "grant role"
        if (held is not None) == granted:
            return
        named = {"account": username, "role": role.value}
        changes: Changes
        if held is None:
            held = Membership.objects.create(account=account, centre=centre, role=role.value)
            row = _columns(held, MEMBERSHIP_COLUMNS)
            changes = {name: (None, value) for name, value in named.items()}
            deed = Deed(action, "membership", str(held.pk), "", centre_id, changes, row)
        else:
            changes = {name: (value, None) for name, value in named.items()}
            deed = Deed(action, "membership", str(held.pk), "", centre_id, changes)
            held.delete()
        ledger.note(deed)


def _columns(row: Account | Centre | Membership, names: Sequence[str]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _find(username: str) -> Account:
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise _unknown("account")
    return account


def _unknown(what: str) -> UnknownRecordError:
    problem = Problem(what, "nothing of this name", "a name that is known")
    return UnknownRecordError(f"There is no such {what}.", [problem])


def _issue_link(account: Account, at: dt.datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    StartLink.objects.filter(account=account, used_at=None).delete()
    StartLink.objects.create(
        account=account,
        token_digest=StartLink.digest(token),
        expires_at=at + dt.timedelta(hours=LINK_HOURS),
    )
    return token
