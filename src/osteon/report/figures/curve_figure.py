"""What a figure of curves shows, before it is drawn."""

from dataclasses import dataclass
from typing import Literal

from osteon.report.tables import Number, Text
from osteon.study import Curve


@dataclass(frozen=True, slots=True)
class CurveEntry:
    """One curve with what the key says of it.

    Parameters
    ----------
    curve : Curve
        The steps.
    label : str
        Its name.
    facts : tuple of Text
        One text a column of the key; empty where the study has no such number.
    median : Number or None
        The time at which the curve falls to one half, where lines lead to it.
    """

    curve: Curve
    label: str
    facts: tuple[Text, ...] = ()
    median: Number | None = None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """Numbers at risk of one group, one a time; nothing where the study has none."""

    label: str
    numbers: tuple[Number | None, ...]
    has_own_curve: bool = True


@dataclass(frozen=True, slots=True)
class CountBlock:
    """Rows of counts below the axis, such as events so far, one number a time."""

    title: str
    rows: tuple[RiskRow, ...]


@dataclass(frozen=True, slots=True)
class CurveMarks:
    """What is drawn besides the steps: bands of intervals, ticks where patients were censored."""

    bands: bool = True
    censored: bool = True


@dataclass(frozen=True, slots=True)
class CurveFigure:
    """What a figure of curves shows.

    Parameters
    ----------
    entries : tuple of CurveEntry
        The curves.
    columns : tuple of str
        Heads of the key's columns.
    tests : tuple of Text
        Lines below the key.
    times : tuple of float
        Times of the numbers at risk, which become the ticks of the axis.
    risk : tuple of RiskRow
        Rows below the axis: numbers at risk.
    time_label, estimate_label : str
        Names of the axes.
    is_falling : bool
        Whether curves fall from 1 and get the whole axis, or rise from 0.
    legend : tuple of str and numbers
        What its marks mean, to be printed after the caption.
    counts : tuple of CountBlock
        Further rows below the numbers at risk.
    marks : CurveMarks
        What is drawn besides the steps.
    form : str
        Lines, or areas stacked upon each other: the parts of all that have had some event.
    is_percent : bool
        Whether estimates are probabilities, drawn as percents, or numbers of their own.
    highest : float or None
        Where the upright axis ends, so that panels can be compared; by the curves otherwise.
    """

    entries: tuple[CurveEntry, ...]
    columns: tuple[str, ...]
    tests: tuple[Text, ...]
    times: tuple[float, ...]
    risk: tuple[RiskRow, ...]
    time_label: str
    estimate_label: str
    is_falling: bool = True
    legend: Text = ()
    counts: tuple[CountBlock, ...] = ()
    marks: CurveMarks = CurveMarks()
    form: Literal["curves", "stacked"] = "curves"
    is_percent: bool = True
    highest: float | None = None

    @property
    def is_stacked(self) -> bool:
        """Return whether areas are stacked instead of lines drawn."""
        return self.form == "stacked"
