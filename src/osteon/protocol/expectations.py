"""Invented patients of a protocol, and what it has to find in them."""

from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import Field, model_validator

from osteon.protocol.model import Declaration, Identifier

Scalar: TypeAlias = bool | int | float | date | str
FAR_AWAY = date(2099, 12, 31)


class ExpectedEnding(Declaration):
    """How the time of an invented patient is to end."""

    status: Literal["event", "competing", "censored", "left_out"] = Field(
        description="`left_out`: the endpoint does not count the patient."
    )
    days: int | None = Field(None, description="Days from the origin.")
    ended_by: Identifier | None = Field(
        None, description="The date that ended the time, or `data_cutoff`."
    )


class Expectation(Declaration):
    """An invented patient and what the protocol has to find in it; `osteon study check` looks.

    Tables and fields are those of the dictionary. Only what matters need be written: keys, centre
    and source are filled in, a reference to the only row of a table as well, and every other
    required field is taken as unknown.
    """

    title: str = Field(description="What the patient is an example of.")
    given: dict[str, list[dict[str, Any]]] = Field(
        default_factory=dict,
        description="Rows of one patient by table. Ids are the block's own.",
    )
    unit: str | None = Field(
        None, description="Id of the row that is meant, where there are several units of analysis."
    )
    data_cutoff: date = Field(FAR_AWAY, description="The last day of the data.")
    variables: dict[Identifier, Scalar] = Field(
        default_factory=dict,
        description="Values of variables and dates; numbers are compared to two decimals.",
    )
    missing: tuple[Identifier, ...] = Field(
        (), strict=False, description="Variables and dates that are to have no value."
    )
    known: dict[Identifier, date] = Field(
        default_factory=dict, description="The day on which the value of a variable was known."
    )
    populations: dict[Identifier, bool] = Field(
        default_factory=dict, description="Whether the patient is in a population."
    )
    endpoint: dict[Identifier, ExpectedEnding] = Field(
        default_factory=dict, description="How time ends."
    )

    @model_validator(mode="after")
    def _something_is_expected(self) -> "Expectation":
        expected = (self.variables, self.missing, self.known, self.populations, self.endpoint)
        if not any(expected):
            raise ValueError("expect: variables, missing, known, populations or endpoint")
        return self
