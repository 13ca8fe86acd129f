"""A value that a publication printed, to stand beside ours."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from osteon.protocol.model import Declaration
from osteon.protocol.printed import parse_printed

Brackets: TypeAlias = Literal["interval", "range", "quartiles", "percent"]


def _readable(text: str) -> str:
    try:
        parse_printed(text)
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
    return text


class Published(Declaration):
    """A value that a publication printed, and the cell that answers the same question here."""

    cell: str = Field(
        min_length=1,
        description="Which of our numbers: its id in `cells.csv` without the analysis, such as "
        "`bone/sex/M/n`. A cell that the run does not give is refused.",
    )
    printed: Annotated[str, AfterValidator(_readable)] = Field(
        description="As it is printed: `58`, `65 (61.9 %)`, `13/105`, `145 (117.5-172.5)`, "
        "`p < 0.001`, `not reached`."
    )
    brackets: Brackets | None = Field(
        None,
        description="What stands in its brackets. Without it: one number is the percent of a "
        "count, two are the interval of an estimate or the range of a median.",
    )
    of: int | None = Field(
        None,
        ge=1,
        description="Of how many the source took its percent; a percent that no count of them "
        "gives is marked as one that cannot be.",
    )
    status: Literal["EXACT", "REPRO", "CONTRA"] = Field(
        description="EXACT: to be met on the records of the source. REPRO: follows from its "
        "printed counts. CONTRA: contradicts other values it prints."
    )
    where: str = Field("", description="Where the source prints it.")
    note: str = Field("", description="What is to be said about it; required with CONTRA.")

    @model_validator(mode="after")
    def _contradiction_is_explained(self) -> "Published":
        if self.status == "CONTRA" and not self.note:
            raise ValueError("note: says what a value with the status CONTRA contradicts")
        return self
