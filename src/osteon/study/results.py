"""What a study found: cells, curves, attrition and warnings, as plain values."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from osteon.cohort import AttritionStep, BranchCounts

CELL_COLUMNS = (
    "cell_id", "analysis", "population", "group", "variable", "level", "statistic", "value",
    "conf_low", "conf_high", "conf_level", "unit", "n", "n_missing", "method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a report, unrounded.

    Parameters
    ----------
    analysis, population, group, variable, level : str
        Which number; empty where it does not apply. Ids of the protocol, not labels.
    statistic : str
        What was computed, such as ``n``, ``percent``, ``median``, ``survival``, ``p_value``.
    value : float
        NaN where it is not estimable, infinite where the estimate is.
    conf_low, conf_high : float
        Limits of the interval at `conf_level`, NaN where there is none.
    conf_level : float
        Such as 0.95; NaN where there is no interval.
    unit : str
        Such as ``%``, ``years``, ``months``; empty for a bare number.
    n, n_missing : int or None
        How many units of analysis the number rests on, and how many lacked a value.
    method : str
        The estimator or test, in words a statistician would use.
    """

    analysis: str
    statistic: str
    value: float
    population: str = ""
    group: str = ""
    variable: str = ""
    level: str = ""
    conf_low: float = math.nan
    conf_high: float = math.nan
    conf_level: float = math.nan
    unit: str = ""
    n: int | None = None
    n_missing: int | None = None
    method: str = ""

    @property
    def cell_id(self) -> str:
        """The cell's name: its non-empty keys in a fixed order."""
        keys = (self.analysis, self.population, self.group, self.variable, self.level)
        return "/".join([*(key for key in keys if key), self.statistic])


@dataclass(frozen=True, slots=True)
class GuardFinding:
    """A guard that fired, beside the numbers it touches.

    Parameters
    ----------
    code : str
        Its name in the manual, such as ``TIME-01``.
    analysis : str
        The analysis it touches; empty for the whole study.
    message : str
        What it found.
    hint : str
        What to do.
    key : str
        Where the protocol says what it is about, such as ``analysis.survival.group``; the
        analysis where it is empty.
    reason : str
        Why the authors let the analysis stand all the same; empty where they say nothing.
    """

    code: str
    analysis: str
    message: str
    hint: str = ""
    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """A value that a publication printed, held against one of ours.

    Parameters
    ----------
    analysis, cell_id : str
        Where our number stands.
    printed : str
        As it is printed.
    brackets : str
        What its brackets hold: ``interval``, ``range``, ``quartiles``, ``percent``, or nothing.
    status : str
        ``EXACT``, ``REPRO`` or ``CONTRA``, as the protocol says.
    verdict : str
        ``agrees``, ``differs`` or ``cannot be``.
    where, note : str
        Where the source prints it, and what is to be said about it.
    reasons : tuple of str
        Why it cannot be.
    """

    analysis: str
    cell_id: str
    printed: str
    brackets: str
    status: str
    verdict: str
    where: str = ""
    note: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function over time, one point a distinct time, each of the same length.

    Times are in `StudyResults.time_unit`; the first point is time 0. `estimate` is a probability.
    """

    analysis: str
    population: str
    group: str
    kind: str
    time: tuple[float, ...]
    estimate: tuple[float, ...]
    conf_low: tuple[float, ...]
    conf_high: tuple[float, ...]
    n_at_risk: tuple[float, ...]
    n_event: tuple[float, ...]
    n_censored: tuple[float, ...]
    cause: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisResult:
    """One analysis of the protocol: how it is to be shown, and what it rests on.

    Parameters
    ----------
    id, kind, title, note : str
        As in the protocol.
    columns : tuple of str
        Populations or groups, in the order to print.
    rows : tuple of str
        Variables, in the order to print.
    methods : tuple of str
        Sentences for the footnote.
    settings : mapping
        What the protocol said further, such as the times of a survival table.
    counts : tuple of str
        Files under ``counts/`` that hold its count tables.
    """

    id: str
    kind: str
    title: str
    note: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyResults:
    """All that a run of a protocol on a snapshot gave.

    Parameters
    ----------
    study : mapping
        ``id``, ``title``, ``question``, ``source`` and ``protocol_digest``.
    snapshot : mapping
        ``digest``, ``data_cutoff``, ``source`` and ``rows`` by table.
    versions : mapping
        Program, library and code list versions.
    time_unit : str
        Unit of the times in curves and of survival cells: ``days``, ``months`` or ``years``.
    labels : mapping of mapping
        Printed words: ``labels["population"][id]``, ``["variable"][id]``, ``["group"][id]``;
        levels under ``["level:<variable>"][level]``.
    attrition : tuple of AttritionStep
        Steps of all populations, parents first.
    analyses : tuple of AnalysisResult
        Descriptions of who left first (kind ``attrition``), then in the order of the protocol.
    branches : tuple of BranchCounts
        How declared parts of one population lie to each other.
    published : tuple of PublishedValue
        In the order of the protocol.
    """

    study: Mapping[str, str]
    snapshot: Mapping[str, Any]
    versions: Mapping[str, str]
    time_unit: str
    labels: Mapping[str, Mapping[str, str]]
    attrition: tuple[AttritionStep, ...]
    analyses: tuple[AnalysisResult, ...]
    cells: tuple[Cell, ...]
    curves: tuple[Curve, ...] = ()
    warnings: tuple[GuardFinding, ...] = ()
    published: tuple[PublishedValue, ...] = ()
    branches: tuple[BranchCounts, ...] = ()
