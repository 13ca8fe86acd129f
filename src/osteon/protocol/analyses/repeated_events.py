"""Analyses of events that come again, of rates, and of what only assessments show."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osteon.protocol.analyses.base import AnyAnalysis
from osteon.protocol.analyses.figure_options import FigureOptions
from osteon.protocol.model import Identifier


class Recurrent(AnyAnalysis):
    """Mean number of events per patient over time, and rate ratios between groups."""

    kind: Literal["recurrent"]
    population: Identifier
    endpoint: Identifier = Field(
        description="An endpoint with `recurrent` rows. Its `competing` dates, such as death, end "
        "the events: the mean counts none after them (Ghosh and Lin)."
    )
    group: Identifier | None = Field(
        None,
        description="Compared by the ratio of rates, robust (Lin, Wei, Yang and Ying) and negative "
        "binomial.",
    )
    grouping: Literal["baseline", "ever"] = "baseline"
    times: tuple[float, ...] = Field(
        (), strict=False, description="In the study's unit: events per patient by then."
    )
    figure: FigureOptions = FigureOptions()


class AgeBands(BaseModel):
    """Person-time cut at ages."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    birth: Identifier = Field(description="The date of birth.")
    limits: tuple[int, ...] = Field(
        min_length=1, strict=False, description="Ages in years of 365.25 days, ascending."
    )

    @model_validator(mode="after")
    def _ascending(self) -> "AgeBands":
        if list(self.limits) != sorted(set(self.limits)):
            raise ValueError("limits: each limit must be larger than the one before it")
        return self


class Rates(AnyAnalysis):
    """Events per 100 person-years with exact and mid-p limits, and ratios between groups."""

    kind: Literal["rates"]
    population: Identifier
    endpoint: Identifier = Field(
        description="Of an event that ends follow-up, or with `recurrent` rows; its event counts "
        "on the day after the origin at the earliest."
    )
    group: Identifier | None = None
    grouping: Literal["baseline", "time_dependent", "ever"] = Field(
        "baseline",
        description="time_dependent: person-time belongs to the group from the day after it became "
        "known, and to the other until then.",
    )
    calendar: tuple[int, ...] = Field(
        (), strict=False, description="Years at whose first day a new calendar period begins."
    )
    age: AgeBands | None = Field(None, description="Instead of `calendar`: bands of age.")

    @model_validator(mode="after")
    def _one_cut(self) -> "Rates":
        if self.calendar and self.age is not None:
            raise ValueError("age: goes without `calendar`")
        if list(self.calendar) != sorted(set(self.calendar)):
            raise ValueError("calendar: each year must be later than the one before it")
        if any(not date.min.year <= year <= date.max.year for year in self.calendar):
            raise ValueError("calendar: years of four digits")
        if self.grouping != "baseline" and self.group is None:
            raise ValueError("grouping: goes with a `group`")
        return self


class Conversion(AnyAnalysis):
    """Time to what only assessments show, which came between the last without and the first with.

    Answered side by side: by Turnbull's estimate, which assumes no more than that; at the midpoint
    and on the day of detection by Kaplan-Meier; and with death competing.
    """

    kind: Literal["conversion"]
    population: Identifier
    endpoint: Identifier = Field(
        description="With `events`, the first assessment that shows it, and `last_negative`, the "
        "last one before without it."
    )
    group: Identifier | None = Field(
        None, description="Compared by the log-rank test for interval-censored times."
    )
    grouping: Literal["baseline", "ever"] = "baseline"
    times: tuple[float, ...] = Field((), strict=False, description="In the study's time unit.")
    figure: FigureOptions = FigureOptions()
