"""Analyses that are looked at rather than read: maps of the skeleton, and moves between levels."""

from typing import Literal

from pydantic import Field

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
