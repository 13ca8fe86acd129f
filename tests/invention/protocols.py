"""Whole protocols: dates, variables, populations and endpoints that fit together."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from invention.expressions import conditions
from invention.selections import Plot
from invention.toml import render_toml
from invention.variables import DATE, date_sources, declarations, variable_sources
from invention.vocabulary import TABLES
from osteon.protocol import UNIT_TABLES, StudyProtocol, parse_protocol

UNITS = ("patient", "patient", *UNIT_TABLES)
RULES = ("earliest", "midpoint", "latest")
DATE_NAMES = ("diagnosis", "end", "day", "entry", "order", "origin")
VARIABLE_NAMES = (
    *("status", "time", "group", "order_no", "island", "notes", "n", "missing_teeth"),
    *("value", "when", "switch", "label", "known_on", "rank", "key", "prevalent"),
)
"""Ordinary words; some begin like a word of the language, some an engine may use itself."""
POPULATION_NAMES = ("all", "part", "rest", "few", "others")
MOST_CONCEPTS = 2


@dataclass(frozen=True)
class Story:
    """A protocol, as text and as read, and the tables with one row a patient at most."""

    text: str
    protocol: StudyProtocol
    single: frozenset[str]

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        printer.text(f"\n{self.text}\n# one row a patient: {', '.join(self.single) or '-'}\n")


@st.composite
def protocols(draw: st.DrawFn, *, most_variables: int = 8) -> Story:
    """Return protocols that the checker accepts."""
    unit = draw(st.sampled_from(UNITS))
    tables = draw(st.lists(st.sampled_from(TABLES), min_size=2, max_size=3, unique=True))
    plot = Plot(unit, (*tables, UNIT_TABLES[unit]))
    raw: dict[str, Any] = {
        "protocol": 1,
        "id": "invented",
        "title": "Invented",
        "unit": unit,
        "settings": {"partial_dates": draw(st.sampled_from(RULES))},
        "date": draw(_dates(plot)),
        "variable": draw(_variables(plot, most_variables)),
    }
    raw["population"] = draw(_populations(plot))
    raw["endpoint"] = draw(_endpoints(plot))
    raw["analysis"] = {
        "table": {
            "kind": "distribution",
            "title": "Table",
            "population": "all",
            "variables": sorted(plot.variables),
        }
    }
    text = render_toml(raw)
    single = frozenset(plot.single - {plot.unit_table})
    return Story(text, parse_protocol(text), single)


@st.composite
def _dates(draw: st.DrawFn, plot: Plot) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    n_dates = draw(st.integers(2, len(DATE_NAMES)))
    for name in DATE_NAMES[:n_dates]:
        source = draw(st.sampled_from(_affordable(date_sources(plot), declared)))
        declared[name], plot.dates[name] = draw(declarations(plot, source, DATE))
    return declared


@st.composite
def _variables(draw: st.DrawFn, plot: Plot, most: int) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    n_variables = draw(st.integers(1, most))
    names = draw(
        st.lists(
            st.sampled_from(VARIABLE_NAMES),
            min_size=n_variables,
            max_size=n_variables,
            unique=True,
        )
    )
    for name in names:
        source = draw(st.sampled_from(_affordable(variable_sources(plot), declared)))
        declared[name], plot.variables[name] = draw(declarations(plot, source))
    return declared


def _affordable(sources: list[str], declared: dict[str, Any]) -> list[str]:
    """Return the sources without concepts once there are enough; each of them is a long query."""
    n_concepts = sum("concept" in declaration for declaration in declared.values())
    return [s for s in sources if s != "concept" or n_concepts < MOST_CONCEPTS]


@st.composite
def _populations(draw: st.DrawFn, plot: Plot) -> dict[str, Any]:
    declared: dict[str, Any] = {"all": {"title": "All"}}
    for name in POPULATION_NAMES[1 : draw(st.integers(1, len(POPULATION_NAMES)))]:
        population: dict[str, Any] = {"title": name.capitalize()}
        parent = draw(st.sampled_from([None, *declared]))
        if parent is not None:
            population["from"] = parent
        siblings = [other for other in declared if declared[other].get("from") == parent]
        if parent is not None and siblings and draw(st.booleans()):
            population["without"] = draw(st.sampled_from(siblings))
        else:
            keeps = draw(st.lists(conditions(plot.names), max_size=2))
            population["steps"] = [
                {"keep": keep, "reason": f"Reason {number}"} for number, keep in enumerate(keeps, 1)
            ]
        declared[name] = population
    return declared


@st.composite
def _endpoints(draw: st.DrawFn, plot: Plot) -> dict[str, Any]:
    several = st.lists(st.sampled_from(sorted(plot.dates)), min_size=1, max_size=2, unique=True)
    endpoint: dict[str, Any] = {
        "title": "Endpoint",
        "origin": draw(st.sampled_from(sorted(plot.dates))),
        "events": draw(several),
        "censored_at": draw(several),
        "exclude_prevalent": draw(st.booleans()),
    }
    if draw(st.booleans()):
        endpoint["competing"] = draw(several)
    if not draw(st.integers(0, 2)):
        endpoint["entry"] = draw(st.sampled_from(sorted(plot.dates)))
    return {"endpoint": endpoint}
