"""Weights for a treatment: balance, weighted curves, and the weighted hazard ratio."""

from collections.abc import Iterator
from dataclasses import replace

from osteon.cohort import Cohort, count_covariates
from osteon.errors import EstimationError
from osteon.estimate import SurvivalCurve, estimate_survival
from osteon.protocol import DAYS_PER_UNIT, Settings, StudyProtocol, Weighting
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.curves import survival_at, write_curve
from osteon.study.follow_up import at_risk_cells
from osteon.study.models.cells import counted_cells
from osteon.study.models.guards import guard_covariates, guard_incomplete, plain_covariates
from osteon.study.models.regression import describe_term
from osteon.study.models.weights import SIDES, TREATMENT, WeightedPatients, weigh_patients
from osteon.study.results import AnalysisResult, Cell, GuardFinding

ESTIMANDS = {"ate": "of all patients", "att": "of the treated"}
BALANCE_METHOD = (
    "Standardised difference, treated less untreated, in standard deviations without weights"
)
SIZE_METHOD = "Kish's effective size: as many patients without weights would tell as much"
PROPENSITY_METHOD = "Chance to be treated, by logistic regression on the covariates"
WEIGHT_METHOD = "Inverse of the chance of the patient's own treatment"
COX_METHOD = "Cox regression of the treatment alone, Efron ties, Wald interval"
WEIGHTED_COX_METHOD = "Weighted Cox regression, Efron ties, interval from the robust variance"
CURVE_METHOD = (
    "Weighted Kaplan-Meier estimate, variance by the infinitesimal jackknife, {} interval"
)
NEARLY_CERTAIN = 0.025
HEAVY = 20.0


