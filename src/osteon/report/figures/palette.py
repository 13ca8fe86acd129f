"""Colours and line styles that can be told apart by everyone, on a screen and in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

INK = "#1a1a1a"
QUIET = "#5c6370"
RULE = "#9aa1ab"
TRACK = "#eceef1"
PAPER = "#ffffff"
SHADE = "#f5f6f8"


@dataclass(frozen=True, slots=True)
class Stroke:
    """How one of several series is drawn: hue, lightness and dashes all differ."""

    colour: str
    dashes: str | tuple[float, Sequence[float]]


# After Okabe and Ito, ordered so that neighbours differ in lightness too.
STROKES = (
    Stroke("#0b4f8a", "solid"),
    Stroke("#d55e00", (0, (6, 2))),
    Stroke("#009e73", (0, (2, 1.2))),
    Stroke("#a3447f", (0, (7, 2, 1.5, 2))),
    Stroke("#3a9ad9", (0, (4, 1.5, 1, 1.5, 1, 1.5))),
    Stroke("#8a6d00", (0, (1, 1))),
)


def stroke(index: int) -> Stroke:
    """Return the stroke of the series at this place; after the last, the first again."""
    return STROKES[index % len(STROKES)]


# Lighter than the strokes, so that whiskers are seen upon them.
FILLS = ("#6f9fd0", "#f8d4ac", "#79b99b", "#e0bdd3", "#8fa3b8", "#eadf9f")


def fill(index: int) -> str:
    """Return the colour of the areas of the series at this place."""
    return FILLS[index % len(FILLS)]
