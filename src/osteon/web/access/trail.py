"""Every coming and going in the audit trail: signals of sign-in, handed to the registry."""

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from osteon.registry.actions import note_event
from osteon.registry.policies import Actor
from osteon.web.access.client import client_address
from osteon.web.request import now

UNKNOWN = "unknown"
"""Who is named where no account is: what was typed may be a password in the wrong field."""


@receiver(user_logged_in, dispatch_uid="osteon sign in")
def note_sign_in(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """Note that somebody came in, and by which means."""
    session = getattr(request, "session", {})
    records = session.get("account_authentication_methods", [])
    means = " and ".join(str(record.get("type") or record["method"]) for record in records)
    _note("sign in", user.get_username(), means, request)


@receiver(user_logged_out, dispatch_uid="osteon sign out")
def note_sign_out(request: HttpRequest, user: AbstractBaseUser | None, **_: object) -> None:
    """Note that somebody left."""
    if user is not None:
        _note("sign out", user.get_username(), "", request)


@receiver(user_login_failed, dispatch_uid="osteon failed sign in")
def note_failure(
    credentials: dict[str, object], request: HttpRequest | None = None, **_: object
) -> None:
    """Note that a password did not fit."""
    _note("failed sign in", _known(credentials.get("username")), "password", request)


@receiver(user_locked_out, dispatch_uid="osteon lock out")
def note_lock_out(username: str, request: HttpRequest | None = None, **_: object) -> None:
    """Note that an account is closed for a while."""
    _note("lock out", _known(username), "", request)


@receiver(authentication_failed, dispatch_uid="osteon failed second factor")
def note_failed_factor(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """Note that a second factor did not fit."""
    _note("failed sign in", user.get_username(), "second factor", request)


@receiver(authenticator_added, dispatch_uid="osteon second factor added")
def note_added_factor(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """Note that an account has a second factor."""
    _note("add second factor", user.get_username(), "", request)


@receiver(authenticator_removed, dispatch_uid="osteon second factor removed")
def note_removed_factor(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """Note that an account has no second factor any more."""
    _note("remove second factor", user.get_username(), "", request)


@receiver(password_changed, dispatch_uid="osteon password changed")
def note_password(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """Note that somebody changed their password."""
    _note("change password", user.get_username(), "", request)


def note_failed_provider(request: HttpRequest) -> None:
    """Note that the identity provider vouched for nobody; whom it meant is not known."""
    _note("failed sign in", UNKNOWN, "identity provider", request)


def _known(typed: object) -> str:
    known = isinstance(typed, str) and get_user_model().objects.filter(username=typed).exists()
    return str(typed) if known else UNKNOWN


def _note(action: str, username: str, means: str, request: HttpRequest | None) -> None:
    place = client_address(request)
    detail = ", ".join(part for part in (means, f"from {place}" if place else "") if part)
    note_event(action, by=Actor(username), at=now(), subject=username, detail=detail)
