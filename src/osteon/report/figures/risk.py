"""The numbers at risk and other counts below a figure of curves, each under its tick."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.curve_figure import RiskRow
from osteon.report.figures.lettering import BODY, WRAP_SLACK_MM, Lettering, wrap
from osteon.report.figures.page import Page
from osteon.report.figures.palette import QUIET, stroke
from osteon.report.figures.scale import TimeScale
from osteon.report.tables import Text

HEAD = Lettering(size=7.2, colour=QUIET)
LABEL_GAP_MM = 5.5
TITLE = "Number at risk"


@dataclass(frozen=True)
class RiskTable:
    """Rows of numbers at risk, each number centred under the tick of its time.

    Parameters
    ----------
    rows : tuple of RiskRow
        One a group.
    scale : TimeScale
        That of the curves above.
    shown : tuple of float
        Times whose numbers are written.
    title : str
        What is counted.
    """

    rows: tuple[RiskRow, ...]
    scale: TimeScale
    shown: tuple[float, ...]
    title: str = TITLE

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        if not self.rows:
            return 0.0
        return HEAD.line_mm + sum(len(label) for label in self._labels) * BODY.line_mm

    def draw(self, page: Page, top: float) -> None:
        """Draw the rows below this height."""
        if not self.rows:
            return
        page.write(0, top + HEAD.line_mm / 2, (self.title,), HEAD)
        top += HEAD.line_mm
        for index, (row, label) in enumerate(zip(self.rows, self._labels, strict=True)):
            colour = stroke(index).colour if row.has_own_curve else BODY.colour
            page.write_lines(0, top, label, Lettering(colour=colour))
            for time, number in zip(self.scale.times, row.numbers, strict=True):
                if number is not None and time in self.shown:
                    place = self.scale.place(time)
                    page.write(place, top + BODY.line_mm / 2, (number,), align="center")
            top += len(label) * BODY.line_mm

    @cached_property
    def _labels(self) -> tuple[tuple[Text, ...], ...]:
        room = self.scale.left - LABEL_GAP_MM + WRAP_SLACK_MM
        return tuple(wrap((row.label,), room) for row in self.rows)


def label_times(scale: TimeScale, rows: Iterable[RiskRow]) -> tuple[float, ...]:
    """Return the times whose numbers stand clear of each other."""
    widths = [BODY.width_mm((n,)) for row in rows for n in row.numbers if n is not None]
    labels = [BODY.width_mm((f"{time:g}",)) for time in scale.times]
    return scale.thinned(max([*widths, *labels], default=0.0) + 1.5)
