"""The inputs of a form as a template draws them, each derived from its field."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from osteon.dictionary import Entity, FieldSpec, Requirement
from osteon.web.records.choices import (
    Choice,
    Choices,
    References,
    choices_of,
    laboratory_units,
    reason_choices,
    unit_choices,
    with_held,
)
from osteon.web.records.form import typed_fields
from osteon.web.records.problems import FieldProblem
from osteon.web.records.texts import Typed, render_number
from osteon.web.words import render_help, render_label, render_unit

MOST_BOXES = 16
"""Beyond as many codes several are chosen from a list, not by boxes."""

_ALWAYS = frozenset({Requirement.KEY, Requirement.REQUIRED})


@dataclass(frozen=True, slots=True)
class Option:
    """A choice, and whether it is chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FormInput:
    """A field as a form shows it.

    Parameters
    ----------
    spec : FieldSpec
        The field.
    prefix : str
        What precedes the names of all inputs of its record.
    widget : str
        ``line``, ``area``, ``list``, ``boxes``, ``choice`` or ``units``.
    texts : tuple of str
        What it holds.
    groups : tuple of (str, tuple of Option)
        What can be chosen, under headings.
    reasons, units : tuple of Option
        Why there is no value; in which unit it is.
    limit : str
        The limit of quantification that was typed.
    estimated : bool
        Whether a date is marked as estimated.
    problems : tuple of str
        What is wrong with it.
    permitted : str
        The permitted range, in words.
    """

    spec: FieldSpec
    prefix: str
    widget: str
    texts: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    reasons: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    limit: str = ""
    estimated: bool = False
    problems: tuple[str, ...] = ()
    permitted: str = ""

    @property
    def label(self) -> str:
        """What the field is called."""
        return render_label(self.spec)

    @property
    def help(self) -> str:
        """What to enter."""
        return render_help(self.spec)

    @property
    def name(self) -> str:
        """The name of the input."""
        return f"{self.prefix}{self.spec.name}"

    @property
    def text(self) -> str:
        """What a single input holds."""
        return self.texts[0] if self.texts else ""

    @property
    def is_needed(self) -> bool:
        """Whether a value or a reason has to be given."""
        return self.spec.requirement in _ALWAYS

    @property
    def is_partial_date(self) -> bool:
        """Whether it is a date that may be known in part."""
        return self.spec.kind == "partial_date"

    @property
    def unit(self) -> str:
        """The unit, where there is one only."""
        return "" if self.units else render_unit(self.spec)

    @property
    def due_field(self) -> str:
        """The name of the input that decides whether this one is asked for."""
        return f"{self.prefix}{self.spec.due.field}" if self.spec.due else ""

    @property
    def due_values(self) -> str:
        """What that input holds where this one is asked for; empty for anything."""
        return " ".join(self.spec.due.values) if self.spec.due else ""

    @property
    def keyboard(self) -> str:
        """Which keyboard a telephone shows."""
        return {"integer": "numeric", "decimal": "decimal"}.get(self.spec.kind, "text")

    @property
    def holds_something(self) -> bool:
        """Whether it has to be in sight."""
        reason = any(option.chosen and option.value for option in self.reasons)
        return bool(self.text.strip() or reason or self.problems)


@dataclass(frozen=True, slots=True)
class FormPart:
    """The inputs of a record: those that are due, and the others, which stand further down."""

    due: tuple[FormInput, ...]
    further: tuple[FormInput, ...]

    @property
    def is_open(self) -> bool:
        """Whether something stands among the others that has to be in sight."""
        return any(shown.holds_something for shown in self.further)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the inputs of a record are drawn.

    Parameters
    ----------
    language : str
        The language it is filled in.
    references : mapping of str to sequence of Choice
        What its references can point to.
    prefix : str, optional
        What precedes the names of its inputs.
    leaving_out : collection of str, optional
        Fields that somebody else fills in.
    sooner, later : collection of str, optional
        Fields that stand in front, or further down, whatever the dictionary says.
    """

    language: str
    references: References
    prefix: str = ""
    leaving_out: Collection[str] = ()
    sooner: Collection[str] = ()
    later: Collection[str] = ()


def draw_part(
    table: Entity, typed: Typed, sheet: Sheet, problems: Sequence[FieldProblem] = ()
) -> FormPart:
    """Return the inputs of a record, filled with what was typed."""
    wrong: dict[str, list[str]] = {}
    for problem in problems:
        wrong.setdefault(problem.name, []).append(problem.text)
    drawn = [
        _draw(spec, typed, sheet, tuple(wrong.get(spec.name, ())))
        for spec in typed_fields(table)
        if spec.name not in sheet.leaving_out
    ]
    return FormPart(
        tuple(shown for shown in drawn if _is_due(shown.spec, sheet)),
        tuple(shown for shown in drawn if not _is_due(shown.spec, sheet)),
    )


def _is_due(spec: FieldSpec, sheet: Sheet) -> bool:
    if spec.name in {*sheet.sooner, *sheet.later}:
        return spec.name in sheet.sooner
    return spec.due is not None or spec.requirement is not Requirement.OPTIONAL


def _draw(spec: FieldSpec, typed: Typed, sheet: Sheet, problems: tuple[str, ...]) -> FormInput:
    texts = tuple(typed.get(spec.name, ()))
    choices = (
        laboratory_units() if _is_laboratory_unit(spec) else choices_of(spec, sheet.references)
    )
    widget = _widget(spec, choices)
    given_unit = _first(typed, f"{spec.name}_unit") or str(spec.unit)
    return FormInput(
        spec=spec,
        prefix=sheet.prefix,
        widget=widget,
        texts=texts,
        groups=() if widget in {"line", "area"} else _group(choices, texts),
        reasons=_options(reason_choices(spec), typed.get(f"{spec.name}_null", ())),
        units=_options(unit_choices(spec), (given_unit,)) if spec.unit else (),
        limit=_first(typed, f"{spec.name}_limit"),
        estimated=_first(typed, f"{spec.name}_estimated") == "true",
        problems=problems,
        permitted=_permitted(spec, sheet.language),
    )


def _is_laboratory_unit(spec: FieldSpec) -> bool:
    return spec.name == "unit" and spec.kind == "text"


def _widget(spec: FieldSpec, choices: Choices) -> str:
    if _is_laboratory_unit(spec):
        return "units"
    if spec.kind in {"code", "boolean", "reference"}:
        if not spec.multiple:
            return "choice"
        return "boxes" if len(choices) <= MOST_BOXES else "list"
    return "area" if spec.kind == "text" and (spec.multiple or spec.pattern is None) else "line"


def _group(choices: Choices, texts: Sequence[str]) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    held = with_held(choices, texts)
    return tuple(
        (heading, _mark(grouped, texts))
        for heading, grouped in groupby(held, key=lambda choice: choice.group)
    )


def _options(choices: Choices, chosen: Sequence[str]) -> tuple[Option, ...]:
    return _mark(with_held(choices, chosen), chosen) if choices else ()


def _mark(choices: Iterable[Choice], chosen: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(item.value, item.text, item.value in chosen) for item in choices)


def _first(typed: Typed, name: str) -> str:
    texts = typed.get(name, ())
    return texts[0] if texts else ""


def _permitted(spec: FieldSpec, language: str) -> str:
    low, high = (
        None if limit is None else render_number(limit, language)
        for limit in (spec.minimum, spec.maximum)
    )
    if low is not None and high is not None:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return "" if low is None else _("at least %(low)s") % {"low": low}
