"""How the populations of a protocol lie to each other: in, beside, or across."""

from collections.abc import Mapping

from osteon.protocol.model import Population


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


def name_the_rest(populations: Mapping[str, Population], part: str, whole: str) -> str:
    """Return what to compare a part with instead of the whole it belongs to."""
    for name, population in populations.items():
        if population.without == part and population.parent == whole:
            return f"Compare '{part}' with '{name}', which is '{whole}' without '{part}'."
    return (
        f"Compare '{part}' with the rest of '{whole}': declare a population with "
        f"from = '{whole}' and without = '{part}'."
    )
