"""How a protocol wants a figure drawn; nothing of it changes a number."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class FigureOptions(BaseModel):
    """How a figure is drawn; `figure = false` asks for none."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    draw: bool = Field(default=True, description="`figure = false` is short for `draw = false`.")
    width: Literal["single", "double"] = Field(
        "double", description="Width of a journal's column, 85 mm, or of both, 174 mm."
    )

    @model_validator(mode="before")
    @classmethod
    def _yes_or_no(cls, given: Any) -> Any:
        return {"draw": given} if isinstance(given, bool) else given

    def as_settings(self) -> dict[str, Any]:
        """Return the options as results keep them."""
        return self.model_dump(mode="json")


CountRow = Literal["at_risk", "events", "censored"]


class CurveOptions(FigureOptions):
    """How a figure of curves is drawn; `figure = false` asks for none."""

    below: tuple[CountRow, ...] = Field(
        ("at_risk",),
        strict=False,
        description="Rows of numbers below the axis; events and censored are those before a time.",
    )
    bands: bool = Field(default=True, description="Bands of the intervals.")
    censor_marks: bool = Field(default=True, description="Ticks where patients were censored.")


class SurvivalOptions(CurveOptions):
    """How Kaplan-Meier curves are drawn; `figure = false` asks for none."""

    medians: bool = Field(default=True, description="Broken lines to the medians.")
    tests: bool = Field(default=True, description="Tests and ratios below the key.")


class IncidenceOptions(CurveOptions):
    """How cumulative incidences are drawn; `figure = false` asks for none."""

    form: Literal["curves", "stacked", "side_by_side"] = Field(
        "curves",
        description="All events in one figure; areas upon each other, one panel a group; or one "
        "panel an event.",
    )


class BarOptions(FigureOptions):
    """How parts of a whole are drawn; `figure = false` asks for none."""

    form: Literal["bars", "pies"] = "bars"
