"""What a figure of curves shows, before it is drawn."""

from dataclasses import dataclass

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
        Rows below the axis.
    time_label, estimate_label : str
        Names of the axes.
    is_falling : bool
        Whether curves fall from 1 and get the whole axis, or rise from 0.
    legend : tuple of str and numbers
        What its marks mean, to be printed after the caption.
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
