"""Analyses that model an outcome: regressions, subgroups, and weights for a treatment."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osteon.protocol.analyses.base import AnyAnalysis, Ids
from osteon.protocol.model import Identifier

Model: TypeAlias = Literal["cox", "fine_gray", "logistic"]
LEAST_KNOTS = 3


class Covariate(BaseModel):
    """A variable of a model: when it was known, and in which form it enters."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    variable: Identifier
    reading: Literal["baseline", "time_dependent", "ever"] = Field(
        "baseline",
        alias="as",
        description="What it was known by: time zero, else the analysis is refused (TIME-01); its "
        "own date, for a truth value that holds from the day after it became known; or ever "
        "after, which is printed as biased.",
    )
    transform: Literal["log", "spline"] | None = Field(
        None,
        description="Of a number: its logarithm, or a restricted cubic spline, which is a curve "
        "between its knots and a straight line beyond them.",
    )
    knots: tuple[float, ...] = Field(
        (),
        strict=False,
        description="Of a spline, ascending, three or more; without them the 10th, 50th and 90th "
        "percentile of the patients.",
    )
    per: float | None = Field(
        None,
        gt=0,
        description="The difference that a ratio is for, in the unit of the variable, such as 10 "
        'years; with transform = "log" the factor, such as 2 for each doubling.',
    )
    reference: str | None = Field(
        None,
        description="The level that the others are compared with; without it the first in print "
        "order, `false` of a truth value.",
    )

    @model_validator(mode="after")
    def _form_fits(self) -> "Covariate":
        if self.knots and self.transform != "spline":
            raise ValueError('knots: go with transform = "spline"')
        if self.knots and len(self.knots) < LEAST_KNOTS:
            raise ValueError("knots: three or more, or none")
        if list(self.knots) != sorted(set(self.knots)):
            raise ValueError("knots: each must be larger than the one before it")
        if self.per is not None and self.transform == "spline":
            raise ValueError("per: does not go with a spline, which has no ratio for a difference")
        if self.per == 1 and self.transform == "log":
            raise ValueError("per: a factor other than 1")
        if self.reference is not None and (self.transform is not None or self.per is not None):
            raise ValueError("reference: goes with levels, not with a number")
        return self


Covariates: TypeAlias = tuple[Covariate, ...]


class Regression(AnyAnalysis):
    """A model of covariates, each alone and all together.

    Patients who lack one of the covariates are left out of both, and counted.
    """

    kind: Literal["regression"]
    model: Model = Field(
        description="`cox` for hazards, `fine_gray` for the cumulative incidence of an event with "
        "which others compete, `logistic` for a truth value."
    )
    population: Identifier
    endpoint: Identifier | None = Field(None, description="Of `cox` and `fine_gray`.")
    cause_specific: bool = Field(
        default=False,
        description="Model the hazard of the event among those without a competing one (`cox` of "
        "an endpoint with competing events).",
    )
    outcome: Identifier | None = Field(None, description="Of `logistic`: a truth value.")
    origin: Identifier | None = Field(
        None, description="Of `logistic`: time zero, by which covariates must have been known."
    )
    covariates: Covariates = Field(strict=False, description="One at least.")
    strata: Ids = Field(
        (),
        strict=False,
        description="Variables whose levels each have a baseline hazard of their own (`cox`).",
    )
    penalty: Literal["firth"] | None = Field(
        None,
        description="Firth's penalty, which keeps ratios finite where a level has no event (`cox`, "
        "`logistic`); intervals are then those of the profile likelihood.",
    )
    ties: Literal["efron", "breslow"] = Field(
        "efron", description="How events on the same day share their risk set (`cox`)."
    )

    @model_validator(mode="after")
    def _keys_fit_the_model(self) -> "Regression":
        is_logistic = self.model == "logistic"
        if is_logistic and (self.outcome is None or self.endpoint is not None):
            raise ValueError('model: "logistic" goes with an `outcome` and without an `endpoint`')
        if not is_logistic and (self.endpoint is None or self.outcome or self.origin):
            raise ValueError(
                f'model: "{self.model}" goes with an `endpoint`, whose origin is time zero, and '
                "without an `outcome`"
            )
        if self.model != "cox":
            _refuse(self, ("strata", "cause_specific"), 'goes with model = "cox"')
        if self.model == "fine_gray":
            _refuse(self, ("penalty",), 'goes with model = "cox" or "logistic"')
        return self

    @model_validator(mode="after")
    def _readings_fit_the_model(self) -> "Regression":
        if self.model != "cox" and any(c.reading == "time_dependent" for c in self.covariates):
            raise ValueError(
                'covariates: as = "time_dependent" goes with model = "cox"; a subdistribution '
                "keeps those at risk who had a competing event, and what becomes of them is unknown"
            )
        check_listed([c.variable for c in self.covariates], beside=self.strata)
        return self


