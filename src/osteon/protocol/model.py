"""What a protocol may say: its keys, declared once."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
DateRule = Literal["earliest", "midpoint", "latest"]
TimeUnit = Literal["days", "months", "years"]

DAYS_PER_UNIT: dict[TimeUnit, float] = {"days": 1.0, "months": 30.4375, "years": 365.25}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Settings(_Strict):
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
    conf_type: Literal["log-log", "log", "plain"] = Field(
        "log-log", description="Scale of the intervals of survival."
    )


class Selection(_Strict):
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


class Duration(_Strict):
    """Time from one date to another."""

    start: Identifier = Field(alias="from")
    end: Identifier = Field(alias="to")
    unit: TimeUnit = "days"


class Bands(_Strict):
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


class Case(_Strict):
    """A condition and the level of those for whom it is the first to hold."""

    when: str
    level: str = Field(alias="is")


ROW_SOURCES = ("first", "last", "nearest", "any", "count", "min", "max", "sum")
SOURCE_KEYS = (
    "column", "concept", *ROW_SOURCES, "duration", "bands", "cases", "calculate", "first_known",
)  # fmt: skip


class Variable(_Strict):
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
    concept: str | None = Field(None, description="Name of a clinical concept.")
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

    @model_validator(mode="after")
    def _exactly_one_source(self) -> "Variable":
        given = [key for key in SOURCE_KEYS if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError(
                f"{' and '.join(given) or 'no source'}: exactly one of {', '.join(SOURCE_KEYS)}"
            )
        return self


class Endpoint(_Strict):
    """What ends the time from an origin: the event, what competes with it, what censors it."""

    title: str
    origin: Identifier = Field(description="The date at which time is zero.")
    events: tuple[Identifier, ...] = Field(min_length=1, strict=False)
    competing: tuple[Identifier, ...] = Field((), strict=False)
    censored_at: tuple[Identifier, ...] = Field(min_length=1, strict=False)
    entry: Identifier | None = Field(
        None, description="The date from which a patient is observed, where that may be later."
    )
    exclude_prevalent: bool = Field(
        default=False,
        description="Leave out patients whose event lies at or before the origin, and say so.",
    )
