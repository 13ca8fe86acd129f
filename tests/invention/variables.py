"""Variables and dates from every source that a protocol may name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from invention.expressions import Sketch, calculations, conditions
from invention.selections import VALUED, Plot, can_serve, selections
from invention.vocabulary import EXACT_DAYS, Field, Kind, fields_of_kind, single_references
from osteon.concepts import CONCEPTS, Concept
from osteon.dictionary import ENTITIES

Declared = tuple[dict[str, Any], Sketch]
LIMITS = (0.0, 1.0, 2.5, 30.0)
LABELS = ("low", "middle", "high")
LEVELS = ("one", "two", "three")
COUNTS = ("0", "1", "2")
DAYS = ("0", "30", "-1")
UNITS = ("days", "months", "years")
ALL_KINDS: tuple[Kind, ...] = ("number", "category", "boolean", "date")


def date_sources(plot: Plot) -> list[str]:
    """Return the sources that can give a date now."""
    from_rows = [source for source in ONE_OF_ROWS if can_serve(plot, source, DATE)]
    from_dates = ["first_known"] if plot.dates else []
    return ["column", "column", "concept", *from_rows, *from_dates]


def variable_sources(plot: Plot) -> list[str]:
    """Return the sources that can give a variable now."""
    numbers = [sketch for sketch in plot.variables.values() if sketch.kind == "number"]
    needs_dates = {"duration", "first_known"} if not plot.dates else set()
    needs_numbers = {"bands"} if not numbers else set()
    needs_names = {"cases", "calculate"} if not plot.names else set()
    without = needs_dates | needs_numbers | needs_names
    return [
        source
        for source in SOURCES
        if source not in without
        and (source in _BY_SOURCE or can_serve(plot, source, VALUED.get(source, ALL_KINDS)))
    ]


def declarations(
    plot: Plot, source: str, kinds: Sequence[Kind] = ALL_KINDS
) -> st.SearchStrategy[Declared]:
    """Return declarations from a source, each with what its value will be."""
    if source in _BY_SOURCE:
        return _BY_SOURCE[source](plot, kinds)
    return _selected(plot, source, kinds)


@st.composite
def _selected(draw: st.DrawFn, plot: Plot, source: str, kinds: Sequence[Kind]) -> Declared:
    permitted = [kind for kind in VALUED.get(source, kinds) if kind in kinds]
    selection, field = draw(selections(plot, source, permitted))
    if source == "any":
        return {source: selection}, Sketch("boolean", ("true", "false"))
    if field is None or source == "sum":
        return {source: selection}, Sketch("number", COUNTS)
    return {source: selection}, Sketch(field.kind, field.literals)


@st.composite
def _column(draw: st.DrawFn, plot: Plot, kinds: Sequence[Kind]) -> Declared:
    own = {plot.unit_table, "patient"}
    linked = {
        spec.references
        for spec in ENTITIES[plot.unit_table].fields
        if spec.references is not None and single_references(plot.unit_table, spec.references)
    }
    tables = sorted({*own, *linked, plot.single})
    fields = [field for table in tables for field in fields_of_kind(table, *kinds)]
    field: Field = draw(st.sampled_from(fields))
    declared: dict[str, Any] = {"column": f"{field.table}.{field.name}"}
    if plot.dates and draw(st.booleans()):
        declared["known"] = draw(st.sampled_from(sorted(plot.dates)))
    return declared, Sketch(field.kind, field.literals)


@st.composite
def _concept(draw: st.DrawFn, plot: Plot, kinds: Sequence[Kind]) -> Declared:
    permitted = [
        concept
        for concept in CONCEPTS.values()
        if concept.kind in kinds and concept.unit in {"patient", plot.unit}
    ]
    concept: Concept = draw(st.sampled_from(permitted))
    name = draw(st.sampled_from((concept.name, f"{concept.name}@{concept.version}")))
    declared: dict[str, Any] = {"concept": name}
    switches = [switch for switch in concept.declared_switches if switch.permitted]
    if switches and draw(st.booleans()):
        switch = draw(st.sampled_from(switches))
        declared["with"] = {switch.name: draw(st.sampled_from(switch.permitted))}
    return declared, Sketch(concept.kind, _literals(concept))


def _literals(concept: Concept) -> tuple[str, ...]:
    if concept.kind == "category":
        return tuple(f"'{level}'" for level in concept.levels) or ("'none'",)
    return {"number": COUNTS, "date": EXACT_DAYS, "boolean": ("true", "false")}[concept.kind]


@st.composite
def _duration(draw: st.DrawFn, plot: Plot, _: Sequence[Kind]) -> Declared:
    dates = st.sampled_from(sorted(plot.dates))
    duration = {"from": draw(dates), "to": draw(dates), "unit": draw(st.sampled_from(UNITS))}
    return {"duration": duration}, Sketch("number", DAYS)


@st.composite
def _bands(draw: st.DrawFn, plot: Plot, _: Sequence[Kind]) -> Declared:
    numbers = sorted(name for name, sketch in plot.variables.items() if sketch.kind == "number")
    limits = sorted(
        draw(st.lists(st.sampled_from(LIMITS), min_size=1, max_size=len(LABELS) - 1, unique=True))
    )
    labels = list(LABELS[: len(limits) + 1])
    bands = {"of": draw(st.sampled_from(numbers)), "limits": limits, "labels": labels}
    return {"bands": bands}, Sketch("category", tuple(f"'{label}'" for label in labels))


@st.composite
def _cases(draw: st.DrawFn, plot: Plot, _: Sequence[Kind]) -> Declared:
    several = st.lists(conditions(plot.names), min_size=1, max_size=len(LEVELS))
    cases = [
        {"when": when, "is": level} for when, level in zip(draw(several), LEVELS, strict=False)
    ]
    return {"cases": cases}, Sketch("category", tuple(f"'{level}'" for level in LEVELS))


@st.composite
def _calculate(draw: st.DrawFn, plot: Plot, _: Sequence[Kind]) -> Declared:
    return {"calculate": draw(calculations(plot.names))}, Sketch("number", COUNTS)


@st.composite
def _first_known(draw: st.DrawFn, plot: Plot, _: Sequence[Kind]) -> Declared:
    names = st.lists(st.sampled_from(sorted(plot.dates)), min_size=1, max_size=3, unique=True)
    return {"first_known": draw(names)}, Sketch("date", EXACT_DAYS)


DATE: tuple[Kind, ...] = ("date",)
ONE_OF_ROWS = ("first", "first", "last", "nearest", "min", "max")
_BY_SOURCE: Mapping[str, Callable[[Plot, Sequence[Kind]], st.SearchStrategy[Declared]]] = {
    "column": _column,
    "concept": _concept,
    "duration": _duration,
    "bands": _bands,
    "cases": _cases,
    "calculate": _calculate,
    "first_known": _first_known,
}
SOURCES = (*_BY_SOURCE, *VALUED, "any", "count")
"""Every source of a variable, in the words of the language."""
