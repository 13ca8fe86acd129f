"""The model of a mapping file: which column feeds which field of which record."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from osteon.dictionary import Missing

SourceFormat = Literal["csv", "xlsx", "sav", "dta", "parquet"]
Reasons = dict[str, Annotated[Missing, Field(strict=False)]]

DAYS_IN_MONTH = 30.4375
"""Mean length of a month of the Julian calendar, in days."""


class MappingPart(BaseModel):
    """A table of a mapping file: its keys are known, and it does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class Condition(MappingPart):
    """What must hold of a source row for a record to be there."""

    column: str | None = None
    is_in: Annotated[list[str] | None, Field(alias="in")] = None
    not_in: list[str] | None = None
    any_present: list[str] | None = None


def _listed(value: object) -> object:
    return [value] if isinstance(value, Mapping) else value


Conditions = Annotated[list[Condition], BeforeValidator(_listed)]


class SourceSettings(MappingPart):
    """How the source file is to be read."""

    format: SourceFormat | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"
    decimal: Literal[".", ","] = "."
    header_row: Annotated[int, Field(ge=1)] = 1
    header_lines: Annotated[int, Field(ge=1)] = 1
    header_join: str = " / "
    sheet: str | None = None
    labels: bool = False
    missing: Reasons = {}
    dates: list[str] = []
    leave_out: Conditions = []


class DaysSince(MappingPart):
    """A day given as the number of days since a fixed one."""

    column: str
    date: date


class DaysAfter(MappingPart):
    """A day given as the number of days after another date of the same source row."""

    column: str
    origin: str | date | None = None
    origin_column: str | None = None
    origin_day: Literal["earliest", "midpoint", "latest"] | None = None


class MonthsAfter(DaysAfter):
    """A day given as the number of months after another date of the same source row."""

    month_days: Annotated[float, Field(gt=0)] = DAYS_IN_MONTH


class FieldEntry(MappingPart):
    """Where the value of one field comes from, and how it is read.

    Exactly one of the first eight keys says where from.
    """

    column: str | None = None
    constant: Any = None
    reason: Annotated[Missing | None, Field(strict=False)] = None
    template: str | None = None
    reference: str | None = None
    days_since: DaysSince | None = None
    days_after: DaysAfter | None = None
    months_after: MonthsAfter | None = None
    values: dict[str, Any] | None = None
    patterns: dict[str, Any] | None = None
    extract: list[str] | None = None
    missing: Reasons = {}
    unit: str | None = None
    dates: list[str] | None = None
    drop_time: bool = False
    separator: str | None = None
    limits: bool = False
    estimated: bool = False

    @property
    def origins(self) -> tuple[str, ...]:
        """The keys set here that say where the value comes from."""
        return tuple(key for key in ORIGINS if getattr(self, key) is not None)

    @property
    def time(self) -> DaysSince | DaysAfter | None:
        """The time since another day that the value is derived from, where it is."""
        return self.days_since or self.days_after or self.months_after


ORIGINS = (
    "column", "constant", "reason", "template", "reference", "days_since", "days_after",
    "months_after",
)  # fmt: skip


class Repeat(MappingPart):
    """The numbers that stand for ``{n}``, both ends included."""

    first: Annotated[int, Field(ge=0)] = 1
    last: int


class RecordBlock(MappingPart):
    """One record that a source row may give."""

    entity: str
    name: str | None = None
    id: str | None = None
    where: Conditions = []
    repeat: Repeat | None = None
    fields: dict[str, FieldEntry]


class TableMapping(MappingPart):
    """A mapping file, as written.

    Parameters
    ----------
    title : str
        What is mapped, in words.
    patient_id, centre_id : str
        Templates for the two keys that all records of a source row share.
    source : SourceSettings
        How the source file is to be read.
    record : list of RecordBlock
        The records that a source row may give, in order.
    """

    title: str
    patient_id: str
    centre_id: str
    source: SourceSettings = SourceSettings()
    record: Annotated[list[RecordBlock], Field(min_length=1)]
