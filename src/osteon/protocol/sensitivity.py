"""Other choices under which a study may be run: switches of concepts, the rule of partial dates."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from pydantic import Field, model_validator

from osteon.protocol.model import DateRule, Declaration, Identifier


class Sensitivity(Declaration):
    """A choice that could have been made otherwise, by name; analyses of kind sensitivity ask."""

    title: str = Field(description="What is chosen otherwise, in words.")
    switches: dict[str, Any] = Field(
        default_factory=dict,
        description="Switches for every concept that has them, as those of the study; a variable "
        "that says its own under `with` keeps it.",
    )
    options: dict[Identifier, dict[str, Any]] = Field(
        default_factory=dict,
        alias="with",
        description="Switches of single variables and dates, over those they say themselves.",
    )
    partial_dates: DateRule | None = Field(
        None, description="Which day a date known only to its month or year stands for."
    )

    @model_validator(mode="after")
    def _something_else(self) -> "Sensitivity":
        if not self.choices:
            raise ValueError("sensitivity: switches, with or partial_dates")
        return self

    @property
    def choices(self) -> dict[tuple[str, ...], Any]:
        """What it sets, by place."""
        found: dict[tuple[str, ...], Any] = {
            ("switches", switch): value for switch, value in self.switches.items()
        }
        for variable, switches in self.options.items():
            found |= {("with", variable, switch): value for switch, value in switches.items()}
        if self.partial_dates is not None:
            found["partial_dates",] = self.partial_dates
        return found


def combine(
    chosen: Sequence[str], declared: Mapping[str, Sensitivity], *, at_once: int
) -> list[tuple[str, ...]]:
    """Return combinations of choices, none of which sets anything in two ways.

    Single choices come first, then pairs, and so on to so many at once.
    """
    found = []
    for size in range(1, at_once + 1):
        for names in combinations(chosen, size):
            places = [place for name in names for place in declared[name].choices]
            if len(places) == len(set(places)):
                found.append(names)
    return found
