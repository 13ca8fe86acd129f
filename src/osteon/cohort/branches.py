"""Parts of one population counted against each other: who is in several, who is in none."""

from dataclasses import dataclass
from functools import reduce
from operator import add

from ibis.expr.types import IntegerValue, Table

from osteon.protocol import StudyProtocol


@dataclass(frozen=True, slots=True)
class BranchCounts:
    """Branches of one parent in numbers.

    Parameters
    ----------
    parent : str
        The population they are parts of.
    branches : tuple of str
        Its parts.
    n : tuple of int
        How many are in each.
    n_parent, n_several, n_none : int
        How many are in the parent, in several of the branches, and in none of them.
    """

    parent: str
    branches: tuple[str, ...]
    n: tuple[int, ...]
    n_parent: int
    n_several: int
    n_none: int


def count_branches(protocol: StudyProtocol, table: Table) -> tuple[BranchCounts, ...]:
    """Count the declared branches of a protocol in one pass over its flagged populations."""
    sums = {}
    for index, declared in enumerate(protocol.branches):
        times = reduce(add, (_one(table, name) for name in declared.into))
        parent = _one(table, declared.parent)
        sums[f"{index} parent"] = parent.sum()
        sums[f"{index} several"] = (times > 1).ifelse(1, 0).sum()
        sums[f"{index} none"] = ((times == 0) & table[f"in_{declared.parent}"]).ifelse(1, 0).sum()
        sums |= {f"{index} in {name}": _one(table, name).sum() for name in declared.into}
    if not sums:
        return ()
    counted = table.aggregate(**sums).to_pyarrow().to_pylist()[0]
    n = {key: int(value or 0) for key, value in counted.items()}
    return tuple(
        BranchCounts(
            parent=declared.parent,
            branches=declared.into,
            n=tuple(n[f"{index} in {name}"] for name in declared.into),
            n_parent=n[f"{index} parent"],
            n_several=n[f"{index} several"],
            n_none=n[f"{index} none"],
        )
        for index, declared in enumerate(protocol.branches)
    )


def _one(table: Table, population: str) -> IntegerValue:
    return table[f"in_{population}"].ifelse(1, 0)
