"""An outcome by dose: how often it is there in each band, whether it rises, and by how much."""

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.cohort import Cohort, count_clusters, count_pairs
from osteon.errors import EstimationError, Problem, StudyError
from osteon.estimate import (
    BinaryCounts,
    ClusterCounts,
    ContingencyTable,
    Estimate,
    estimate_clustered_proportion,
    estimate_proportion,
    fit_gee,
    fit_logistic,
    test_for_trend_in_proportions,
)
from osteon.protocol import DoseResponse, StudyProtocol
from osteon.study.answer import Answer, open_result
from osteon.study.cell_keys import CellKeys
from osteon.study.clusters import guard_clusters
from osteon.study.results import Cell
from osteon.study.summaries import found_levels, order_levels

OUTCOME = {"true": 1, "false": 0}
WILSON_METHOD = "Percent of those in the band; Wilson interval"
CLUSTERED_METHOD = "Percent of those in the band; interval from the variance between patients"
LOGISTIC_METHOD = "Logistic regression on the dose, {per}, Wald interval"
GEE_METHOD = "Generalised estimating equations on the dose, {per}, exchangeable within patients"
METHODS = (
    "Units with dose and outcome only; the others are counted as missing.",
    "Trend and odds ratio use the dose itself, not its band; of ordered levels 1, 2, 3 and so on.",
)


@dataclass(frozen=True, slots=True)
class DoseScale:
    """How a dose becomes a number and a band.

    Parameters
    ----------
    levels : tuple of str
        Of an ordered category; empty for a number.
    limits : tuple of float
        Between the bands of a number.
    unit : str
        Printed behind a number, with a space before it.
    per : float
        Increase that the odds ratio is of.
    """

    levels: tuple[str, ...]
    limits: tuple[float, ...]
    unit: str = ""
    per: float = 1.0

    @property
    def bands(self) -> list[str]:
        """Names of the bands."""
        if self.levels or not self.limits:
            return list(self.levels) or ["any"]
        words = [f"{limit:g}{self.unit}" for limit in self.limits]
        between = (f"{low} to below {high}" for low, high in itertools.pairwise(words))
        return [f"below {words[0]}", *between, f"{words[-1]} and above"]

    @property
    def increase(self) -> str:
        """The increase that the odds ratio is of, in words."""
        return "per level" if self.levels else f"per {self.per:g}{self.unit}"

    def number(self, dose: float | str) -> float:
        """Return the dose as a number of increases."""
        if self.levels:
            return 1.0 + self.levels.index(str(dose))
        return float(dose) / self.per

    def band(self, dose: float | str) -> int:
        """Return the place of the dose's band."""
        if self.levels:
            return self.levels.index(str(dose))
        return bisect_right(self.limits, float(dose))


def answer_dose_response(
    name: str, analysis: DoseResponse, protocol: StudyProtocol, cohort: Cohort
) -> Answer:
    """Answer an analysis of kind ``dose_response``."""
    _check(name, analysis, cohort)
    pairs = count_pairs(cohort, analysis.population, analysis.dose, analysis.outcome)
    scale = _scale(analysis, pairs, cohort)
    table = _score(pairs, scale)
    n, n_all = (int(pc.sum(part["n"]).as_py() or 0) for part in (table, pairs))
    keys = CellKeys(name, analysis.population, n=n, n_missing=n_all - n)
    keys = replace(keys, variable=analysis.outcome)
    clustered = guard_clusters(name, protocol, cohort, analysis.population)
    within = None
    if clustered:
        counts = count_clusters(cohort, analysis.population, analysis.outcome, analysis.dose)
        within = _score(counts, scale)
    conf_level = protocol.settings.conf_level
    cells = [replace(keys, variable="").write("n", n)]
    for number, label in enumerate(scale.bands):
        band_keys = replace(keys, group=label)
        cells += _band_cells(band_keys, table, within, number, conf_level)
    cells += _trend(keys, table)
    cells += _odds_ratios(keys, table, within, scale, conf_level)
    return Answer(
        result=replace(
            open_result(name, analysis),
            columns=tuple(scale.bands),
            rows=(analysis.outcome,),
            methods=METHODS,
            settings={
                "population": analysis.population,
                "group": analysis.dose if scale.levels else "",
                "dose": analysis.dose,
                "outcome": analysis.outcome,
            },
            counts=(name,),
        ),
        cells=tuple(cells),
        counts={name: pairs},
        findings=clustered,
    )


def _check(name: str, analysis: DoseResponse, cohort: Cohort) -> None:
    """Refuse an outcome that is no truth value, and a dose that has no order or no bands."""
    kind = cohort.variables[analysis.dose].kind
    problems = []
    if cohort.variables[analysis.outcome].kind != "boolean":
        found = f"'{analysis.outcome}', which is no truth value"
        problems.append(Problem(f"analysis.{name}.outcome", found, "a truth value"))
    if kind not in {"number", "category"}:
        found = f"'{analysis.dose}', a {kind}"
        problems.append(Problem(f"analysis.{name}.dose", found, "a number, or ordered levels"))
    if analysis.limits and kind != "number":
        problems.append(Problem(f"analysis.{name}.limits", "limits of levels", "limits of numbers"))
    if problems:
        raise StudyError("This is no dose and response.", problems)


