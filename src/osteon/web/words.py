"""What a page calls tables, fields, codes and units: as declared, in the language of the page."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osteon.codes import load_value_set
from osteon.dictionary import FieldSpec, entity
from osteon.quality import Switch
from osteon.web.labels import UNITS, label_of
from osteon.worklist import Language, RowReference

NOT_RECORDED = ""
_REASONS = "missing_reason"
_MEASURED = "missing_reason_measured"
_COUNTED = re.compile(r"(?P<count>\d[\d.]*) (?P<things>.+)|(?P<thing>.+) (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class LimitWords:
    """A limit of a rule: its name, its value, what it limits, and where that was read."""

    name: str
    value: str
    help: str
    source: str


def render_limit(limit: Switch) -> LimitWords:
    """Return what a limit of a rule says, as it is where nobody has set it otherwise."""
    several = limit.default if isinstance(limit.default, tuple) else (limit.default,)
    values = "; ".join(one if isinstance(one, str) else render_number(one) for one in several)
    return LimitWords(limit.name, values, _(limit.help), _(limit.source.value))


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
    text = render_number(value) if isinstance(value, float) else str(value)
    if field.kind in {"date", "partial_date"}:
        text = render_day(text)
    estimated = row.get(f"{field_name}_estimated") is True
    parts = (text, render_unit(field), _("(estimated)") if estimated else "")
    return " ".join(part for part in parts if part)


def render_change(
    entity_name: str, name: str, old: object, new: object
) -> tuple[str, object, object]:
    """Return what a column is called, and what it held before and after, in words."""
    known, spoken = entity(entity_name).by_name, name.removesuffix("_null")
    label = _("State") if name == "record_state" else name
    word: Callable[[object], object] = _word
    if name in known:
        label = render_label(known[name])
        word = partial(_value_word, entity_name, name)
    elif spoken in known:
        label = _("Why there is no value: %(label)s") % {"label": render_label(known[spoken])}
        word = _reason_word
    return label, word(old), word(new)


def _value_word(entity_name: str, name: str, value: object) -> object:
    return render_value(entity_name, name, {name: value})


def _reason_word(value: object) -> object:
    return render_code(_MEASURED, value) if value else ""


def _word(value: object) -> object:
    return _(value) if isinstance(value, str) and value else value


def render_day(text: str) -> str:
    """Return a partial date, recorded as ISO text, as the language of the page writes it."""
    if not _is_german():
        return text
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(parts) == 2 else ".".join(reversed(parts))


def render_number(value: float, digits: int | None = None) -> str:
    """Return a number with the decimal sign of the page: so many decimals, or all recorded."""
    text = repr(value).removesuffix(".0") if digits is None else f"{value:.{digits}f}"
    return text.replace(".", ",") if _is_german() else text


def render_rows(rows: Sequence[RowReference]) -> str:
    """Return which rows something rests on, by the titles of their tables."""
    counted = Counter(render_title(row.table) for row in rows)
    return ", ".join(title if n == 1 else f"{title} ({n})" for title, n in counted.items())


def page_language() -> Language:
    """Return how the worklist speaks on the page that is being written."""
    return Language(
        code=get_language() or "en",
        text=_,
        phrase=render_phrase,
        day=render_day,
        number=render_number,
        rows=render_rows,
    )


def render_moment(moment: datetime) -> str:
    """Return a moment to the minute, as the language of the page writes it."""
    return f"{render_day(str(moment.date()))} {moment:%H:%M}"


def render_phrase(text: str) -> str:
    """Return a phrase in the language of the page; a number in it is written as there.

    Examples
    --------
    ``5 fractions`` and ``cycle 1`` are translated as what is counted and what has a number.
    """
    said = _(text) if text else ""
    counted = _COUNTED.fullmatch(text)
    if said != text or counted is None:
        return said
    if counted["things"]:
        things = UNITS.get(counted["things"], counted["things"])
        count = counted["count"].replace(".", ",") if _is_german() else counted["count"]
        return f"{count} {_(things)}".rstrip()
    return f"{_(counted['thing'])} {counted['number']}"


def _is_german() -> bool:
    return (get_language() or "").startswith("de")


def _reason(field: FieldSpec, row: Mapping[str, object]) -> str:
    reason = row.get(f"{field.name}_null")
    if reason is None:
        return NOT_RECORDED
    return render_code(_MEASURED if field.has_limit else _REASONS, reason)
