"""MEDIAN-01: a median of times to an event, among those who had it."""

from collections.abc import Iterator
from dataclasses import dataclass

from osteon.cohort import Cohort, count_open_spans
from osteon.protocol import (
    UNIT_TABLES,
    Analysis,
    Arithmetic,
    Characteristics,
    Distribution,
    Literal,
    Name,
    Operand,
    StudyProtocol,
    Variable,
    parse_calculation,
)
from osteon.study.results import GuardFinding

CERTAIN_CONCEPTS = frozenset({"diagnosis", "first_referral", "last_contact"})
"""Dates that every patient has sooner or later; where one is missing it was not recorded."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time from one date of the protocol to another."""

    start: str
    end: str


def guard_medians(
    name: str, analysis: Analysis, protocol: StudyProtocol, cohort: Cohort
) -> Iterator[GuardFinding]:
    """Yield a finding for each time to an event that part of the population has not had."""
    for variable, populations in _described(analysis).items():
        for span in _spans_of(protocol, protocol.variable[variable]):
            if not _is_event(protocol, span.end):
                continue
            yield from _of_span(name, span, variable, populations, protocol, cohort)


def _of_span(
    name: str,
    span: Span,
    variable: str,
    populations: tuple[str, ...],
    protocol: StudyProtocol,
    cohort: Cohort,
) -> Iterator[GuardFinding]:
    shares = []
    for population in populations:
        spans = count_open_spans(cohort, population, span.start, span.end)
        if spans.n_open:
            whole = spans.n_ended + spans.n_open
            title = protocol.population[population].title
            shares.append(f"{spans.n_ended} of {whole} in '{title}'")
    if shares:
        label, end = cohort.variables[variable].label, cohort.variables[span.end].label
        yield GuardFinding(
            code="MEDIAN-01",
            analysis=name,
            message=f"'{label}' is known only of those who had '{end}' by the end of their "
            f"follow-up: {', '.join(shares)}. Who had it late or not at all is not in the median, "
            "which is too short.",
            hint=_offer(protocol, span),
            key=f"analysis.{name}.variables",
        )


def _described(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """Return the variables that an analysis describes, with the populations it does so in."""
    match analysis:
        case Characteristics(populations=populations, variables=variables):
            return dict.fromkeys(variables, populations)
        case Distribution(population=population, variables=variables, within=within):
            return {name: (within.get(name, population),) for name in variables}
        case _:
            return {}


def is_open_to_the_end(protocol: StudyProtocol, variable: Variable) -> bool:
    """Return whether a variable is a time from or to something that need not happen."""
    return any(
        _is_event(protocol, date)
        for span in _spans_of(protocol, variable)
        for date in (span.start, span.end)
    )


def _spans_of(protocol: StudyProtocol, variable: Variable) -> Iterator[Span]:
    """Yield the spans of time that a number is made of."""
    if variable.duration is not None:
        yield Span(variable.duration.start, variable.duration.end)
    if variable.calculate is not None:
        calculation = parse_calculation(variable.calculate, where="calculate")
        yield from _spans_in(protocol, calculation)


def _spans_in(protocol: StudyProtocol, operand: Operand) -> Iterator[Span]:
    match operand:
        case Arithmetic(Name(end), "-", Name(start)) if {end, start} <= protocol.date.keys():
            yield Span(start, end)
        case Arithmetic(left, _, right):
            yield from _spans_in(protocol, left)
            yield from _spans_in(protocol, right)
        case Name(name) if name in protocol.variable:
            yield from _spans_of(protocol, protocol.variable[name])
        case Name() | Literal():
            return


def _is_event(protocol: StudyProtocol, date: str) -> bool:
    """Return whether a date is of something that need not happen, as its source tells."""
    declared = protocol.date.get(date)
    if declared is None:
        return False
    if declared.first_known is not None:
        return all(_is_event(protocol, name) for name in declared.first_known)
    if declared.column is not None:
        table = declared.column.partition(".")[0]
        return table not in {"patient", UNIT_TABLES[protocol.unit]}
    return declared.concept not in CERTAIN_CONCEPTS


def _offer(protocol: StudyProtocol, span: Span) -> str:
    fitting = (
        name
        for name, endpoint in protocol.endpoint.items()
        if endpoint.origin == span.start and endpoint.events == (span.end,)
    )
    known = next(fitting, None)
    if known is not None:
        return f"Ask for the median of the endpoint '{known}', with kind = \"survival\"."
    return (
        f"Declare an endpoint with origin = '{span.start}' and events = ['{span.end}'], and ask "
        'for its median with kind = "survival".'
    )
