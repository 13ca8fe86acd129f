"""The methods of a manuscript, written from the protocol and from what the study says it did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from osteon.protocol import Endpoint, Population, StudyProtocol
from osteon.report.material import distinct
from osteon.report.provenance import SHORT_DIGEST
from osteon.report.rounding import render_decimals
from osteon.report.tables import as_sentence
from osteon.report.text.estimands import describe_estimands
from osteon.report.text.lists import listed, quoted, within_sentence
from osteon.report.words import Words
from osteon.study import StudyResults

DAY_OF_RULE = {
    "earliest": "the first day that was possible",
    "midpoint": "the day in the middle of what was possible",
    "latest": "the last day that was possible",
}
MOST_TITLES = 3
PARTIAL_DATES = "DATE-01"
NOT_SOFTWARE = frozenset({"osteon", "dictionary", "engine", "concepts"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the methods: what it is about, and its sentences."""

    title: str
    text: str


def write_methods(
    protocol: StudyProtocol, results: StudyResults, words: Words
) -> tuple[Passage, ...]:
    """Return the methods of a study, part by part.

    Parameters
    ----------
    protocol : StudyProtocol
        What was asked.
    results : StudyResults
        What was done: the methods of each analysis, versions, dates that were imputed.
    words : Words
        Printed words.

    Returns
    -------
    tuple of Passage
        Design and data, populations, endpoints, estimands, statistics, missing values, partial
        dates, multiplicity, software; a part that has nothing to say is left out.
    """
    parts = {
        "Design and data": _design(protocol, results, words),
        "Populations": (_population(protocol, p, words) for p in protocol.population.values()),
        "Variables": _variables(protocol),
        "Endpoints": (_endpoint(e, words) for e in protocol.endpoint.values()),
        "Estimands": describe_estimands(results, words),
        "Statistical analysis": _statistics(protocol, results),
        "Missing values": _missing(results, words),
        "Partial dates": _partial_dates(protocol, results),
        "Multiplicity": _multiplicity(protocol, results),
        "Software": _software(results),
    }
    passages = ((title, " ".join(map(as_sentence, parts[title]))) for title in parts)
    return tuple(Passage(title, text) for title, text in passages if text)


def _design(protocol: StudyProtocol, results: StudyResults, words: Words) -> Iterator[str]:
    source = results.snapshot.get("source", "no source named")
    day = results.snapshot.get("data_cutoff", "no day")
    yield f"Cohort of {words.units} from recorded data ({source})"
    yield f"The data were frozen as of {day}; nothing later counts"
    digest = protocol.digest[:SHORT_DIGEST]
    yield f"What was asked stands in a protocol that runs as it is ({protocol.id}, digest {digest})"
    if protocol.source:
        yield f"It follows {protocol.source}"


def _population(protocol: StudyProtocol, population: Population, words: Words) -> str:
    title = f"'{population.title}'"
    parent = protocol.population.get(population.parent or "")
    origin = f" of '{parent.title}'" if parent else ""
    if population.without is not None:
        other = protocol.population[population.without].title
        return f"{title}: {words.units}{origin} who are not in '{other}'"
    reasons = listed(within_sentence(step.reason) for step in population.steps)
    left_out = f"; left out, in this order: {reasons}" if reasons else ""
    return f"{title}: all {words.units}{origin or ' in the snapshot'}{left_out}"


def _variables(protocol: StudyProtocol) -> Iterator[str]:
    concepts = distinct(v.concept for v in protocol.variables.values() if v.concept is not None)
    if concepts:
        yield (
            "Variables come from records by the rules of the protocol; "
            f"{listed(f'`{concept}`' for concept in concepts)} are "
            "clinical definitions of the program, each with its page in the manual"
        )


def _endpoint(endpoint: Endpoint, words: Words) -> str:
    events, ends = _causes(endpoint.events, words), _causes(endpoint.censored_at, words)
    text = (
        f"{endpoint.title}: time from {within_sentence(words.cause(endpoint.origin))} to {events}, "
    )
    if endpoint.competing:
        text += f"with {_causes(endpoint.competing, words)} competing, "
    text += f"censored at {ends}"
    if endpoint.entry is not None:
        text += f"; observed from {within_sentence(words.cause(endpoint.entry))} on (delayed entry)"
    if endpoint.exclude_prevalent:
        text += "; an event at or before time zero is left out and counted"
    return text


def _causes(names: Iterable[str], words: Words) -> str:
    return listed((within_sentence(words.cause(name)) for name in names), joint="or")


def _statistics(protocol: StudyProtocol, results: StudyResults) -> Iterator[str]:
    level = render_decimals(100 * protocol.settings.conf_level, 1).removesuffix(".0")
    yield f"Intervals hold {level}%; those of survival are of type {protocol.settings.conf_type}"
    titles: dict[str, list[str]] = {}
    for analysis in results.analyses:
        for method in analysis.methods:
            titles.setdefault(as_sentence(method).removesuffix("."), []).append(analysis.title)
    for method, used in titles.items():
        few = len(used) <= MOST_TITLES
        yield f"{method} ({quoted(used) if few else f'{len(used)} analyses'})"


def _missing(results: StudyResults, words: Words) -> Iterator[str]:
    sentences = distinct(
        part.strip()
        for analysis in results.analyses
        for method in analysis.methods
        for part in method.split(". ")
        if "issing" in part
    )
    yield f"How many {words.units} lack a value is printed for every variable"
    yield from sentences


def _partial_dates(protocol: StudyProtocol, results: StudyResults) -> Iterator[str]:
    day = DAY_OF_RULE[protocol.settings.partial_dates]
    yield f"A date known only to its month or year stands for {day}"
    yield from (found.message for found in results.warnings if found.code == PARTIAL_DATES)


def _multiplicity(protocol: StudyProtocol, results: StudyResults) -> Iterator[str]:
    titles = {analysis.id: analysis.title for analysis in results.analyses}
    if protocol.primary is not None:
        title = titles.get(protocol.primary, protocol.primary)
        yield f"The primary analysis is '{title}'; all others are exploratory"
    else:
        yield "No analysis was declared primary; p-values are not adjusted for their number"


def _software(results: StudyResults) -> Iterator[str]:
    versions = {name: str(version) for name, version in results.versions.items()}
    libraries = [f"{name} {v}" for name, v in versions.items() if name not in NOT_SOFTWARE]
    others = f", with {listed(libraries)}" if libraries else ""
    dictionary = versions.get("dictionary", "")
    recorded = f"; records as in dictionary {dictionary}" if dictionary else ""
    yield f"Osteon {versions.get('osteon', '')}{others}{recorded}"
    if "concepts" in versions:
        yield f"Definitions with their versions: {versions['concepts']}"
