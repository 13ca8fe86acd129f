"""Guards of models: covariates of the future, too few events, patients left out."""

from collections.abc import Callable, Sequence
from functools import partial

from osteon.cohort import (
    Cohort,
    CovariateTable,
    LateKnowledge,
    count_late_knowledge,
    count_late_values,
)
from osteon.errors import Problem, StudyError
from osteon.protocol import Covariate, Endpoint, StudyProtocol
from osteon.study.clusters import UNIT_WORDS
from osteon.study.models.design import Term
from osteon.study.models.fit import Fit
from osteon.study.results import GuardFinding
from osteon.study.timing import DAYS_PER_YEAR
from osteon.study.wording import render_patients

FEW_EVENTS = 10
FIRTH = 'Say penalty = "firth", or use fewer covariates.'
FEWER = "Use fewer covariates, and read the intervals with care."
LEAVE_OUT = "Leave the covariate out, or look at a population in which it varies."
NOT_IN_TIME = (
    'Say as = "time_dependent" of a truth value in a Cox model; or as = "ever" to print the naive '
    "reading, marked as biased."
)


def guard_covariates(
    name: str,
    covariates: Sequence[tuple[str, Covariate]],
    cohort: Cohort,
    population: str,
    origin: str | Endpoint | None,
) -> tuple[GuardFinding, ...]:
    """Refuse covariates known after time zero, but those declared as `ever`, which are marked.

    Parameters
    ----------
    name : str
        The analysis.
    covariates : sequence of (str, Covariate)
        Each with its key in the analysis; those that change with time are not looked at.
    cohort : Cohort
        One row a unit of analysis.
    population : str
        Whom the analysis counts.
    origin : str, Endpoint or None
        The date that is time zero, or the endpoint that has it; nothing is checked without.

    Raises
    ------
    StudyError
        TIME-01, with every baseline covariate that is none.
    """
    if origin is None:
        return ()
    count: Callable[[str], LateKnowledge] = (
        (lambda variable: count_late_knowledge(cohort, population, variable, origin))
        if isinstance(origin, Endpoint)
        else (lambda variable: count_late_values(cohort, population, variable, origin))
    )
    date = origin.origin if isinstance(origin, Endpoint) else origin
    findings, problems = [], []
    for key, covariate in covariates:
        if covariate.reading == "time_dependent":
            continue
        late = count(covariate.variable)
        if not late.n_patients:
            continue
        found = (
            f"'{cohort.variables[covariate.variable].label}' became known after "
            f"'{cohort.variables[date].label}' for {render_patients(late.n_patients)}, who "
            f"could not die or be censored before: {late.person_days / DAYS_PER_YEAR:.1f} "
            "person-years of guaranteed survival"
        )
        if covariate.reading == "ever":
            hint = "Read it as the naive reading of the source, not as an effect."
            message = f"{found}. Its ratio is biased in their favour."
            key_path = f"analysis.{name}.{key}"
            findings.append(GuardFinding("TIME-01", name, message, hint, key_path))
        else:
            where = f"analysis.{name}.{key}"
            permitted = "a covariate known at time zero"
            problems.append(Problem(where, f"TIME-01: {found}", permitted, NOT_IN_TIME))
    if problems:
        raise StudyError("A covariate must be known when the clock starts.", problems)
    return tuple(findings)


def plain_covariates(names: Sequence[str], key: str) -> tuple[tuple[str, Covariate], ...]:
    """Return variables that must be known at time zero, with the key that names them."""
    return tuple((key, Covariate.model_validate({"variable": name})) for name in names)


def guard_incomplete(
    name: str, counted: CovariateTable, protocol: StudyProtocol, cohort: Cohort
) -> tuple[GuardFinding, ...]:
    """Return MISSING-01 where more patients lack a covariate than the study declares."""
    n_followed = counted.n_complete + counted.n_incomplete
    if counted.n_incomplete <= protocol.settings.most_missing * n_followed:
        return ()
    units = UNIT_WORDS.get(protocol.unit, "patients")
    listed = ", ".join(
        f"{cohort.variables[variable].label} {n}" for variable, n in counted.n_missing.items() if n
    )
    return (
        GuardFinding(
            code="MISSING-01",
            analysis=name,
            message=f"{counted.n_incomplete} of {n_followed} {units} lack a covariate and are "
            f"left out ({listed}): more than {100 * protocol.settings.most_missing:g} %.",
            hint="Complete the records, leave the covariate out, or count the missing as a level.",
            key="settings.most_missing",
        ),
    )


def guard_sparse(
    name: str, fit: Fit | None, terms: Sequence[Term], failure: str = ""
) -> tuple[GuardFinding, ...]:
    """Return SPARSE-01 where events are few, a level has none, or nothing can be estimated."""
    finding = partial(GuardFinding, "SPARSE-01", name)
    findings = []
    constant = [term.variable.label for term in terms if not term.columns]
    if constant:
        message = f"All who can be counted are alike in {', '.join(constant)}"
        findings.append(finding(f"{message}, which is left out of the model.", LEAVE_OUT))
    if fit is None:
        return (*findings, finding(f"The model cannot be estimated. {failure}", FEWER))
    infinite = [term.variable.label for term in terms if set(term.columns) & {*fit.model.infinite}]
    if infinite:
        message = f"A level without any event, or with nothing else: {', '.join(infinite)}."
        findings.append(finding(f"{message} Its ratio is 0 or infinite.", FIRTH))
    per_variable = fit.model.events_per_variable
    if per_variable < FEW_EVENTS and not fit.is_penalised:
        message = f"There are {per_variable:.1f} events for each column of the model, fewer than"
        findings.append(finding(f"{message} {FEW_EVENTS}.", FIRTH))
    return tuple(findings)
