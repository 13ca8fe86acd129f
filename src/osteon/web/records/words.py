"""What a form says about codes and reasons, and the language it is filled in."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osteon.codes import Code


def form_language() -> str:
    """Return the language in which a new form is filled in."""
    return "de" if (get_language() or "").startswith("de") else "en"


def code_text(code: Code) -> str:
    """Return what a choice says: the code where it says something by itself, and its meaning.

    A mark (M) stands where the external code still has to be checked by a terminologist.
    """
    mark = "" if code.verified else " (M)"
    shown = _(code.display)
    plain = code.code.replace("_", " ").casefold()
    if plain == code.display.casefold() or code.code.islower():
        return f"{shown}{mark}"
    return f"{code.code} · {shown}{mark}"
