"""What is asked of an administrator."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from osteon.registry.policies import EVERYWHERE, Role
from osteon.registry.reading import CentreSummary
from osteon.web.access.words import ROLES


class NewAccount(forms.Form):
    """Somebody who is to sign in."""

    username = forms.CharField(
        label=_("Name of the account"),
        max_length=150,
        help_text=_("Letters, digits and . @ + - _; it stands in the audit trail for ever."),
    )
    full_name = forms.CharField(label=_("Name"), max_length=200)


class NewCentre(forms.Form):
    """A centre that is to keep patients."""

    code = forms.CharField(
        label=_("Code"), max_length=100, help_text=_("As it stands in the records.")
    )
    name = forms.CharField(label=_("Name"), max_length=200)


class RoleAtCentre(forms.Form):
    """A role, and where; built with the centres there are."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLES[role]) for role in Role])
    centre = forms.ChoiceField(label=_("Centre"))

    def offer(self, centres: Iterable[CentreSummary]) -> "RoleAtCentre":
        """Offer the centres there are, and all of them."""
        choices = [(centre.code, f"{centre.name} ({centre.code})") for centre in centres]
        self.fields["centre"].choices = [*choices, (EVERYWHERE, _("all centres"))]
        return self
