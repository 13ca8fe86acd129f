"""Selections of rows: a table, a condition, a date, a window, a link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from invention.expressions import Sketch, conditions, scope_of
from invention.vocabulary import Field, Kind, fields_of, fields_of_kind, single_references
from osteon.dictionary import ENTITIES
from osteon.protocol import UNIT_TABLES

OFTEN = st.sampled_from((True, True, True, False))
RARELY = st.sampled_from((False, False, False, True))
DATED = frozenset({"first", "last", "nearest"})
VALUED: dict[str, tuple[Kind, ...]] = {
    "first": ("number", "category", "boolean", "date"),
    "last": ("number", "category", "boolean", "date"),
    "nearest": ("number", "category", "boolean", "date"),
    "min": ("number", "category", "date"),
    "max": ("number", "category", "date"),
    "sum": ("number",),
}


@dataclass
class Plot:
    """What an invented protocol has come to so far.

    `tables` are the few event tables it speaks of; `single` is one that has one row a patient at
    most, so that a `column` of it can be taken.
    """

    unit: str
    tables: tuple[str, ...]
    single: str
    dates: dict[str, Sketch] = field(default_factory=dict)
    variables: dict[str, Sketch] = field(default_factory=dict)

    @property
    def unit_table(self) -> str:
        """The table whose rows are the units."""
        return UNIT_TABLES[self.unit]

    @property
    def names(self) -> dict[str, Sketch]:
        """Everything that a later variable may refer to."""
        return {**self.dates, **self.variables}


@st.composite
def selections(
    draw: st.DrawFn, plot: Plot, source: str, kinds: Sequence[Kind]
) -> tuple[dict[str, Any], Field | None]:
    """Return a selection for a source, and the field whose value it takes, if it takes one."""
    tables = [table for table in plot.tables if _serves(table, source, kinds)]
    table = draw(st.sampled_from(tables))
    selection: dict[str, Any] = {"from": table}
    if draw(st.booleans()):
        selection["where"] = draw(conditions(scope_of(fields_of(table)), depth=1))
    taken = None
    if source in VALUED:
        taken = draw(st.sampled_from(fields_of_kind(table, *kinds)))
        selection["value"] = taken.name
    dates = fields_of_kind(table, "date")
    if dates and (source in DATED or draw(OFTEN)):
        selection["date"] = draw(st.sampled_from(dates)).name
        selection |= draw(_windows(plot, source))
    links = links_of(plot, table)
    if links and draw(OFTEN):
        selection["link"] = draw(st.sampled_from(links))
    return selection, taken


def can_serve(plot: Plot, source: str, kinds: Sequence[Kind]) -> bool:
    """Return whether a table of the plot has what a source needs."""
    needs_date = source == "nearest" and not plot.dates
    return not needs_date and any(_serves(table, source, kinds) for table in plot.tables)


def links_of(plot: Plot, table: str) -> tuple[str, ...]:
    """Return the fields of a table that may hold the key of the unit."""
    own = (ENTITIES[table].key,) if table == plot.unit_table else ()
    return (*own, *single_references(table, plot.unit_table))


@st.composite
def _windows(draw: st.DrawFn, plot: Plot, source: str) -> dict[str, str]:
    dates = sorted(plot.dates)
    window: dict[str, str] = {}
    for key in ("after", "before"):
        if dates and draw(RARELY):
            window[key] = draw(st.sampled_from(dates))
    if source == "nearest":
        window["near"] = draw(st.sampled_from(dates))
    return window


def _serves(table: str, source: str, kinds: Sequence[Kind]) -> bool:
    if source in DATED and not fields_of_kind(table, "date"):
        return False
    return source not in VALUED or bool(fields_of_kind(table, *kinds))
