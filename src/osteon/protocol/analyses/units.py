"""Analyses of single units: how far readings agree, and what a dose does."""

from typing import Literal

from pydantic import Field, model_validator

from osteon.protocol.analyses.base import AnyAnalysis, Ids
from osteon.protocol.model import Identifier


class Agreement(AnyAnalysis):
    """How far two readings of the same units agree, or several."""

    kind: Literal["agreement"]
    population: Identifier
    variables: Ids = Field(
        min_length=2,
        strict=False,
        description="Two readings with the same levels: Cohen's kappa and the square table. More: "
        "Fleiss' kappa.",
    )
    weights: Literal["none", "linear", "quadratic"] = Field(
        "none",
        description="Credit of two readings for a near miss, by the distance of the levels in "
        "their print order.",
    )

    @model_validator(mode="after")
    def _two_or_more(self) -> "Agreement":
        if len(set(self.variables)) < len(self.variables):
            raise ValueError("variables: names each reading once")
        if self.weights != "none" and len(self.variables) > 2:
            raise ValueError("weights: go with two readings")
        return self


class DoseResponse(AnyAnalysis):
    """How often an outcome is there by dose: a test of trend, and the odds ratio by dose."""

    kind: Literal["dose_response"]
    population: Identifier
    outcome: Identifier = Field(description="A truth value.")
    dose: Identifier = Field(description="A number, or a category whose levels are in order.")
    limits: tuple[float, ...] = Field(
        (),
        strict=False,
        description="Of a number: where one band of the table ends and the next begins; a dose on "
        "a limit belongs to the band above it. Tests and the odds ratio use the dose itself.",
    )
    per: float = Field(
        1.0, gt=0, description="Increase of the dose that the odds ratio is of; of levels, one."
    )

    @model_validator(mode="after")
    def _ascending(self) -> "DoseResponse":
        if list(self.limits) != sorted(set(self.limits)):
            raise ValueError("limits: each limit must be larger than the one before it")
        return self
