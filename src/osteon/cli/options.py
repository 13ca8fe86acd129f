"""Options that several commands share."""

from datetime import date
from typing import Annotated, TypeAlias

import typer

from osteon.errors import Problem, UserError

Quiet: TypeAlias = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing but errors and results.")
]

Formats: TypeAlias = Annotated[
    str, typer.Option("--format", "-f", help="What to write: html, docx, pdf, xlsx, latex.")
]
SuppressBelow: TypeAlias = Annotated[
    int,
    typer.Option(min=0, help="Withhold counts below this, and what gives them away; 0: none."),
]
Style: TypeAlias = Annotated[
    str,
    typer.Option("--style", help="Numbers as in: house, nejm, jama, lancet, frontiers."),
]


def parse_day(text: str, *, where: str) -> date:
    """Return a day given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        problem = Problem(
            where=where,
            found="text that is not a day",
            permitted="a day of the calendar, as 2023-05-31",
        )
        raise UserError("An option cannot be read.", [problem]) from error
