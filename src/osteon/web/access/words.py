"""Roles and states of accounts in the language of a page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from osteon.registry.policies import EVERYWHERE, Role

ROLES: Mapping[Role, str | Promise] = {
    Role.VIEWER: _("Viewer"),
    Role.DATA_ENTRY: _("Data entry"),
    Role.CLINICIAN: _("Clinician"),
    Role.DATA_MANAGER: _("Data manager"),
    Role.STATISTICIAN: _("Statistician"),
    Role.ADMINISTRATOR: _("Administrator"),
}
"""What a role is called."""


def centre_word(centre_id: str) -> str | Promise:
    """Return the code of a centre, or that all are meant."""
    return _("all centres") if centre_id == EVERYWHERE else centre_id


def grant_lines(
    grants: Mapping[str, frozenset[Role]],
) -> list[tuple[str | Promise, str | Promise]]:
    """Return (role, centre) in words for all that somebody was granted."""
    return [
        (ROLES[role], centre_word(centre))
        for centre, held in sorted(grants.items())
        for role in sorted(held)
    ]
