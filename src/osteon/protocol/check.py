"""What a protocol says must fit together: every name declared, every comparison allowed."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from osteon.errors import Problem, suggest
from osteon.protocol.analyses.regression import Regression, Subgroups, Weighting
from osteon.protocol.analysis import (
    Characteristics,
    CumulativeIncidence,
    Distribution,
    Survival,
)
from osteon.protocol.check_events import find_event_problems
from osteon.protocol.check_expectations import find_expectation_problems
from osteon.protocol.check_guards import find_acknowledgement_problems
from osteon.protocol.check_pictures import find_picture_problems
from osteon.protocol.check_populations import find_population_problems
from osteon.protocol.check_regression import find_model_problems
from osteon.protocol.check_selection import Found, Path, event_row_problems
from osteon.protocol.check_sensitivity import find_sensitivity_problems
from osteon.protocol.check_variables import find_variable_problems
from osteon.protocol.populations import are_apart, is_part_of, name_the_rest
from osteon.protocol.study_protocol import StudyProtocol

REFERENCES = (
    "populations", "population", "variables", "compare", "outcome", "group", "endpoint", "origin",
    "strata", "treatment",
    "dose",
)  # fmt: skip


def find_problems(protocol: StudyProtocol) -> list[Found]:
    """Return everything in a protocol that cannot be meant, each with its key path."""
    return [
        *find_variable_problems(protocol),
        *find_population_problems(protocol),
        *_endpoint_problems(protocol),
        *_analysis_problems(protocol),
        *find_acknowledgement_problems(protocol),
        *find_sensitivity_problems(protocol),
        *find_expectation_problems(protocol),
    ]


def _endpoint_problems(protocol: StudyProtocol) -> Iterator[Found]:
    dates = sorted(protocol.date)
    for name, endpoint in protocol.endpoint.items():
        for key, used in (
            ("origin", (endpoint.origin,)),
            ("events", endpoint.events),
            ("competing", endpoint.competing),
            ("censored_at", endpoint.censored_at),
            ("entry", _names(endpoint.entry)),
            ("observed_until", _names(endpoint.observed_until)),
            ("last_negative", _names(endpoint.last_negative)),
        ):
            for date in used:
                yield from _unknown(("endpoint", name, key), date, dates, "a date of this protocol")
        if endpoint.recurrent is not None:
            yield from event_row_problems(("endpoint", name, "recurrent"), endpoint.recurrent)


def _analysis_problems(protocol: StudyProtocol) -> Iterator[Found]:
    if protocol.primary is not None:
        names = sorted(protocol.analysis)
        yield from _unknown(("primary",), protocol.primary, names, "an analysis of this protocol")
    for name, analysis in protocol.analysis.items():
        path = ("analysis", name)
        for key in REFERENCES:
            yield from _each(protocol, path, key, _names(getattr(analysis, key, None)))
        if isinstance(analysis, Characteristics):
            yield from _overlap(protocol, (*path, "compare"), analysis.compare)
        if isinstance(analysis, Distribution):
            yield from _within(protocol, path, analysis)
        yield from find_event_problems(protocol, path, analysis)
        if isinstance(analysis, Survival | CumulativeIncidence):
            yield from _competing(protocol, path, analysis)
        if isinstance(analysis, Regression | Subgroups | Weighting):
            yield from find_model_problems(protocol, path, analysis)
        yield from find_picture_problems(protocol, path, analysis)


def _names(value: str | Sequence[str] | None) -> Sequence[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _within(protocol: StudyProtocol, path: Path, analysis: Distribution) -> Iterator[Found]:
    for variable, part in analysis.within.items():
        inside = (*path, "within", variable)
        yield from _unknown(inside, variable, analysis.variables, "a variable of this analysis")
        yield from _each(protocol, inside, "population", (part,))


def _each(protocol: StudyProtocol, path: Path, key: str, names: Sequence[str]) -> Iterator[Found]:
    """Yield a problem for each name that is not declared under what the key refers to."""
    declared, what = _referred_to(protocol, key)
    for name in names:
        yield from _unknown((*path, key), name, declared, what)


def _referred_to(protocol: StudyProtocol, key: str) -> tuple[list[str], str]:
    match key:
        case "populations" | "population" | "compare":
            return sorted(protocol.population), "a population of this protocol"
        case "endpoint":
            return sorted(protocol.endpoint), "an endpoint of this protocol"
        case "origin":
            return sorted(protocol.date), "a date of this protocol"
        case _:
            return sorted(protocol.variable), "a variable of this protocol"


def _overlap(protocol: StudyProtocol, path: Path, compare: Sequence[str]) -> Iterator[Found]:
    populations = protocol.population
    for pair in combinations(compare, 2):
        if any(name not in populations for name in pair) or are_apart(populations, *pair):
            continue
        for part, whole in (pair, pair[::-1]):
            if is_part_of(populations, part, whole):
                problem = Problem(
                    where="",
                    found=f"OVERLAP-01: every patient of '{part}' is also in '{whole}'",
                    permitted="populations that share no patient",
                    hint=name_the_rest(populations, part, whole),
                )
                yield path, problem
                break


def _competing(
    protocol: StudyProtocol, path: Path, analysis: Survival | CumulativeIncidence
) -> Iterator[Found]:
    endpoint = protocol.endpoint.get(analysis.endpoint)
    if endpoint is None:
        return
    subject = f"'{analysis.kind}' of '{analysis.endpoint}'"
    problem = None
    if analysis.kind == "survival" and endpoint.competing:
        problem = Problem(
            where="",
            found=f"COMPETE-01: {subject}, which has competing events",
            permitted="cumulative_incidence",
            hint="1 - Kaplan-Meier counts those who died first as if they still could have the "
            "event.",
        )
    elif analysis.kind == "cumulative_incidence" and not endpoint.competing:
        problem = Problem(
            where="",
            found=f"{subject}, with which nothing competes",
            permitted="survival, or an endpoint with competing events",
        )
    if problem is not None:
        yield (*path, "kind"), problem


def _unknown(path: Path, name: str, permitted: Sequence[str], what: str) -> Iterator[Found]:
    if name not in permitted:
        listed = f"{what}: {', '.join(permitted)}" if permitted else what
        yield path, Problem("", f"{name!r}", listed, suggest(name, permitted))
