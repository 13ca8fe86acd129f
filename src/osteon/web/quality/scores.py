"""The score that a centre can follow: how many patients are sound, how much is recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from osteon.registry.reading import CentreScore
from osteon.web.words import render_number


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @classmethod
    def of_all(cls, shares: Iterable["Share"]) -> "Share":
        """Return several shares as one."""
        several = list(shares)
        return cls(sum(one.part for one in several), sum(one.whole for one in several))

    @property
    def percent(self) -> str:
        """The share in percent, rounded down: 100 is all of them; nothing where there are none."""
        if not self.whole:
            return ""
        return f"{render_number(self.part * 1000 // self.whole / 10)}\u00a0%"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The score of a centre on a day."""

    centre_id: str
    centre: str
    as_of: date
    sound: Share
    required: Share


def latest_scores(scores: Sequence[CentreScore]) -> list[CentreScore]:
    """Return the last score of each centre, in the order of centres."""
    last: dict[str, CentreScore] = {}
    for score in scores:
        last.setdefault(score.centre_id, score)
    return [last[centre_id] for centre_id in sorted(last)]


def score_rows(scores: Iterable[CentreScore], centres: Mapping[str, str]) -> list[ScoreRow]:
    """Return scores with the names of their centres."""
    return [
        ScoreRow(
            score.centre_id,
            centres.get(score.centre_id, score.centre_id),
            score.as_of,
            Share(score.sound, score.patients),
            Share(score.recorded, score.expected),
        )
        for score in scores
    ]
