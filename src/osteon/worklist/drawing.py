"""Where the timeline of a patient and the curve of pain lie on a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from osteon.worklist.board_pack import BoardPack
from osteon.worklist.board_parts import PainPoint
from osteon.worklist.language import Language
from osteon.worklist.skeleton import FEW
from osteon.worklist.timeline import EXPOSED, Lane, TimelineEntry
from osteon.worklist.words import join

LEFT, RIGHT, WIDTH = 150.0, 12.0, 960.0
LANE_HEIGHT, BAR_HEIGHT, STUDY_HEIGHT, POINT_WIDTH = 26.0, 12.0, 20.0, 5.0
PAIN_HEIGHT, MOST_NRS = 90.0, 10
MOST_TICKS = 14
SHORTEST_DAYS = 365


EXTENT_SHARES = {
    "NONE": 0.4, "SOLITARY": 0.5, FEW: 0.75, "SPINE_2_3": 0.75, "SKELETON_2_3": 0.75,
    "MULTIFOCAL_GE4": 1.0,
}  # fmt: skip
"""Height of the mark of a study by the extent that it showed."""
UNKNOWN_EXTENT_SHARE = 0.4


@dataclass(frozen=True)
class Bar:
    """What happened, or ran for a while, as a rectangle.

    Parameters
    ----------
    x, y, width, height : float
        Where it lies.
    kind : str
        What it shows, as words that a style sheet knows.
    of : TimelineEntry or PainPoint
        What it was drawn from.
    """

    x: float
    y: float
    width: float
    height: float
    kind: str
    of: TimelineEntry | PainPoint

    def words_in(self, language: Language) -> str:
        """Return what it was, and when."""
        if isinstance(self.of, TimelineEntry):
            return f"{self.of.when_in(language)}: {self.of.words_in(language)}"
        return f"{language.day(self.of.when)}: {self.of.opioids_in(language)}"


@dataclass(frozen=True)
class Point:
    """A pain score, and where it lies."""

    x: float
    y: float
    of: PainPoint

    def words_in(self, language: Language) -> str:
        """Return what was scored, and when."""
        worst = language.text("worst pain %(nrs)s") % {"nrs": self.of.nrs}
        scored = f"{language.day(self.of.when)}: {language.text(self.of.site)}"
        return join(scored, worst, self.of.opioids_in(language))


@dataclass(frozen=True)
class Drawing:
    """A timeline above a curve of pain, on one scale of days.

    Parameters
    ----------
    lanes : tuple of (str, float)
        Names of the lanes, and the heights they lie at.
    ticks : tuple of (str, float)
        Years, and where they begin.
    bars : tuple of Bar
        What happened, and the opioids below the pain.
    points, lines : tuple
        Pain, and what connects the scores of one site.
    scale : tuple of (str, float)
        Scores of pain, and their heights.
    height : float
        Of the whole.
    """

    lanes: tuple[tuple[str, float], ...]
    ticks: tuple[tuple[str, float], ...]
    bars: tuple[Bar, ...]
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, Point], ...]
    scale: tuple[tuple[str, float], ...]
    height: float
    width: float = WIDTH
    left: float = LEFT


@dataclass(frozen=True)
class _Days:
    """The scale of days."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where a day lies across the page."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT), 1)


def draw_timeline(pack: BoardPack) -> Drawing:
    """Return the drawing of a board pack; lanes without entries are left out."""
    days = _scale_of(pack)
    used = [lane for lane in Lane if any(entry.lane is lane for entry in pack.timeline)]
    heights = {lane: place * LANE_HEIGHT + LANE_HEIGHT / 2 for place, lane in enumerate(used)}
    floor = len(used) * LANE_HEIGHT
    points = _points(pack, days, floor)
    connected = (pair for group in points.values() for pair in pairwise(group))
    has_pain = bool(points)
    return Drawing(
        lanes=tuple((lane.value, heights[lane]) for lane in used),
        ticks=tuple(_ticks(days)),
        bars=(*_bars(pack, days, heights), *_opioids(pack, days, floor)),
        points=tuple(point for group in points.values() for point in group),
        lines=tuple(connected),
        scale=tuple((str(nrs), _height(nrs, floor)) for nrs in (0, 5, 10)) if has_pain else (),
        height=floor + (PAIN_HEIGHT if has_pain else 0.0) + LANE_HEIGHT,
    )


def _scale_of(pack: BoardPack) -> _Days:
    last = pack.worklist.as_of
    starts = [entry.first for entry in pack.timeline] + [point.day.first for point in pack.pain]
    shortest = date.fromordinal(last.toordinal() - SHORTEST_DAYS)
    return _Days(min([*starts, shortest]), last)


def _bars(pack: BoardPack, days: _Days, heights: dict[Lane, float]) -> Iterator[Bar]:
    for entry in pack.timeline:
        start, end = days.place(entry.first), days.place(entry.last)
        height, shift = _rise(entry)
        yield Bar(
            x=start,
            y=heights[entry.lane] - BAR_HEIGHT / 2 + shift,
            width=max(end - start, POINT_WIDTH),
            height=height,
            kind=" ".join(_kinds(entry)),
            of=entry,
        )


def _rise(entry: TimelineEntry) -> tuple[float, float]:
    """Return how high the bar of an entry is, and how far below the others it begins."""
    if entry.head == EXPOSED:
        return BAR_HEIGHT, BAR_HEIGHT / 2
    if entry.lane is not Lane.IMAGING:
        return BAR_HEIGHT, 0.0
    height = STUDY_HEIGHT * EXTENT_SHARES.get(entry.extent, UNKNOWN_EXTENT_SHARE)
    return height, (BAR_HEIGHT + STUDY_HEIGHT) / 2 - height


def _kinds(entry: TimelineEntry) -> Iterator[str]:
    yield EXPOSED if entry.head == EXPOSED else entry.lane.name.lower()
    if entry.evidence:
        yield f"evidence-{entry.evidence}"
    if entry.is_vague:
        yield "vague"


def _opioids(pack: BoardPack, days: _Days, floor: float) -> Iterator[Bar]:
    """Yield the daily opioids at each assessment, as high as their share of the greatest."""
    known = [(one, one.omed_mg) for one in pack.pain if one.omed_mg]
    most = max((omed_mg for _, omed_mg in known), default=1.0)
    for one, omed_mg in known:
        height = round(omed_mg / most * (PAIN_HEIGHT - 20), 1)
        x = days.place(one.day.first) - POINT_WIDTH / 2
        y = floor + PAIN_HEIGHT - 8 - height
        yield Bar(x=x, y=y, width=POINT_WIDTH, height=height, kind="opioids", of=one)


def _points(pack: BoardPack, days: _Days, floor: float) -> dict[str, list[Point]]:
    points: dict[str, list[Point]] = {}
    for one in pack.pain:
        point = Point(days.place(one.day.first), _height(one.nrs, floor), one)
        points.setdefault(one.site, []).append(point)
    return points


def _height(nrs: int, floor: float) -> float:
    return floor + PAIN_HEIGHT - 8 - nrs / MOST_NRS * (PAIN_HEIGHT - 20)


def _ticks(days: _Days) -> Iterator[tuple[str, float]]:
    first, last = days.first.year + 1, days.last.year
    step = max(1, -(-(last - first + 1) // MOST_TICKS))
    for year in range(first, last + 1, step):
        yield str(year), days.place(date(year, 1, 1))
