"""What was derived from records, joined to the rows of a cohort."""

from collections.abc import Mapping
from itertools import islice

from ibis.expr.types import Table

from osteon.cohort.compute import KNOWN
from osteon.cohort.variables import PATIENT, UNIT, Derived

AT_ONCE = 8


def join_derived(rows: Table, found: Mapping[str, Derived]) -> Table:
    """Return the rows of a cohort with two more columns for each name: value, and when known.

    Notes
    -----
    They are joined a few at a time, to nothing but the keys, and then these parts to the rows. In
    one chain every join would carry the columns of all before it, in the query as in the engine:
    thirty joins take three times as long.
    """
    names = iter(found)
    joined, number = rows, 0
    while part := list(islice(names, AT_ONCE)):
        key = f"_part_{number}__key"
        right = _join_part(rows, {name: found[name] for name in part}, key)
        joined = joined.left_join(right, joined[UNIT] == right[key])
        number += 1
    return joined.select(*rows.columns, *_columns(found))


def _join_part(rows: Table, found: Mapping[str, Derived], key: str) -> Table:
    joined = rows.select(UNIT, PATIENT)
    for name, derived in found.items():
        one = derived.rows
        right = one.select(
            **{f"{name}__key": one[derived.key], name: one.value,
               f"{name}{KNOWN}": one.known_on.cast("int64")}
        )  # fmt: skip
        joined = joined.left_join(right, joined[derived.key] == right[f"{name}__key"])
    return joined.select(*_columns(found), **{key: joined[UNIT]})


def _columns(found: Mapping[str, Derived]) -> list[str]:
    return [column for name in found for column in (name, f"{name}{KNOWN}")]
