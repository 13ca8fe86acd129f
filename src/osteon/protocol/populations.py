"""Who is looked at: populations, their steps and branches, and how they lie to each other."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Literal

from pydantic import Field, model_validator

from osteon.protocol.model import Declaration, Identifier


class Step(Declaration):
    """One box of the flow chart: who stays or who leaves, and why; exactly one of the two."""

    keep: str | None = Field(
        None,
        description="Condition on variables: who fulfils it stays. Where it is unknown the patient "
        "leaves, and is counted as not known.",
    )
    drop: str | None = Field(
        None,
        description="Condition on variables: who fulfils it leaves. Where it is unknown the "
        "patient stays, and is counted as not known.",
    )
    reason: str = Field(min_length=1, description="Why those who leave do so.")

    @model_validator(mode="after")
    def _keep_or_drop(self) -> "Step":
        if (self.keep is None) == (self.drop is None):
            raise ValueError("step: exactly one of keep and drop")
        return self

    @property
    def condition(self) -> str:
        """The text of the condition."""
        return self.keep or self.drop or ""

    @property
    def drops(self) -> bool:
        """Whether those who fulfil the condition leave, rather than stay."""
        return self.drop is not None


class Population(Declaration):
    """Who is looked at: a parent and steps, or the rest of a parent."""

    title: str
    parent: Identifier | None = Field(
        None, alias="from", description="The population it is part of."
    )
    steps: tuple[Step, ...] = Field((), strict=False, description="In their order.")
    without: Identifier | None = Field(
        None, description="Take those of the parent who are not in this population."
    )
    describe: tuple[Identifier, ...] = Field(
        (),
        strict=False,
        description="Variables that are tabulated, beside the flow chart, among those who stay and "
        "those who leave at each step.",
    )

    @model_validator(mode="after")
    def _steps_or_rest(self) -> "Population":
        if self.without is not None and (self.steps or self.parent is None):
            raise ValueError("without: goes with `from` and without `steps`")
        if self.describe and not self.steps and self.without is None:
            raise ValueError("describe: goes with `steps` or `without`, at which somebody leaves")
        return self


class Branches(Declaration):
    """Parts of one population, and whether they share patients; checked in the data.

    Two populations with the same `from` are declared so, unless one is `without` the other.
    """

    parent: Identifier = Field(alias="from", description="The population they are parts of.")
    into: tuple[Identifier, ...] = Field(
        min_length=2, strict=False, description="Populations that have it as their `from`."
    )
    are: Literal["disjoint", "overlapping"] = Field(
        description="Disjoint branches that share a patient are refused (OVERLAP-01)."
    )
    complete: bool = Field(
        default=False,
        description="Whether they make up the parent; refused where a patient is in none of them.",
    )


def ancestry(populations: Mapping[str, Population], name: str) -> tuple[str, ...]:
    """Return a population and those it is part of, from itself outwards."""
    chain: list[str] = []
    current: str | None = name
    while current is not None and current not in chain and current in populations:
        chain.append(current)
        current = populations[current].parent
    return tuple(chain)


def is_part_of(populations: Mapping[str, Population], name: str, other: str) -> bool:
    """Return whether every patient of one population is in the other by construction."""
    return other in ancestry(populations, name)


def are_apart(populations: Mapping[str, Population], left: str, right: str) -> bool:
    """Return whether two populations can share no patient by construction."""
    lefts, rights = ancestry(populations, left), ancestry(populations, right)
    return any(populations[a].without in rights for a in lefts) or any(
        populations[b].without in lefts for b in rights
    )


def undeclared_branches(
    populations: Mapping[str, Population], branches: tuple[Branches, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield parents with those of their parts of which nobody says whether they overlap."""
    said = {frozenset(pair) for one in branches for pair in combinations(one.into, 2)}
    for parent in populations:
        parts = [name for name, population in populations.items() if population.parent == parent]
        open_pairs = [
            pair
            for pair in combinations(parts, 2)
            if frozenset(pair) not in said and not are_apart(populations, *pair)
        ]
        concerned = {name for pair in open_pairs for name in pair}
        if concerned:
            yield parent, tuple(name for name in parts if name in concerned)


def name_the_rest(populations: Mapping[str, Population], part: str, whole: str) -> str:
    """Return what to compare a part with instead of the whole it belongs to."""
    for name, population in populations.items():
        if population.without == part and population.parent == whole:
            return f"Compare '{part}' with '{name}', which is '{whole}' without '{part}'."
    return (
        f"Compare '{part}' with the rest of '{whole}': declare a population with "
        f"from = '{whole}' and without = '{part}'."
    )
