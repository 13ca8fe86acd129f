"""The key of a figure of curves: a line sample, a name, and the main numbers of each curve."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from osteon.report.figures.curve_figure import CurveEntry
from osteon.report.figures.lettering import BODY, WRAP_SLACK_MM, Lettering, wrap
from osteon.report.figures.page import Page
from osteon.report.figures.palette import INK, QUIET, fill, stroke
from osteon.report.tables import Text

SWATCH_MM = 9.0
COLUMN_GAP_MM = 5.0
LEAST_LABEL_MM = 24.0
SWATCH_LINE_WIDTH = 1.6
AREA_MM = 2.4
HEAD = Lettering(size=7.2, colour=QUIET)


@dataclass(frozen=True)
class CurveKey:
    """Rows of a line sample, a name and numbers in columns, and the tests below them.

    Where the page is too narrow for all columns, the last ones are left to the table.
    """

    entries: tuple[CurveEntry, ...]
    columns: tuple[str, ...]
    tests: tuple[Text, ...]
    width: float
    has_areas: bool = False

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
            self._draw_sample(page, index, middle)
            page.write_lines(SWATCH_MM, top, name)
            for left, fact in zip(self._lefts, entry.facts, strict=False):
                page.write(left, middle, fact)
            top += len(name) * BODY.line_mm
        page.write_lines(SWATCH_MM, top, self._test_lines)

    def _draw_sample(self, page: Page, index: int, middle: float) -> None:
        if self.has_areas:
            page.add_box(
                left=0.5, top=middle - AREA_MM / 2, width=SWATCH_MM - 2, height=AREA_MM,
                fill=fill(index), edge=INK,
            )  # fmt: skip
        else:
            sample = (0.5, middle), (SWATCH_MM - 1.5, middle)
            page.add_line(*sample, stroke(index), width=SWATCH_LINE_WIDTH)

    def _draw_heads(self, page: Page, top: float) -> float:
        bottom = top + max((len(lines) for lines in self._heads), default=0) * HEAD.line_mm
        for left, lines in zip(self._lefts, self._heads, strict=True):
            page.write_lines(left, bottom - len(lines) * HEAD.line_mm, lines, HEAD)
        return bottom

    @cached_property
    def _label_need(self) -> float:
        return max(BODY.width_mm((entry.label,)) for entry in self.entries)

    @cached_property
    def _widths(self) -> tuple[float, ...]:
        """Return the widths of the columns that fit; heads are wrapped where room is scarce."""
        names = range(len(self.columns))
        facts = [max(BODY.width_mm(e.facts[k]) for e in self.entries) for k in names]
        whole = [HEAD.width_mm((column,)) for column in self.columns]
        words = [_two_lines(column) for column in self.columns]
        wide, narrow = tuple(map(max, whole, facts)), tuple(map(max, words, facts))
        if self._room_for_labels(wide) >= self._label_need:
            return wide
        fitting = (narrow[:k] for k in range(len(narrow), 0, -1))
        return next((w for w in fitting if self._room_for_labels(w) >= LEAST_LABEL_MM), ())

    def _room_for_labels(self, widths: tuple[float, ...]) -> float:
        return self.width - SWATCH_MM - sum(width + COLUMN_GAP_MM for width in widths)

    @cached_property
    def _heads(self) -> tuple[tuple[Text, ...], ...]:
        pairs = zip(self.columns, self._widths, strict=False)
        return tuple(wrap((column,), width, HEAD) for column, width in pairs)

    @cached_property
    def _label_width(self) -> float:
        return min(self._label_need, self._room_for_labels(self._widths))

    @cached_property
    def _names(self) -> tuple[tuple[Text, ...], ...]:
        return tuple(
            wrap((entry.label,), self._label_width + WRAP_SLACK_MM) for entry in self.entries
        )

    @cached_property
    def _lefts(self) -> tuple[float, ...]:
        """Return where each column begins."""
        first = SWATCH_MM + self._label_width + COLUMN_GAP_MM
        steps = (width + COLUMN_GAP_MM for width in self._widths[:-1])
        return tuple(accumulate(steps, initial=first)) if self._widths else ()

    @cached_property
    def _test_lines(self) -> tuple[Text, ...]:
        room = self.width - SWATCH_MM
        return tuple(line for test in self.tests for line in wrap(test, room))


def _two_lines(head: str) -> float:
    """Return the width in which a head takes two lines, or its longest word."""
    words = head.split(" ")
    breaks = (
        max(HEAD.width_mm((" ".join(words[:k]),)), HEAD.width_mm((" ".join(words[k:]),)))
        for k in range(1, len(words))
    )
    return min(breaks, default=HEAD.width_mm((head,))) + WRAP_SLACK_MM
