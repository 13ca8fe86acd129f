"""The key of a figure of curves: a line sample, a name, and the main numbers of each curve."""

from dataclasses import dataclass
from functools import cached_property

from osteon.report.figures.curve_figure import CurveEntry
from osteon.report.figures.lettering import BODY, Lettering, wrap
from osteon.report.figures.page import Page
from osteon.report.figures.palette import QUIET, stroke
from osteon.report.tables import Text

SWATCH_MM = 9.0
COLUMN_GAP_MM = 5.0
LEAST_LABEL_MM = 24.0
SWATCH_LINE_WIDTH = 1.6
HEAD = Lettering(size=6.8, colour=QUIET)


@dataclass(frozen=True)
class CurveKey:
    """Rows of a line sample, a name and numbers in columns, and the tests below them."""

    entries: tuple[CurveEntry, ...]
    columns: tuple[str, ...]
    tests: tuple[Text, ...]
    width: float

    @property
    def height(self) -> float:
        """Return the height in millimetres."""
        heads = max((len(lines) for lines in self._heads), default=0)
        names = sum(len(lines) for lines in self._names)
        return heads * HEAD.line_mm + (names + len(self._test_lines)) * BODY.line_mm

    def draw(self, page: Page, top: float) -> None:
        """Draw the key below this height."""
        top = self._draw_heads(page, top)
        for index, (entry, name) in enumerate(zip(self.entries, self._names, strict=True)):
            middle = top + BODY.line_mm / 2
            sample = (0.5, middle), (SWATCH_MM - 1.5, middle)
            page.add_line(*sample, stroke(index), width=SWATCH_LINE_WIDTH)
            page.write_lines(SWATCH_MM, top, name)
            for left, fact in zip(self._lefts, entry.facts, strict=True):
                page.write(left, middle, fact)
            top += len(name) * BODY.line_mm
        page.write_lines(SWATCH_MM, top, self._test_lines)

    def _draw_heads(self, page: Page, top: float) -> float:
        bottom = top + max((len(lines) for lines in self._heads), default=0) * HEAD.line_mm
        for left, lines in zip(self._lefts, self._heads, strict=True):
            page.write_lines(left, bottom - len(lines) * HEAD.line_mm, lines, HEAD)
        return bottom

    @cached_property
    def _column_widths(self) -> tuple[float, ...]:
        """Return the widths of the columns; heads are wrapped only where there is no room."""
        whole = [HEAD.width_mm((column,)) for column in self.columns]
        words = [max(HEAD.width_mm((w,)) for w in column.split(" ")) for column in self.columns]
        names = max(BODY.width_mm((entry.label,)) for entry in self.entries)
        gaps = COLUMN_GAP_MM * len(self.columns)
        has_room = SWATCH_MM + names + gaps + sum(map(max, whole, self._facts)) <= self.width
        return tuple(map(max, whole if has_room else words, self._facts))

    @cached_property
    def _facts(self) -> tuple[float, ...]:
        """Return the width of the widest numbers of each column."""
        columns = range(len(self.columns))
        return tuple(max(BODY.width_mm(e.facts[k]) for e in self.entries) for k in columns)

    @cached_property
    def _heads(self) -> tuple[tuple[Text, ...], ...]:
        pairs = zip(self.columns, self._column_widths, strict=True)
        return tuple(wrap((column,), width, HEAD) for column, width in pairs)

    @cached_property
    def _names(self) -> tuple[tuple[Text, ...], ...]:
        return tuple(wrap((entry.label,), self._label_width) for entry in self.entries)

    @cached_property
    def _label_width(self) -> float:
        """Return what the names need, or what the columns leave them."""
        needed = max(BODY.width_mm((entry.label,)) for entry in self.entries)
        columns = sum(width + COLUMN_GAP_MM for width in self._column_widths)
        return max(min(needed, self.width - SWATCH_MM - columns), LEAST_LABEL_MM)

    @cached_property
    def _lefts(self) -> tuple[float, ...]:
        left = SWATCH_MM + self._label_width + COLUMN_GAP_MM
        lefts = []
        for width in self._column_widths:
            lefts.append(left)
            left += width + COLUMN_GAP_MM
        return tuple(lefts)

    @cached_property
    def _test_lines(self) -> tuple[Text, ...]:
        room = self.width - SWATCH_MM
        return tuple(line for test in self.tests for line in wrap(test, room))
