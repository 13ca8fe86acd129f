"""What a page calls tables, fields, codes and units: as declared, in the language of the page."""

import re
from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osteon.codes import load_value_set
from osteon.dictionary import FieldSpec, entity
from osteon.web.labels import UNITS, label_of

NOT_RECORDED = ""
_REASONS = "missing_reason"
_MEASURED = "missing_reason_measured"
_COUNTED = re.compile(r"(?P<count>\d[\d.]*) (?P<things>.+)|(?P<thing>.+) (?P<number>\d+)")


def render_title(entity_name: str) -> str:
    """Return what a table is called."""
    return _(entity(entity_name).title)


def render_label(field: FieldSpec) -> str:
    """Return what a field is called, without its unit."""
    return _(label_of(field))


def render_help(field: FieldSpec) -> str:
    """Return what to enter in a field."""
    return _(field.help) if field.help else ""


def render_unit(field: FieldSpec) -> str:
    """Return the unit of a field as people write it."""
    unit = UNITS.get(field.unit or "", field.unit or "")
    return _(unit) if unit else ""


def render_code(value_set: str, given: object) -> str:
    """Return the words for a code, or for several; a code that is not known stands for itself."""
    codes = load_value_set(value_set)
    several = map(str, given if isinstance(given, list | tuple) else [given])
    return ", ".join(_(codes[code].display) if code in codes else code for code in several)


def render_value(entity_name: str, field_name: str, row: Mapping[str, object]) -> str:
    """Return the value of a field with its unit, or why there is none; nothing where neither is."""
    field = entity(entity_name).field(field_name)
    value = row.get(field_name)
    if value is None or value == []:
        return _reason(field, row)
    if field.value_set is not None:
        return render_code(field.value_set, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    estimated = row.get(f"{field_name}_estimated") is True
    parts = (text, render_unit(field), _("(estimated)") if estimated else "")
    return " ".join(part for part in parts if part)


def render_day(text: str) -> str:
    """Return a partial date, recorded as ISO text, as the language of the page writes it."""
    if not (get_language() or "").startswith("de"):
        return text
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(parts) == 2 else ".".join(reversed(parts))


def render_phrase(text: str) -> str:
    """Return a phrase in the language of the page; a number in it stays what it is.

    Examples
    --------
    ``5 fractions`` and ``cycle 1`` are translated as what is counted and what has a number.
    """
    said = _(text) if text else ""
    counted = _COUNTED.fullmatch(text)
    if said != text or counted is None:
        return said
    if counted["things"]:
        return f"{counted['count']} {_(counted['things'])}"
    return f"{_(counted['thing'])} {counted['number']}"


def _reason(field: FieldSpec, row: Mapping[str, object]) -> str:
    reason = row.get(f"{field.name}_null")
    if reason is None:
        return NOT_RECORDED
    return render_code(_MEASURED if field.has_limit else _REASONS, reason)
