"""The account with which a registry begins: an administrator without a password."""

import datetime as dt
from dataclasses import dataclass

from osteon.registry.actions import create_account, grant_role, renew_link
from osteon.registry.models import Account
from osteon.registry.policies import EVERYWHERE, Actor, Role

USERNAME = "administrator"


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """An account that waits for its first password, with the secret of its link."""

    username: str
    token: str


def open_first_account(*, by: Actor, at: dt.datetime) -> OpenedAccount | None:
    """Create the administrator where there is no account yet, and return the one-time link.

    As long as that account has no password, and is the only one, each call gives a new link; the
    one before ends. Afterwards there is none.
    """
    accounts = list(Account.objects.all()[:2])
    if not accounts:
        token = create_account(USERNAME, "", by=by, at=at)
        grant_role(USERNAME, Role.ADMINISTRATOR, EVERYWHERE, by=by, at=at)
        return OpenedAccount(USERNAME, token)
    if len(accounts) == 1 and not accounts[0].has_usable_password():
        name = accounts[0].username
        return OpenedAccount(name, renew_link(name, by=by, at=at))
    return None
