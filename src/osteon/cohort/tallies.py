"""Follow-up of a population by all that its counts tell apart, asked of the engine once."""

from collections.abc import Callable, Sequence

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import BooleanValue, IntegerValue, StringValue, Table

from osteon.cohort.build import Cohort
from osteon.cohort.compute import KNOWN
from osteon.cohort.conditions import FALSE
from osteon.cohort.follow_up import columns_to_follow, follow
from osteon.cohort.rows import members, printable
from osteon.protocol import Endpoint

REASONS = ("missing", "early", "prevalent", "short", "left_out")
"""What `follow` says of each row, and no row is without."""
TIMES = ("entry", "time", "status")


def tally_follow_up(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str | None
) -> pa.Table:
    """Count follow-up by group, entry, time, status and what is left out for which reason.

    Returns
    -------
    Arrow table
        The keys; ``n``; and of those who are not left out ``late``, how many whose group was known
        only after time zero, and ``late_days``, the days from there until it was known or until the
        end. Time zero is the origin, or the later day from which a patient was observed.
    """

    def ask() -> pa.Table:
        known = f"{group}{KNOWN}" if group else None
        inside = members(cohort, population, *columns_to_follow(cohort, endpoint), group, known)
        rows = follow(
            cohort,
            inside,
            endpoint,
            group=printable(inside, group, cohort) if group else None,
            known=inside[known] if known else ibis.null("int64"),
        )
        late, days = find_late(rows, ~rows.left_out, rows.known)
        grouped = rows.group_by(["group", *TIMES, *REASONS])
        return grouped.aggregate(
            n=rows.count(), late=late.ifelse(1, 0).sum(), late_days=days.sum()
        ).to_pyarrow()

    return ask_once(cohort, ("follow_up", population, endpoint, group), ask)


def tally_switches(
    cohort: Cohort, population: str, endpoint: Endpoint, group: str, *, is_entered: bool
) -> pa.Table:
    """Count follow-up by group as `tally_follow_up` does, and by when the group was known.

    Returns
    -------
    Arrow table
        The keys, of which ``switch`` is the days from the origin to the day on which the group was
        known; and ``n``. If the group is a truth value that is entered, ``switch`` is null for
        those who never do, and who is in it since no known day has no group.
    """

    def ask() -> pa.Table:
        known = f"{group}{KNOWN}"
        inside = members(cohort, population, *columns_to_follow(cohort, endpoint), group, known)
        label, known_on = printable(inside, group, cohort), inside[known]
        if is_entered:
            label, known_on = _placed(inside, group, label, known_on)
        rows = follow(cohort, inside, endpoint, group=label, known_on=known_on)
        keyed = rows.mutate(switch=rows.known_on - rows.origin)
        grouped = keyed.group_by(["group", *TIMES, "switch", *REASONS])
        return grouped.aggregate(n=keyed.count()).to_pyarrow()

    return ask_once(cohort, ("switches", population, endpoint, group, is_entered), ask)


def find_late(
    rows: Table, counted: BooleanValue, known: IntegerValue
) -> tuple[BooleanValue, IntegerValue]:
    """Return who knew something only after time zero, and the days from there until they did.

    Time zero is the origin, or the later day from which a patient was observed; the days end with
    follow-up.
    """
    start = rows.origin + rows.entry
    is_late = (counted & (known > start)).fill_null(FALSE)
    return is_late, is_late.ifelse(ibis.least(known, rows.end) - start, 0)


def sum_up(tally: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Return the number by these columns alone, in their order."""
    summed = tally.group_by(list(columns)).aggregate([("n", "sum")])
    counted = summed.rename_columns({"n_sum": "n"}).select([*columns, "n"])
    return counted.sort_by([(key, "ascending") for key in columns])


def count_in(tally: pa.Table) -> int:
    """Return how many there are in a tally."""
    return int(pc.sum(tally["n"]).as_py() or 0)


def _placed(
    inside: Table, group: str, label: StringValue, known_on: IntegerValue
) -> tuple[StringValue, IntegerValue]:
    is_placed = ~inside[group] | known_on.notnull()
    return (
        ibis.ifelse(is_placed, label, ibis.null("string")),
        ibis.ifelse(inside[group], known_on, ibis.null("int64")),
    )


def ask_once(cohort: Cohort, question: tuple[object, ...], ask: Callable[[], pa.Table]) -> pa.Table:
    """Return what the engine answers; the same for analyses and guards that ask the same."""
    if question not in cohort.tallies:
        cohort.tallies[question] = ask()
    return cohort.tallies[question]