class Subgroups(AnyAnalysis):
    """The effect of a group in all, and within each level of other variables, as a forest."""

    kind: Literal["subgroups"]
    population: Identifier
    endpoint: Identifier | None = Field(None, description="For hazard ratios.")
    outcome: Identifier | None = Field(None, description="For odds ratios: a truth value.")
    cause_specific: bool = Field(
        default=False,
        description="Model the hazard of the event among those without a competing one.",
    )
    origin: Identifier | None = Field(
        None, description="Of an `outcome`: time zero, by which the group must have been known."
    )
    group: Identifier = Field(description="A variable with two levels, known at time zero.")
    reference: str | None = Field(
        None, description="The level that the other is compared with; else the first, or `false`."
    )
    variables: Ids = Field(
        min_length=1, strict=False, description="Whose levels are the subgroups, known as `group`."
    )

    @model_validator(mode="after")
    def _one_outcome(self) -> "Subgroups":
        if (self.endpoint is None) == (self.outcome is None):
            raise ValueError("endpoint: either an `endpoint` or an `outcome`")
        if self.outcome is not None:
            _refuse(self, ("cause_specific",), "goes with an `endpoint`")
        else:
            _refuse(self, ("origin",), "goes with an `outcome`; an endpoint has its own")
        check_listed(self.variables, beside=[self.group], key="variables")
        return self


class Weighting(AnyAnalysis):
    """Treated and untreated made alike by weights, the inverse of the chance to be treated so.

    The chance is that of a logistic model of the covariates. Shown are the balance reached, the
    weighted curves, and the hazard ratio with and without weights.
    """

    kind: Literal["weighting"]
    population: Identifier
    endpoint: Identifier
    treatment: Identifier = Field(description="A truth value, known at time zero.")
    covariates: Covariates = Field(
        strict=False, description="The confounders, one at least, known at time zero."
    )
    estimand: Literal["ate", "att"] = Field(
        "ate",
        description="Whose effect: of all, had all been treated against none; or of the treated.",
    )
    stabilised: bool = Field(
        default=True, description="Multiply weights by the share of the patient's own group."
    )
    truncation: tuple[float, float] | None = Field(
        None,
        strict=False,
        description="Quantiles beyond which weights are cut, such as [0.01, 0.99].",
    )
    times: tuple[float, ...] = Field((), strict=False, description="In the study's time unit.")

    @model_validator(mode="after")
    def _confounders_come_before(self) -> "Weighting":
        if any(covariate.reading != "baseline" for covariate in self.covariates):
            raise ValueError("covariates: confounders are known at time zero, so without `as`")
        if self.truncation is not None and not 0 <= self.truncation[0] < self.truncation[1] <= 1:
            raise ValueError("truncation: two ascending numbers from 0 to 1")
        check_listed([c.variable for c in self.covariates], beside=[self.treatment])
        return self


def check_listed(names: Sequence[str], *, beside: Sequence[str], key: str = "covariates") -> None:
    """Raise unless there are variables, each of which plays one part only."""
    if not names:
        raise ValueError(f"{key}: one variable at least")
    parts = [*names, *beside]
    twice = sorted({name for name in parts if parts.count(name) > 1})
    if twice:
        raise ValueError(f"{key}: each variable once, which {', '.join(twice)} is not")


def _refuse(analysis: AnyAnalysis, keys: tuple[str, ...], rule: str) -> None:
    """Raise where a key says anything that does not go with the model."""
    for key in keys:
        if getattr(analysis, key):
            raise ValueError(f"{key}: {rule}")
