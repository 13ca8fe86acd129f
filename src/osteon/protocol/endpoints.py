"""What ends the time from an origin, and which rows are events that come again."""

from pydantic import Field, model_validator

from osteon.protocol.model import Declaration, Identifier, TimeSpan, span_days


class EventRows(Declaration):
    """Rows of a table that are events of one kind, rows of one episode counted once."""

    table: str = Field(alias="from", description="A table of the snapshot.")
    where: str | None = Field(None, description="Condition on the table's columns.")
    date: str = Field(description="Column that says when; a row without it is no event.")
    link: str | None = Field(
        None, description="Column that refers to the unit of analysis; the patient's rows without."
    )
    part_of: str | None = Field(
        None,
        description="Column that refers to another row of the table, whose episode the row belongs "
        "to. Rows of one episode are one event, on the first of their days.",
    )
    window_days: int = Field(
        21,
        ge=1,
        description="An event less than so many days after the last one counted belongs to its "
        "episode and does not count; 1 counts one a day.",
    )


class Endpoint(Declaration):
    """What ends the time from an origin: the event, what competes with it, what censors it."""

    title: str
    origin: Identifier = Field(description="The date at which time is zero.")
    events: tuple[Identifier, ...] = Field(
        (), strict=False, description="Dates of the event; the first of them counts."
    )
    recurrent: EventRows | None = Field(
        None, description="Instead of `events`: rows of an event that may come again."
    )
    competing: tuple[Identifier, ...] = Field(
        (),
        strict=False,
        description="Dates after which the event cannot come; of a recurrent event, death.",
    )
    censored_at: tuple[Identifier, ...] = Field(min_length=1, strict=False)
    entry: Identifier | None = Field(
        None, description="The date from which a patient is observed, where that may be later."
    )
    exclude_prevalent: bool = Field(
        default=False,
        description="Leave out patients whose event lies at or before the origin, and say so.",
    )
    minimum_follow_up: TimeSpan | None = Field(
        None,
        description="Such as `6 months`: who was observed for less and had no event is left out "
        "and counted. This selects by the future (TIME-02), as publications do.",
    )
    observed_until: Identifier | None = Field(
        None,
        description="The date of the last assessment, for what only assessments show: who had no "
        "event by then is censored on that day, and nothing later is seen.",
    )
    observed_for: TimeSpan | None = Field(
        None,
        description="Such as `3 months`: an event or a competing event up to so long after "
        "`observed_until` counts all the same, such as a death soon after the last assessment.",
    )
    last_negative: Identifier | None = Field(
        None,
        description="The date of the last assessment without the event: it came after that day and "
        'up to the day of `events` (kind = "conversion").',
    )

    @model_validator(mode="after")
    def _events_or_rows(self) -> "Endpoint":
        if bool(self.events) == (self.recurrent is not None):
            raise ValueError("events: names a date at least, unless there is `recurrent`")
        if self.recurrent is not None and self.last_negative is not None:
            raise ValueError("last_negative: goes with `events`, not with `recurrent`")
        if self.observed_for is not None and self.observed_until is None:
            raise ValueError("observed_for: goes with `observed_until`")
        return self

    @property
    def minimum_days(self) -> int:
        """How many days a patient without event must have been observed."""
        return span_days(self.minimum_follow_up) if self.minimum_follow_up else 0

    @property
    def grace_days(self) -> int:
        """How many days after the last assessment an event still counts."""
        return span_days(self.observed_for) if self.observed_for else 0
