"""Whole protocols: dates, variables, populations and endpoints that fit together."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from invention.expressions import conditions, scope_of
from invention.selections import OFTEN, RARELY, Plot, links_of
from invention.toml import render_toml
from invention.variables import DATE, date_sources, declarations, variable_sources
from invention.vocabulary import TABLES, fields_of, fields_of_kind, single_references
from osteon.concepts import CONCEPTS
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
NUMBERS_OF_VARIABLES = (4, 6, 8)
MOST_CONCEPTS = 2
SPANS = ("10 days", "1.5 months", "1 years")
WINDOWS = (1, 45, 46, 400)
"""As long as days of records lie apart, a day longer, and longer than that."""


@dataclass(frozen=True)
class Story:
    """A protocol, as text and as read, and the table that has one row a patient at most."""

    text: str
    protocol: StudyProtocol
    single: str

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        printer.text(f"\n{self.text}\n# one row a patient: {self.single}\n")


@st.composite
def protocols(draw: st.DrawFn) -> Story:
    """Return protocols that the checker accepts."""
    unit = draw(st.sampled_from(UNITS))
    others = [table for table in TABLES if table not in {"patient", UNIT_TABLES[unit]}]
    single, *tables = draw(st.lists(st.sampled_from(others), min_size=3, max_size=3, unique=True))
    plot = Plot(unit, (*tables, UNIT_TABLES[unit]), single)
    raw: dict[str, Any] = {
        "protocol": 1,
        "id": "invented",
        "title": "Invented",
        "unit": unit,
        "settings": {"partial_dates": draw(st.sampled_from(RULES))},
        "switches": draw(_switches()),
        "date": draw(_dates(plot)),
        "variable": draw(_variables(plot)),
    }
    raw["population"] = draw(_populations(plot))
    raw["branches"] = draw(_branches(raw["population"]))
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
    return Story(text, parse_protocol(text), plot.single)


def _switches() -> st.SearchStrategy[dict[str, Any]]:
    """Return one switch of the study at most; it holds for every concept that has it."""
    choices = {
        switch.name: switch.permitted
        for concept in CONCEPTS.values()
        for switch in concept.declared_switches
        if switch.permitted
    }
    several = st.sampled_from(sorted(choices)).flatmap(
        lambda name: st.fixed_dictionaries({name: st.sampled_from(choices[name])})
    )
    return st.one_of(st.just({}), several)


@st.composite
def _dates(draw: st.DrawFn, plot: Plot) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    n_dates = draw(st.sampled_from((3, 4, 5, 6)))
    for name in DATE_NAMES[:n_dates]:
        source = draw(st.sampled_from(_affordable(date_sources(plot), declared)))
        declared[name], plot.dates[name] = draw(declarations(plot, source, DATE))
    return declared


@st.composite
def _variables(draw: st.DrawFn, plot: Plot) -> dict[str, Any]:
    declared: dict[str, Any] = {}
    names = draw(st.permutations(VARIABLE_NAMES))
    for name in names[: draw(st.sampled_from(NUMBERS_OF_VARIABLES))]:
        source = "any"
        if declared:
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
    for name in POPULATION_NAMES[1 : draw(st.sampled_from((3, 4, 5)))]:
        population: dict[str, Any] = {"title": name.capitalize()}
        parent = draw(st.sampled_from([None, *declared]))
        if parent is not None:
            population["from"] = parent
        siblings = [other for other in declared if declared[other].get("from") == parent]
        if parent is not None and siblings and draw(st.booleans()):
            population["without"] = draw(st.sampled_from(siblings))
        else:
            keeps = draw(st.lists(conditions(plot.names), min_size=1, max_size=2))
            population["steps"] = [
                {draw(st.sampled_from(("keep", "drop"))): keep, "reason": f"Reason {number}"}
                for number, keep in enumerate(keeps, 1)
            ]
        declared[name] = population
    return declared


@st.composite
def _branches(draw: st.DrawFn, populations: dict[str, Any]) -> list[dict[str, Any]]:
    """Declare all parts of each parent, as whatever: the engine counts, and a study refuses."""
    declared = []
    for parent in populations:
        into = [name for name, one in populations.items() if one.get("from") == parent]
        if len(into) > 1:
            are = draw(st.sampled_from(("disjoint", "overlapping")))
            branches = {"from": parent, "into": into, "are": are, "complete": draw(st.booleans())}
            declared.append(branches)
    return declared


@st.composite
def _endpoints(draw: st.DrawFn, plot: Plot) -> dict[str, Any]:
    several = st.lists(st.sampled_from(sorted(plot.dates)), min_size=1, max_size=2, unique=True)
    endpoint: dict[str, Any] = {
        "title": "Endpoint",
        "origin": draw(st.sampled_from(sorted(plot.dates))),
        "censored_at": draw(several),
        "exclude_prevalent": draw(st.booleans()),
    }
    tables = [table for table in plot.tables if fields_of_kind(table, "date")]
    if tables and draw(st.booleans()):
        endpoint["recurrent"] = draw(_event_rows(plot, draw(st.sampled_from(tables))))
    else:
        endpoint["events"] = draw(several)
    if draw(st.booleans()):
        endpoint["competing"] = draw(several)
    for key in ("entry", "observed_until"):
        if draw(RARELY):
            endpoint[key] = draw(st.sampled_from(sorted(plot.dates)))
    if draw(RARELY):
        endpoint["minimum_follow_up"] = draw(st.sampled_from(SPANS))
    if "observed_until" in endpoint and draw(st.booleans()):
        endpoint["observed_for"] = draw(st.sampled_from(SPANS))
    return {"endpoint": endpoint}


@st.composite
def _event_rows(draw: st.DrawFn, plot: Plot, table: str) -> dict[str, Any]:
    date = draw(st.sampled_from(fields_of_kind(table, "date"))).name
    rows: dict[str, Any] = {"from": table, "date": date}
    if draw(st.booleans()):
        rows["where"] = draw(conditions(scope_of(fields_of(table)), depth=1))
    links = links_of(plot, table)
    if links and draw(OFTEN):
        rows["link"] = draw(st.sampled_from(links))
    references = single_references(table, table)
    if references and draw(st.booleans()):
        rows["part_of"] = draw(st.sampled_from(references))
    if draw(st.booleans()):
        rows["window_days"] = draw(st.sampled_from(WINDOWS))
    return rows
