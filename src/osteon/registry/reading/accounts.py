"""Accounts and centres, for those who manage them, and the actor behind an account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from osteon.errors import Problem
from osteon.registry.errors import UnknownRecordError
from osteon.registry.models import Account, Centre, StartLink
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
    """Return the centres at which something is allowed, by their names."""
    return [
        CentreSummary(centre.code, centre.name, centre.double_entry)
        for centre in Centre.objects.order_by("name")
        if by.may(permission, centre.code)
    ]


def known_accounts(*, by: Actor) -> list[AccountSummary]:
    """Return every account.

    Raises
    ------
    PermissionRefusedError
        The actor is no administrator.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    accounts = Account.objects.order_by("username").prefetch_related("memberships")
    return [_summary(account) for account in accounts]


def known_account(username: str, *, by: Actor) -> AccountSummary:
    """Return an account.

    Raises
    ------
    PermissionRefusedError, UnknownRecordError
        The actor is no administrator, or there is no such account.
    """
    require(by, Permission.ADMINISTER, EVERYWHERE)
    account = Account.objects.filter(username=username).first()
    if account is None:
        problem = Problem("account", "nothing of this name", "a name that is known")
        raise UnknownRecordError("There is no such account.", [problem])
    return _summary(account)


def account_of_link(token: str, *, at: datetime) -> AccountSummary:
    """Return whose first password a one-time link sets.

    Raises
    ------
    UnknownRecordError
        The link is not known, was used, or has run out: the three are not told apart.
    """
    links = StartLink.objects.select_related("account")
    link = links.filter(
        token_digest=StartLink.digest(token), used_at=None, expires_at__gt=at
    ).first()
    if link is None:
        problem = Problem("link", "a link that opens nothing", "a new one", "Ask for another.")
        raise UnknownRecordError("This link cannot be used.", [problem])
    return _summary(link.account)


def _summary(account: Account) -> AccountSummary:
    grants = account.as_actor().grants
    return AccountSummary(account.username, account.full_name, account.is_active, grants)