def answer_weighting(
    name: str, analysis: Weighting, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``weighting``."""
    endpoint, settings = protocol.endpoint[analysis.endpoint], protocol.settings
    covariates = [(f"covariates.{k}", c) for k, c in enumerate(analysis.covariates)]
    covariates += plain_covariates([analysis.treatment], "treatment")
    findings = [*guard_covariates(name, covariates, cohort, analysis.population, endpoint)]
    names = [analysis.treatment, *(c.variable for c in analysis.covariates)]
    counted = count_covariates(cohort, analysis.population, endpoint, names)
    weighted = weigh_patients(name, analysis, counted.counted.table, cohort)
    findings += guard_incomplete(name, counted, protocol, cohort)
    findings += _guard_weights(name, weighted)
    keys = CellKeys(name, analysis.population)
    curves = estimate_survival(
        weighted.survival_counts(is_weighted=True),
        conf_level=settings.conf_level,
        conf_type=settings.conf_type,
    )
    plain = estimate_survival(weighted.survival_counts(is_weighted=False))
    cells = counted_cells(name, analysis.population, counted)
    cells += _balance_cells(keys, weighted)
    for side in SIDES:
        own = replace(keys, group=side)
        cells += _side_cells(own, analysis, weighted, plain[side], curves[side], settings)
        at_risk = plain[side].n_at_risk_at
        cells += at_risk_cells(own, at_risk, counted.counted, settings.time_unit)
    cells += _ratio_cells(keys, weighted, settings.conf_level)
    return Answer(
        result=_describe(name, analysis, weighted, settings),
        cells=tuple(cells),
        counts={name: counted.counted.table},
        curves=tuple(
            write_curve(
                replace(keys, group=side),
                curves[side],
                settings.time_unit,
                kind="weighted_survival",
            )
            for side in SIDES
        ),
        findings=tuple(findings),
    )


def _describe(
    name: str, analysis: Weighting, weighted: WeightedPatients, settings: Settings
) -> AnalysisResult:
    """Return how the answer is to be shown."""
    return replace(
        open_result(name, analysis),
        columns=SIDES,
        rows=tuple(term.name for term in weighted.confounders),
        methods=tuple(_methods(analysis, settings)),
        settings={
            "population": analysis.population,
            "endpoint": analysis.endpoint,
            "group": analysis.treatment,
            "times": [f"{time:g}" for time in analysis.times],
            "covariates": {t.name: describe_term(t) for t in weighted.confounders},
        },
        counts=(name,),
    )


def _balance_cells(keys: CellKeys, weighted: WeightedPatients) -> Iterator[Cell]:
    """Yield how far apart the groups are in each covariate, before and after."""
    n = int(weighted.n.sum())
    for name, balance in weighted.weights.balance.items():
        own = replace(keys, variable=name, n=n)
        yield own.write("standardised_difference", balance.before, BALANCE_METHOD)
        yield own.write("standardised_difference_weighted", balance.after, BALANCE_METHOD)
    weights, propensity = weighted.weights.weight, weighted.weights.propensity
    numbers = {
        "propensity_min": (propensity.min(), PROPENSITY_METHOD),
        "propensity_max": (propensity.max(), PROPENSITY_METHOD),
        "weight_min": (weights.min(), WEIGHT_METHOD),
        "weight_max": (weights.max(), WEIGHT_METHOD),
        "n_truncated": (weighted.weights.n_truncated, WEIGHT_METHOD),
    }
    for word, (value, method) in numbers.items():
        yield replace(keys, n=n).write(word, float(value), method)


def _side_cells(
    keys: CellKeys,
    analysis: Weighting,
    weighted: WeightedPatients,
    plain: SurvivalCurve,
    curve: SurvivalCurve,
    settings: Settings,
) -> Iterator[Cell]:
    """Yield numbers, effective size, median and survival of the treated or the untreated."""
    n = round(plain.n_total)
    keys = replace(keys, n=n)
    words = dict(zip(SIDES, ("treated", "untreated"), strict=True))
    size = weighted.weights.effective_size[words[keys.group]]
    method = CURVE_METHOD.format(settings.conf_type)
    yield keys.write("n", n)
    yield keys.write("n_event", round(plain.n_events_total))
    yield keys.write("effective_size", size, SIZE_METHOD)
    days = DAYS_PER_UNIT[settings.time_unit]
    yield keys.write_estimate(
        "median_survival", curve.median(), method, unit=settings.time_unit, per_unit=days
    )
    yield from survival_at(keys, curve, analysis.times, settings.time_unit, method)


def _ratio_cells(keys: CellKeys, weighted: WeightedPatients, conf_level: float) -> Iterator[Cell]:
    """Yield the hazard ratio with weights and without; none where it cannot be estimated."""
    keys = replace(keys, group=" vs ".join(SIDES), n=int(weighted.n.sum()))
    for suffix, method in (("", COX_METHOD), ("_weighted", WEIGHTED_COX_METHOD)):
        try:
            model = weighted.fit(is_weighted=bool(suffix))
        except EstimationError:
            continue
        ratio, p_value = model.ratios(conf_level)[TREATMENT], model.p_values()[TREATMENT]
        yield keys.write_estimate(f"hazard_ratio{suffix}", ratio, method)
        yield keys.write(f"p_value{suffix}", p_value, method)


def _guard_weights(name: str, weighted: WeightedPatients) -> Iterator[GuardFinding]:
    """Yield POSITIVITY-01 where some could hardly be treated otherwise, and BALANCE-01."""
    weights = weighted.weights
    certain = (weights.propensity < NEARLY_CERTAIN) | (weights.propensity > 1 - NEARLY_CERTAIN)
    n_certain = int(weighted.n[certain].sum())
    if n_certain or weights.weight.max() > HEAVY:
        yield GuardFinding(
            code="POSITIVITY-01",
            analysis=name,
            message=f"{n_certain} of {int(weighted.n.sum())} patients had a chance to be treated "
            f"below {NEARLY_CERTAIN:.1%} or above {1 - NEARLY_CERTAIN:.1%}, and the heaviest "
            f"weight is {weights.weight.max():.1f}: a few patients speak for many.",
            hint="Restrict the population to those who could have been treated either way, or cut "
            "weights with `truncation`.",
            key=f"analysis.{name}.covariates",
        )
    labels = {term.name: term.variable.label for term in weighted.confounders}
    apart = [labels[n] for n, balance in weights.balance.items() if not abs(balance.after) <= 0.1]
    if apart:
        yield GuardFinding(
            code="BALANCE-01",
            analysis=name,
            message=f"Weighted groups still differ by more than 0.1 standard "
            f"deviations in {', '.join(apart)}.",
            hint='Let the model of the treatment bend (transform = "spline"), or take fewer '
            "covariates.",
            key=f"analysis.{name}.covariates",
        )


def _methods(analysis: Weighting, settings: Settings) -> Iterator[str]:
    stabilised = "Stabilised weights" if analysis.stabilised else "Weights"
    yield f"{stabilised} for the effect {ESTIMANDS[analysis.estimand]}. {PROPENSITY_METHOD}."
    if analysis.truncation is not None:
        low, high = analysis.truncation
        yield f"Weights are cut at their quantiles {low:g} and {high:g}."
    yield f"{BALANCE_METHOD}; below 0.1 is held to be balance."
    yield f"{CURVE_METHOD.format(settings.conf_type)}. {WEIGHTED_COX_METHOD}."
    yield "Numbers at risk and events are patients, not weights."
