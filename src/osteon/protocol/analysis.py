"""The analyses a protocol may ask for, one class a kind."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from osteon.protocol.analyses.base import AnyAnalysis, Ids
from osteon.protocol.analyses.figure_options import (
    BarOptions,
    FigureOptions,
    IncidenceOptions,
    SurvivalOptions,
)
from osteon.protocol.analyses.pictures import Lexis, SkeletalMap, Swimmer, Trajectory, Transition
from osteon.protocol.analyses.regression import Regression, Subgroups, Weighting
from osteon.protocol.analyses.repeated_events import Conversion, Rates, Recurrent
from osteon.protocol.analyses.sensitivity import SensitivityAnalysis
from osteon.protocol.analyses.units import Agreement, DoseResponse
from osteon.protocol.model import Identifier

NumericTest = Literal["rank", "welch", "student", "none"]


class Characteristics(AnyAnalysis):
    """Table 1: variables in several populations, with tests between disjoint ones."""

    kind: Literal["characteristics"]
    populations: Ids = Field(min_length=1, strict=False)
    variables: Ids = Field(min_length=1, strict=False)
    compare: Ids = Field(
        (), strict=False, description="Disjoint populations to be tested, two or more."
    )
    numeric_test: NumericTest = Field(
        "rank",
        description="How numbers are tested between the populations of `compare`: by ranks "
        "(Mann-Whitney of two, Kruskal-Wallis of more), by the t test of Welch or of Student (of "
        "two), or not.",
    )
    standardised_differences: bool = Field(
        default=False,
        description="How far apart the two populations of `compare` are in each variable, in "
        "standard deviations: unlike a p-value, whatever their size.",
    )

    @model_validator(mode="after")
    def _several_or_none(self) -> "Characteristics":
        if len(self.compare) == 1:
            raise ValueError("compare: names two populations or more, or none")
        if self.standardised_differences and len(self.compare) != 2:
            raise ValueError(
                "standardised_differences: go with `compare`, which names the two populations"
            )
        if self.numeric_test in {"welch", "student"} and len(self.compare) != 2:
            raise ValueError(
                f"numeric_test: '{self.numeric_test}' goes with `compare`, which names the two "
                "populations; more are tested by 'rank'"
            )
        return self


class Distribution(AnyAnalysis):
    """How the values of variables are distributed in a population."""

    kind: Literal["distribution"]
    population: Identifier
    variables: Ids = Field(min_length=1, strict=False)
    within: dict[Identifier, Identifier] = Field(
        default_factory=dict,
        description="Variables that are looked at in another population, such as a part of it.",
    )
    figure: BarOptions = BarOptions()


class Association(AnyAnalysis):
    """An outcome against a group, as a table of counts with tests."""

    kind: Literal["association"]
    population: Identifier
    outcome: Identifier
    group: Identifier
    origin: Identifier | None = Field(None, description="Time zero, where the group has one.")
    grouping: Literal["baseline", "ever"] = "baseline"
    exact: bool = Field(
        default=False,
        description="Fisher's test and, of two groups and two levels, the exact conditional odds "
        "ratio beside the others, however large the counts are. Where an expected count is below 5 "
        "the exact test stands there anyway.",
    )
    figure: FigureOptions = FigureOptions()


class Survival(AnyAnalysis):
    """Kaplan-Meier curves, medians, survival at given times, and the log-rank test."""

    kind: Literal["survival"]
    population: Identifier
    endpoint: Identifier
    group: Identifier | None = None
    grouping: Literal["baseline", "time_dependent", "landmark", "ever"] = Field(
        "baseline",
        description="What the group was known by: time zero; its own date (Simon-Makuch curves, "
        "Mantel-Byar test); a landmark; or ever after, which is printed as biased.",
    )
    landmark: float | None = Field(
        None, gt=0, description="Time from the origin, in the study's unit; time runs from there."
    )
    times: tuple[float, ...] = Field((), strict=False, description="In the study's time unit.")
    rmst: float | None = Field(
        None,
        gt=0,
        description="Horizon in the study's unit of time: the restricted mean survival time up to "
        "it, with difference and ratio between groups. No group may end before it.",
    )
    figure: SurvivalOptions = SurvivalOptions()

    @model_validator(mode="after")
    def _landmark_where_it_is_said(self) -> "Survival":
        if (self.landmark is not None) != (self.grouping == "landmark"):
            raise ValueError('landmark: goes with grouping = "landmark", and that with it')
        if self.grouping != "baseline" and self.group is None:
            raise ValueError("grouping: goes with a `group`")
        if self.rmst is not None and self.grouping == "time_dependent":
            raise ValueError("rmst: goes with groups that patients do not change; try a landmark")
        return self


class CumulativeIncidence(AnyAnalysis):
    """Aalen-Johansen curves of an event where others compete with it."""

    kind: Literal["cumulative_incidence"]
    population: Identifier
    endpoint: Identifier
    group: Identifier | None = None
    grouping: Literal["baseline", "ever"] = "baseline"
    times: tuple[float, ...] = Field((), strict=False)
    figure: IncidenceOptions = IncidenceOptions()


Analysis: TypeAlias = Annotated[
    Characteristics
    | Distribution
    | Association
    | Survival
    | CumulativeIncidence
    | Regression
    | Subgroups
    | Weighting
    | SensitivityAnalysis
    | SkeletalMap
    | Transition
    | Recurrent
    | Rates
    | Conversion
    | Agreement
    | DoseResponse
    | Trajectory
    | Swimmer
    | Lexis,
    Field(discriminator="kind"),
]
