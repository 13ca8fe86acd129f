"""Values as people type and read them, in the language of a form, and back again."""

import re
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from osteon.dictionary import FieldSpec

Typed = Mapping[str, Sequence[str]]
"""What was typed, by the name of the input; several texts where several are chosen."""

GERMAN = "de"
_DATES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?",
        r"(?:(?P<d>\d{1,2})\.)?(?P<m>\d{1,2})\.(?P<y>\d{4})",
        r"(?P<m>\d{1,2})/(?P<y>\d{4})(?P<d>)",
    )
)
_SHORT_YEAR = re.compile(r"(?:\d{1,2}[./-]){1,2}\d{2}", re.ASCII)
_SLASHES = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?", re.ASCII)
_MOMENT = re.compile(r"(?P<day>\S+)[ T](?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)", re.ASCII)


class UnreadableTextError(Exception):
    """A text that cannot be what its field holds.

    Parameters
    ----------
    found : str
        What was typed, by its kind; never the text itself.
    permitted : str
        What can be typed.
    """

    def __init__(self, found: str, permitted: str) -> None:
        super().__init__(found)
        self.found = found
        self.permitted = permitted


def render_value(field: FieldSpec, value: object, language: str) -> list[str]:
    """Return what an input shows for a value of a field: one text, or one for each choice."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    texts = [_render_one(field, item, language) for item in values]
    return ["\n".join(texts)] if field.multiple and field.kind == "text" else texts


def read_value(field: FieldSpec, typed: Sequence[str], language: str) -> object:
    """Return what was typed for a field as the dictionary reads it; nothing where nothing was.

    Raises
    ------
    UnreadableTextError
        The text cannot be what the field holds, whatever its value.
    """
    texts = [text.replace("\r\n", "\n") for text in typed if text.strip()]
    if not texts:
        return None
    if any("\0" in text for text in texts):
        raise UnreadableTextError(_("a character that cannot be kept"), _("text"))
    if field.multiple and field.kind == "text":
        return [line.strip() for line in texts[0].split("\n") if line.strip()]
    read = _READERS.get(field.kind)
    values = [read(text.strip(), language) if read else _plain(field, text) for text in texts]
    return values if field.multiple else values[0]


def render_number(number: float, language: str) -> str:
    """Return a number without loss, with the decimal sign of a language."""
    text = repr(number).removesuffix(".0")
    return text.replace(".", ",") if language == GERMAN else text


def render_date(text: str, language: str) -> str:
    """Return a partial date as a language writes it."""
    if language != GERMAN:
        return text
    parts = text.split("-")
    return "/".join(reversed(parts)) if len(parts) == 2 else ".".join(reversed(parts))


def _render_one(field: FieldSpec, value: object, language: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return render_number(value, language)
    if field.kind == "timestamp":
        return _render_moment(str(value), language)
    if field.kind in {"date", "partial_date"}:
        return render_date(str(value), language)
    return str(value)


def _render_moment(text: str, language: str) -> str:
    day, time = text.replace("T", " ").split(" ")
    return f"{render_date(day, language)} {time.removesuffix(':00') if len(time) == 8 else time}"


def _plain(field: FieldSpec, text: str) -> str:
    return text if field.kind == "text" and field.pattern is None else text.strip()


def _read_number(text: str, language: str) -> str:
    if language == GERMAN:
        if _THOUSANDS.fullmatch(text):
            raise UnreadableTextError(
                _("a number whose point may separate thousands"),
                _("a number with a decimal comma and without separators"),
            )
        return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if "," in text:
        raise UnreadableTextError(
            _("a number with a comma"), _("a number with a decimal point and without separators")
        )
    return text


def _read_date(text: str, _language: str) -> str:
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            parts = [match["y"], *(match[name] for name in "md" if match[name])]
            return "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    permitted = _("a day, month or year as in 17.05.2020, 2020-05-17, 05/2020 or 2020")
    if _SHORT_YEAR.fullmatch(text):
        raise UnreadableTextError(_("a date whose year has two digits"), permitted)
    if _SLASHES.fullmatch(text):
        found = _("a date with slashes, whose order of day and month is not certain")
        raise UnreadableTextError(found, permitted)
    raise UnreadableTextError(_("text that is no date"), permitted)


def _read_moment(text: str, language: str) -> str:
    if match := _MOMENT.fullmatch(text):
        hour, minute = match["time"].split(":", 1)
        return f"{_read_date(match['day'], language)}T{hour.zfill(2)}:{minute}"
    found = _("text that is no day with a time")
    raise UnreadableTextError(found, _("a day and a time as in 17.05.2020 08:30"))


_READERS: Mapping[str, Callable[[str, str], str]] = {
    "integer": _read_number,
    "decimal": _read_number,
    "date": _read_date,
    "partial_date": _read_date,
    "timestamp": _read_moment,
}
