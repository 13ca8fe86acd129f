"""What a forest plot shows, and where on the page it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from osteon.report.figures.lettering import BODY, STRONG, WRAP_SLACK_MM, Lettering, wrap
from osteon.report.figures.page import DOUBLE_COLUMN_MM
from osteon.report.figures.palette import QUIET
from osteon.report.figures.value_axis import axis_height
from osteon.report.figures.value_scale import ValueScale, linear_ticks, ratio_ticks
from osteon.report.tables import Text
from osteon.study import Cell

HEAD = Lettering(size=7.2, colour=QUIET)
EDGE_MM = 1.0
GAP_MM = 4.0
ROW_GAP_MM = 1.2
INDENT_MM = 3.0
LEAST_PLOT_MM = 26.0
GREATEST_PLOT_MM = 72.0
GREATEST_LABEL_SHARE = 0.36


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One row of a forest plot.

    Parameters
    ----------
    label : str
        What the estimate is of.
    estimate : Cell or None
        Its value and limits; a row without is a heading, or only has texts.
    before, after : tuple of Text
        What stands to the left and to the right of the plot, one text a column.
    is_summary : bool
        Whether the estimate sums the others up, and is drawn as a diamond.
    is_part : bool
        Whether the label is set in below a heading.
    """

    label: str
    estimate: Cell | None = None
    before: tuple[Text, ...] = ()
    after: tuple[Text, ...] = ()
    is_summary: bool = False
    is_part: bool = False

    @property
    def is_heading(self) -> bool:
        """Return whether nothing but the label stands in it."""
        return self.estimate is None and not any((*self.before, *self.after))

    @property
    def lettering(self) -> Lettering:
        """Return how it is written: bold for headings and sums."""
        return STRONG if self.is_heading or self.is_summary else BODY

    @property
    def indent(self) -> float:
        """Return how far the label is set in."""
        return INDENT_MM if self.is_part else 0.0


@dataclass(frozen=True)
class ForestFigure:
    """Rows of estimates on one axis.

    Parameters
    ----------
    rows : tuple of ForestRow
        From top to bottom.
    axis_label : str
        What is estimated.
    before, after : tuple of str
        Heads of the columns on either side of the plot.
    reference : float
        Where a broken line stands: no effect.
    is_logarithmic : bool
        Whether the axis is one of ratios.
    sides : tuple of str
        What lies to the left and to the right of the reference, such as whom it favours.
    tests : tuple of Text
        Lines below the axis.
    width : float
        In millimetres; where it is too narrow, the last columns before the plot are left out.
    """

    rows: tuple[ForestRow, ...]
    axis_label: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    reference: float = 1.0
    is_logarithmic: bool = True
    sides: tuple[str, str] = ("", "")
    tests: tuple[Text, ...] = ()
    width: float = DOUBLE_COLUMN_MM

    @cached_property
    def scale(self) -> ValueScale:
        """Return the axis of the estimates."""
        cells = [row.estimate for row in self.rows if row.estimate is not None]
        values = [v for cell in cells for v in (cell.value, cell.conf_low, cell.conf_high)]
        ticks = ratio_ticks if self.is_logarithmic else linear_ticks
        return ValueScale(
            left=self.label_width + GAP_MM + _with_gaps(self._widths_before),
            width=min(self._plot_room(self._widths_before), GREATEST_PLOT_MM),
            ticks=ticks(values, reference=self.reference),
            is_logarithmic=self.is_logarithmic,
        )

    @cached_property
    def label_width(self) -> float:
        """Return the width of the labels."""
        rows = (row for row in self.rows if not row.is_heading)
        need = max((r.indent + r.lettering.width_mm((r.label,)) for r in rows), default=0.0)
        return min(need, GREATEST_LABEL_SHARE * self.width)

    @cached_property
    def labels(self) -> tuple[tuple[Text, ...], ...]:
        """Return the lines of each label; a heading may run across the page."""
        rooms = (self.width if row.is_heading else self.label_width for row in self.rows)
        return tuple(
            wrap((row.label,), room - row.indent + WRAP_SLACK_MM, row.lettering)
            for row, room in zip(self.rows, rooms, strict=True)
        )

    @cached_property
    def heads(self) -> tuple[tuple[float, str], ...]:
        """Return where each head of a column begins, and what it says."""
        heads = (*self.before[: len(self._widths_before)], *self.after)
        return tuple(zip(self._lefts, heads, strict=True))

    def texts(self, row: ForestRow) -> tuple[tuple[float, Text], ...]:
        """Return where each text of a row begins, and what it says."""
        blank: Text = ()
        fits = len(self._widths_before)
        shown = (*row.before, *[blank] * fits)[:fits]
        return tuple(zip(self._lefts, (*shown, *row.after), strict=False))

    @cached_property
    def test_lines(self) -> tuple[Text, ...]:
        """Return the lines below the axis, broken where they are too long."""
        return tuple(line for test in self.tests for line in wrap(test, self.width))

    @property
    def head_height(self) -> float:
        """Return the height of the heads of the columns."""
        return HEAD.line_mm + ROW_GAP_MM if self.before or self.after else 0.0

    @property
    def rows_height(self) -> float:
        """Return the height of all rows."""
        return sum(len(lines) * BODY.line_mm + ROW_GAP_MM for lines in self.labels)

    @property
    def foot_height(self) -> float:
        """Return the height of all that stands below the rows."""
        sides = HEAD.line_mm if any(self.sides) else 0.0
        tests = len(self.test_lines) * BODY.line_mm + ROW_GAP_MM if self.tests else 0.0
        return axis_height(self.axis_label) + sides + tests

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        return 2 * EDGE_MM + self.head_height + self.rows_height + self.foot_height

    @cached_property
    def _lefts(self) -> tuple[float, ...]:
        """Return where each column begins, those before the plot first."""
        starts = accumulate(
            (width + GAP_MM for width in self._widths_before), initial=self.label_width + GAP_MM
        )
        ends = accumulate(
            (width + GAP_MM for width in self._widths_after), initial=self.scale.right + GAP_MM
        )
        return (*tuple(starts)[:-1], *tuple(ends)[:-1])

    @cached_property
    def _widths_before(self) -> tuple[float, ...]:
        """Return the widths of the columns before the plot that leave room for it."""
        texts = [row.before for row in self.rows]
        widths = tuple(_column_width(head, k, texts) for k, head in enumerate(self.before))
        fitting = (widths[:k] for k in range(len(widths), 0, -1))
        return next((w for w in fitting if self._plot_room(w) >= LEAST_PLOT_MM), ())

    @cached_property
    def _widths_after(self) -> tuple[float, ...]:
        texts = [row.after for row in self.rows]
        return tuple(_column_width(head, k, texts) for k, head in enumerate(self.after))

    def _plot_room(self, before: tuple[float, ...]) -> float:
        taken = self.label_width + GAP_MM + _with_gaps((*before, *self._widths_after)) + EDGE_MM
        return self.width - taken


def _column_width(head: str, index: int, texts: Sequence[tuple[Text, ...]]) -> float:
    widths = [STRONG.width_mm(text[index]) for text in texts if len(text) > index]
    return max([HEAD.width_mm((head,)), *widths])


def _with_gaps(widths: tuple[float, ...]) -> float:
    return sum(width + GAP_MM for width in widths)
