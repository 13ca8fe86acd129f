"""How a protocol wants the figures of an analysis, as its results say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from osteon.report.figures import DOUBLE_COLUMN_MM, SINGLE_COLUMN_MM, CurveMarks
from osteon.report.material import Material

WIDTHS = {"single": SINGLE_COLUMN_MM, "double": DOUBLE_COLUMN_MM}
Wishes: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FigureWish:
    """What a protocol said of the figures of an analysis; the default where it said nothing."""

    is_wanted: bool = True
    said: Wishes = field(default_factory=dict)

    @property
    def width(self) -> float:
        """Return the width in millimetres."""
        return WIDTHS.get(self.said.get("width", ""), DOUBLE_COLUMN_MM)

    @property
    def form(self) -> str:
        """Return the form that was asked for by name, or nothing."""
        return str(self.said.get("form", ""))

    @property
    def below(self) -> tuple[str, ...]:
        """Return the rows of numbers below the axis, in the order asked for."""
        return tuple(self.said.get("below", ("at_risk",)))

    @property
    def marks(self) -> CurveMarks:
        """Return what is drawn besides the steps of curves."""
        return CurveMarks(
            bands=self.said.get("bands", True), censored=self.said.get("censor_marks", True)
        )

    def has(self, part: str) -> bool:
        """Return whether a part of the figure that may be left out is wanted."""
        return bool(self.said.get(part, True))


def figure_wish(material: Material) -> FigureWish:
    """Return what the protocol said of the figures of an analysis."""
    said = material.analysis.settings.get("figure", True)
    if isinstance(said, Mapping):
        return FigureWish(is_wanted=bool(said.get("draw", True)), said=said)
    return FigureWish(is_wanted=bool(said))
