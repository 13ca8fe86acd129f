"""Analyses that are looked at rather than read: maps of the skeleton, and moves between levels."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osteon.protocol.analyses.base import AnyAnalysis
from osteon.protocol.analyses.figure_options import FigureOptions
from osteon.protocol.model import Identifier

RegionTable = Literal["bone_lesion", "skeletal_event", "radiotherapy_target"]


class SkeletalMap(AnyAnalysis):
    """In which regions of the skeleton how many patients have a lesion, drawn on a skeleton."""

    kind: Literal["skeletal_map"]
    population: Identifier
    table: RegionTable = Field(
        "bone_lesion", alias="from", description="The table whose rows have a `region`."
    )
    where: str | None = Field(
        None, description="Condition on the table's columns, such as `final_class = 'metastasis'`."
    )
    figure: FigureOptions = FigureOptions()


class Transition(AnyAnalysis):
    """How many moved from each level of one variable to each level of another, as streams."""

    kind: Literal["transition"]
    population: Identifier
    start: Identifier = Field(alias="from", description="The variable at the beginning.")
    end: Identifier = Field(alias="to", description="The variable at the end.")
    figure: FigureOptions = FigureOptions()


class Measurement(BaseModel):
    """What is measured again and again: rows of a table with a day and a value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    label: str
    unit: str = Field("", description="Printed unit.")
    table: str = Field(alias="from", description="A table of the snapshot.")
    where: str | None = Field(None, description="Condition on the table's columns.")
    date: str = Field("date", description="Column with the day.")
    value: str = Field(description="Column with the value, a number.")
    link: str | None = Field(
        None, description="Column that refers to the unit of analysis; the patient's rows without."
    )
    daily: Literal["max", "sum"] = Field(
        "max", description="What counts where a day has several rows, such as doses of two drugs."
    )


class Trajectory(AnyAnalysis):
    """How measurements run in time: median and quartiles of every week, and of how many."""

    kind: Literal["trajectory"]
    population: Identifier
    origin: Identifier = Field(description="The date at which time is zero.")
    values: dict[Identifier, Measurement] = Field(
        min_length=1, description="What is measured; one panel each, on one axis of time."
    )
    step: Literal["days", "weeks"] = Field(
        "weeks", description="A unit's last value of each step counts."
    )
    first: int = Field(-2, description="The first step; step 0 begins at the origin.")
    last: int = Field(12, description="The last step.")
    figure: FigureOptions = FigureOptions()

    @model_validator(mode="after")
    def _first_before_last(self) -> "Trajectory":
        if self.first >= self.last:
            raise ValueError("first: must be smaller than `last`")
        return self


class Swimmer(AnyAnalysis):
    """One bar a patient from the origin to the end, with what happened on the way.

    A bar is a patient: the figure is for the centre that has the patients, and says so.
    """

    kind: Literal["swimmer"]
    not_for_release: Literal[True] = Field(
        description="To be set by hand: rows are single patients, though numbered anew."
    )
    population: Identifier
    endpoint: Identifier
    marks: tuple[Identifier, ...] = Field(
        (), strict=False, description="Dates of the protocol that are marked on the bars."
    )
    most: int = Field(40, gt=0, le=200, description="How many bars; the longest first.")
    figure: FigureOptions = FigureOptions()


class Lexis(AnyAnalysis):
    """Person-years by calendar year and by age, or by time since another date."""

    kind: Literal["lexis"]
    population: Identifier
    endpoint: Identifier
    since: Identifier = Field(description="The date from which the upright axis counts.")
    step: int = Field(5, gt=0, description="Years of one row of the upright axis.")
    figure: FigureOptions = FigureOptions()
