"""What a protocol may say: its keys, declared once."""

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
DateRule = Literal["earliest", "midpoint", "latest"]
TimeUnit = Literal["days", "months", "years"]

DAYS_PER_UNIT: dict[TimeUnit, float] = {"days": 1.0, "months": 30.4375, "years": 365.25}
TimeSpan = Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)? (days|months|years)$")]


def span_days(span: str) -> int:
    """Return how many whole days a length of time such as ``6 months`` has, halves rounded up.

    Examples
    --------
    >>> span_days("6 months"), span_days("2 years")
    (183, 731)
    """
    number, _, unit = span.partition(" ")
    days = next(days for name, days in DAYS_PER_UNIT.items() if name == unit)
    return math.floor(float(number) * days + 0.5)


class Declaration(BaseModel):
    """A part of a protocol: no key but those declared, and no value of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Settings(Declaration):
    """Choices that hold for the whole study."""

    partial_dates: DateRule = Field(
        "midpoint", description="Which day a date known only to its month or year stands for."
    )
    time_unit: TimeUnit = Field(
        "months", description="Unit in which times are printed; a month is 30.4375 days."
    )
    conf_level: float = Field(0.95, gt=0, lt=1, description="Level of every interval.")
    most_tests: int = Field(
        20, ge=0, description="MULTI-01: p-values beyond which a study needs a `primary` analysis."
    )
    most_missing: float = Field(
        0.05,
        ge=0,
        le=1,
        description="MISSING-01: the share that an analysis of complete cases may lose unsaid.",
    )
    conf_type: Literal["log-log", "log", "plain"] = Field(
        "log-log", description="Scale of the intervals of survival."
    )


class Selection(Declaration):
    """Rows of an event table, of which a variable takes one or counts all."""

    table: str = Field(alias="from", description="A table of the snapshot.")
    where: str | None = Field(None, description="Condition on the table's columns.")
    date: str | None = Field(None, description="Column that orders the rows and says when.")
    value: str | None = Field(None, description="Column whose value is taken.")
    near: Identifier | None = Field(None, description="The date that `nearest` looks around.")
    link: str | None = Field(
        None, description="Column that refers to the unit of analysis; the patient's rows without."
    )
    after: Identifier | None = Field(None, description="Only rows on or after this date.")
    before: Identifier | None = Field(None, description="Only rows on or before this date.")


class Duration(Declaration):
    """Time from one date to another."""

    start: Identifier = Field(alias="from")
    end: Identifier = Field(alias="to")
    unit: TimeUnit = "days"


class Bands(Declaration):
    """A number cut into classes; a value on a limit belongs to the class above it."""

    of: Identifier
    limits: tuple[float, ...] = Field(min_length=1, strict=False)
    labels: tuple[str, ...] = Field(min_length=2, strict=False)

    @model_validator(mode="after")
    def _one_label_more(self) -> "Bands":
        if len(self.labels) != len(self.limits) + 1:
            raise ValueError("labels: there must be one label more than there are limits")
        if list(self.limits) != sorted(set(self.limits)):
            raise ValueError("limits: each limit must be larger than the one before it")
        return self


class Case(Declaration):
    """A condition and the level of those for whom it is the first to hold."""

    when: str
    level: str = Field(alias="is")


ROW_SOURCES = ("first", "last", "nearest", "any", "count", "min", "max", "sum")
SOURCE_KEYS = (
    "column", "concept", *ROW_SOURCES, "duration", "bands", "cases", "calculate", "first_known",
)  # fmt: skip


class Variable(Declaration):
    """A value of each patient, and the date on which it was known; exactly one source key."""

    label: str = Field("", description="Printed name; the variable's id where there is none.")
    unit: str = Field("", description="Printed unit.")
    levels: dict[str, str] = Field(
        default_factory=dict, description="Permitted values in print order, with their labels."
    )
    column: str | None = Field(
        None, description="`table.column` of the unit's table, or of one with one row a patient."
    )
    known: Identifier | None = Field(None, description="Date on which a `column` was known.")
    concept: str | None = Field(
        None, description="Name of a clinical concept, or name and version as `bone_timing@1`."
    )
    version: int | None = Field(
        None, description="Version of the concept; another than the present one is refused."
    )
    found_at_assessments: bool = Field(
        default=False,
        description="Of a date: it came at some time before, since the last assessment without it "
        "(SEEN-01). Concepts that are found so say it themselves.",
    )
    options: dict[str, Any] = Field(
        default_factory=dict, alias="with", description="Switches of the concept."
    )
    first: Selection | None = Field(None, description="The earliest row that fits.")
    last: Selection | None = Field(None, description="The latest row that fits.")
    nearest: Selection | None = Field(None, description="The row nearest to a date.")
    any: Selection | None = Field(None, description="Whether there is a row that fits.")
    count: Selection | None = Field(None, description="How many rows fit.")
    min: Selection | None = Field(None, description="The smallest value of the rows that fit.")
    max: Selection | None = Field(None, description="The largest value of the rows that fit.")
    sum: Selection | None = Field(None, description="The sum over the rows that fit.")
    duration: Duration | None = None
    bands: Bands | None = None
    cases: tuple[Case, ...] | None = Field(
        None,
        strict=False,
        description="Conditions on variables above, the first that holds decides; no level else.",
    )
    calculate: str | None = Field(None, description="A calculation with variables above.")
    first_known: tuple[Identifier, ...] | None = Field(
        None, strict=False, description="The first of these dates that has a value."
    )

    @property
    def selection(self) -> Selection | None:
        """The rows it looks at, where it looks at rows."""
        return next((s for s in (getattr(self, k) for k in ROW_SOURCES) if s is not None), None)

    @property
    def source(self) -> str:
        """The one source key that is given."""
        return next(key for key in SOURCE_KEYS if getattr(self, key) is not None)

    @model_validator(mode="before")
    @classmethod
    def _version_apart(cls, given: Any) -> Any:
        """Take the version off the name of a concept."""
        if not isinstance(given, dict) or not isinstance(given.get("concept"), str):
            return given
        name, at, version = given["concept"].partition("@")
        if not at:
            return given
        if not version.isdecimal() or "version" in given:
            raise ValueError("concept: a name, or a name and a version once, as bone_timing@1")
        return {**given, "concept": name, "version": int(version)}

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "Variable":
        given = [key for key in SOURCE_KEYS if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError(
                f"{' and '.join(given) or 'no source'}: exactly one of {', '.join(SOURCE_KEYS)}"
            )
        return self
