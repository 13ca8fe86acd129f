"""PH-01: a hazard ratio that changes with time is no single number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from osteon.errors import EstimationError
from osteon.estimate import (
    CovariateCounts,
    CoxModel,
    ProportionalHazardsTest,
    fit_cox,
    test_for_proportional_hazards,
)
from osteon.study.cell_keys import CellKeys
from osteon.study.models.cells import test_cells
from osteon.study.models.fit import Fit
from osteon.study.results import Cell, GuardFinding

NAME = "proportional_hazards"
METHOD = "Score test of Schoenfeld residuals, on the scale of 1 - Kaplan-Meier"
REJECTED = 0.05
OFFER = (
    "Read the ratio as an average over follow-up; beside it, `rmst` of a survival analysis "
    "compares restricted mean survival times, which assume nothing of the kind. A covariate in "
    "`strata` needs no ratio at all."
)


def check_proportional_hazards(fit: Fit | None) -> ProportionalHazardsTest | None:
    """Return the test of a fitted Cox model; None of other models, and where it cannot be made."""
    if fit is None or not isinstance(fit.model, CoxModel) or fit.model.penalty is not None:
        return None
    if fit.model.infinite or not isinstance(fit.counts, CovariateCounts):
        return None
    return test_for_proportional_hazards(fit.model, fit.counts)


def proportional_hazards_cells(
    keys: CellKeys, found: ProportionalHazardsTest | None
) -> Iterator[Cell]:
    """Yield the test of each term, and of all together."""
    if found is None:
        return
    for term, test in found.terms.items():
        yield replace(keys, variable=term).write(f"p_value_{NAME}", test.p_value, METHOD)
    yield from test_cells(keys, NAME, replace(found.overall, method=METHOD))


def guard_model(
    name: str, found: ProportionalHazardsTest | None, labels: Mapping[str, str]
) -> tuple[GuardFinding, ...]:
    """Return PH-01 where the test rejects proportional hazards of a term, or of all together."""
    if found is None:
        return ()
    rejected = [
        f"{labels.get(term, term)} (p {_p(test.p_value)})"
        for term, test in found.terms.items()
        if test.p_value < REJECTED
    ]
    if found.overall.p_value < REJECTED:
        rejected.append(f"all together (p {_p(found.overall.p_value)})")
    if not rejected:
        return ()
    message = f"Hazard ratios change with time: {', '.join(rejected)}."
    return (GuardFinding("PH-01", name, message, OFFER),)


def guard_proportional_hazards(
    name: str, table: pa.Table, groups: Sequence[str], label: str
) -> tuple[GuardFinding, ...]:
    """Return PH-01 where the hazards of two groups are not proportional.

    Parameters
    ----------
    name : str
        The analysis.
    table : Arrow table
        Follow-up by ``group``, as `osteon.cohort.count_endpoint` returns it.
    groups : sequence of str
        The groups found; nothing is tested unless they are two.
    label : str
        Of the variable that groups.
    """
    if len(groups) != 2:
        return ()
    entry = {"entry": table["entry"].to_numpy()} if "entry" in table.column_names else {}
    try:
        counts = CovariateCounts.from_rows(
            table["time"].to_numpy(),
            table["status"].to_numpy(),
            {"group": table["group"].to_numpy(zero_copy_only=False).astype(str)},
            n=table["n"].to_numpy(),
            **entry,
        )
        model = fit_cox(counts)
    except EstimationError:
        return ()
    if model.infinite:
        return ()
    found = test_for_proportional_hazards(model, counts)
    if not found.overall.p_value < REJECTED:
        return ()
    message = (
        f"The hazards of the two groups of '{label}' are not proportional (p "
        f"{_p(found.overall.p_value)}, Schoenfeld residuals): a hazard ratio would be an average "
        "over follow-up, and the log-rank test may miss a difference where curves cross."
    )
    return (GuardFinding("PH-01", name, message, OFFER),)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"
