"""What a model says must fit together: covariates that exist, in a form and a time that fit."""

from collections.abc import Iterator
from typing import TypeAlias

from osteon.concepts import CONCEPTS
from osteon.dictionary import ENTITIES
from osteon.errors import Problem
from osteon.protocol.analyses.regression import Covariate, Regression, Subgroups, Weighting
from osteon.protocol.check_selection import Found, Path, fields_of, undeclared
from osteon.protocol.endpoints import Endpoint
from osteon.protocol.model import Variable
from osteon.protocol.study_protocol import StudyProtocol

ModelAnalysis: TypeAlias = Regression | Subgroups | Weighting

NUMBER_KINDS = frozenset({"integer", "decimal"})
NUMBER_SOURCES = frozenset({"count", "sum", "duration", "calculate"})
COMPETING_HINT = (
    "Cox regression takes those who had a competing event as censored: say "
    "`cause_specific = true` to mean the hazard among those without one, or ask for the "
    'cumulative incidence with model = "fine_gray".'
)


def find_model_problems(
    protocol: StudyProtocol, path: Path, analysis: ModelAnalysis
) -> Iterator[Found]:
    """Yield each problem of an analysis that models an outcome."""
    yield from _endpoint_problems(protocol, path, analysis)
    truths = [("outcome", getattr(analysis, "outcome", None))]
    truths.append(("treatment", getattr(analysis, "treatment", None)))
    for key, name in truths:
        if name is not None and name in protocol.variable:
            yield from _truth_problems((*path, key), name, protocol.variable[name])
    for number, covariate in enumerate(getattr(analysis, "covariates", ())):
        where = (*path, "covariates", str(number))
        yield from undeclared((*where, "variable"), covariate.variable, sorted(protocol.variable))
        if covariate.variable in protocol.variable:
            yield from _covariate_problems(where, covariate, protocol.variable[covariate.variable])
    if isinstance(analysis, Regression):
        yield from _unit_problems(protocol, path, analysis)


def _endpoint_problems(
    protocol: StudyProtocol, path: Path, analysis: ModelAnalysis
) -> Iterator[Found]:
    endpoint = protocol.endpoint.get(analysis.endpoint or "")
    if endpoint is None:
        return
    if endpoint.recurrent is not None:
        found = f"'{analysis.endpoint}', whose event may come again"
        yield (*path, "endpoint"), Problem("", found, "an endpoint with `events`")
    elif isinstance(analysis, Regression) and analysis.model == "fine_gray":
        yield from _subdistribution_problems(path, analysis, endpoint)
    else:
        yield from _hazard_problems(path, analysis, endpoint)


def _subdistribution_problems(
    path: Path, analysis: Regression, endpoint: Endpoint
) -> Iterator[Found]:
    if not endpoint.competing:
        found = f"'{analysis.endpoint}', with which nothing competes"
        yield (*path, "model"), Problem("", found, 'model = "cox"')
    if endpoint.entry is not None:
        found = f"'{analysis.endpoint}', whose `entry` may be later than its origin"
        hint = 'Ask for the cause-specific hazard: model = "cox", `cause_specific = true`.'
        yield (*path, "model"), Problem("", found, "an endpoint without `entry`", hint)


def _hazard_problems(path: Path, analysis: ModelAnalysis, endpoint: Endpoint) -> Iterator[Found]:
    is_cause_specific = not isinstance(analysis, Weighting) and analysis.cause_specific
    if endpoint.competing and not is_cause_specific:
        found = f"COMPETE-01: hazards of '{analysis.endpoint}', which has competing events"
        problem = Problem("", found, "`cause_specific = true`", COMPETING_HINT)
        if isinstance(analysis, Weighting):
            problem = Problem("", found, "an endpoint with which nothing competes")
        yield (*path, "endpoint"), problem
    elif is_cause_specific and not endpoint.competing:
        found = f"a cause-specific hazard of '{analysis.endpoint}', with which nothing competes"
        yield (*path, "cause_specific"), Problem("", found, "no such key")


def _truth_problems(path: Path, name: str, variable: Variable) -> Iterator[Found]:
    if kind_of(variable) not in {"boolean", ""}:
        hint = "Ask whether a row fits, with `any`; or take a column or concept of yes and no."
        yield path, Problem("", f"{name!r}, which is no truth value", "a truth value", hint)


def _covariate_problems(path: Path, covariate: Covariate, variable: Variable) -> Iterator[Found]:
    if covariate.reading == "time_dependent":
        yield from _truth_problems((*path, "variable"), covariate.variable, variable)
    is_formed = covariate.transform is not None or covariate.per is not None
    if is_formed and kind_of(variable) not in {"number", ""}:
        found = f"{covariate.variable!r}, which is no number"
        permitted = "a number, for `transform` and `per`"
        yield (*path, "variable"), Problem("", found, permitted)
    if kind_of(variable) == "date":
        hint = "Take the time from one date to another, with `duration`."
        found = f"{covariate.variable!r}, which is a date"
        yield (*path, "variable"), Problem("", found, "a number, levels or a truth value", hint)


def _unit_problems(protocol: StudyProtocol, path: Path, analysis: Regression) -> Iterator[Found]:
    if protocol.unit != "patient" and analysis.penalty is not None:
        found = f"units of one patient (unit = '{protocol.unit}') with a penalty"
        permitted = "a robust variance, for which there is no penalised likelihood"
        yield (*path, "penalty"), Problem("", f"CLUSTER-01: {found}", permitted)


def kind_of(variable: Variable) -> str:
    """Return what kind of value a variable certainly has; empty where that cannot be said here."""
    if variable.any is not None:
        return "boolean"
    if variable.source in NUMBER_SOURCES:
        return "number"
    if variable.bands is not None or variable.cases is not None:
        return "category"
    if variable.concept in CONCEPTS:
        return str(CONCEPTS[str(variable.concept)].kind)
    return _kind_of_field(variable)


def _kind_of_field(variable: Variable) -> str:
    selection = variable.selection
    if selection is not None:
        table, name = selection.table, str(selection.value)
    else:
        table, _, name = str(variable.column).partition(".")
    field = fields_of(table).get(name) if table in ENTITIES else None
    if field is None:
        return ""
    if field.kind in NUMBER_KINDS:
        return "number"
    return {"partial_date": "date", "date": "date", "boolean": "boolean"}.get(
        field.kind, "category"
    )