def _scale(analysis: DoseResponse, pairs: pa.Table, cohort: Cohort) -> DoseScale:
    dose = cohort.variables[analysis.dose]
    if dose.kind == "number":
        return DoseScale((), analysis.limits, f" {dose.unit}" if dose.unit else "", analysis.per)
    return DoseScale(tuple(order_levels(dose, found_levels(pairs, "group"))), ())


def _score(counts: pa.Table, scale: DoseScale) -> pa.Table:
    """Return units with dose and outcome: ``dose`` and ``event`` as numbers, ``band``, ``n``."""
    rows = [
        {
            **row,
            "dose": scale.number(row["group"]),
            "band": scale.band(row["group"]),
            "event": OUTCOME[row["level"]],
        }
        for row in counts.to_pylist()
        if row["group"] is not None and row["level"] in OUTCOME
    ]
    names = [*(name for name in counts.column_names if name == "cluster"), "n"]
    columns = {name: pa.array([row[name] for row in rows], pa.int64()) for name in names}
    doses = pa.array([row["dose"] for row in rows], pa.float64())
    whole = {name: pa.array([row[name] for row in rows], pa.int64()) for name in ("band", "event")}
    return pa.table({"dose": doses, **whole, **columns})


def _band_cells(
    keys: CellKeys, table: pa.Table, within: pa.Table | None, band: int, conf_level: float
) -> Iterator[Cell]:
    """Yield how many there are in a band, and how many of them have the outcome."""
    inside = table.filter(pc.equal(table["band"], band))
    n = int(pc.sum(inside["n"]).as_py() or 0)
    n_event = int(pc.sum(pc.multiply(inside["n"], inside["event"])).as_py() or 0)
    keys = replace(keys, n=n, n_missing=None).at("true")
    share, method = estimate_proportion(n_event, n, conf_level=conf_level), WILSON_METHOD
    if within is not None:
        own = within.filter(pc.equal(within["band"], band))
        share, method = _share_of_clusters(own, conf_level), CLUSTERED_METHOD
    yield keys.write("n", n_event)
    yield keys.write_estimate("percent", share, method, unit="%", per_unit=1 / 100)


def _share_of_clusters(rows: pa.Table, conf_level: float) -> Estimate:
    clusters, codes = np.unique(rows["cluster"].to_numpy(), return_inverse=True)
    n, event = rows["n"].to_numpy(), rows["event"].to_numpy()
    units = np.bincount(codes, weights=n, minlength=len(clusters)).astype(np.int64)
    events = np.bincount(codes, weights=n * event, minlength=len(clusters)).astype(np.int64)
    counts = ClusterCounts.from_clusters(events, units)
    return estimate_clustered_proportion(counts, conf_level=conf_level)[""]


def _trend(keys: CellKeys, table: pa.Table) -> list[Cell]:
    """Return the test of Cochran and Armitage over the distinct doses."""
    doses, codes = np.unique(table["dose"].to_numpy(), return_inverse=True)
    if len(doses) < 2:
        return []
    counts = np.zeros((len(doses), 2), dtype=np.int64)
    np.add.at(counts, (codes, 1 - table["event"].to_numpy()), table["n"].to_numpy())
    test = test_for_trend_in_proportions(ContingencyTable.from_array(counts), scores=doses.tolist())
    method = f"{test.method}, two-sided"
    return [
        keys.write("chi_square", test.statistic, method),
        keys.write("p_value", test.p_value, method),
    ]


def _odds_ratios(
    keys: CellKeys, table: pa.Table, within: pa.Table | None, scale: DoseScale, conf_level: float
) -> list[Cell]:
    """Return the odds ratio for an increase of the dose, and that between patients beside it.

    Either is left out where its model has no solution, as where the dose tells the outcome.
    """
    cells: list[Cell] = []
    try:
        model = fit_logistic(BinaryCounts.from_arrow(table, covariates=["dose"]))
        ratio = model.odds_ratios(conf_level)["dose"]
        cells.append(
            keys.write_estimate("odds_ratio", ratio, LOGISTIC_METHOD.format(per=scale.increase))
        )
    except EstimationError:
        cells = []
    if within is None:
        return cells
    try:
        counts = BinaryCounts.from_arrow(within, covariates=["dose"], cluster="cluster")
        clustered = fit_gee(counts)
    except EstimationError:
        return cells
    ratio, method = clustered.odds_ratios(conf_level)["dose"], GEE_METHOD.format(per=scale.increase)
    return [
        *cells,
        keys.write("p_value_clustered", clustered.p_values()["dose"], method),
        keys.write_estimate("odds_ratio_clustered", ratio, method),
    ]
