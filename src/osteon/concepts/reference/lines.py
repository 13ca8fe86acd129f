"""How many lines of systemic therapy one patient had, in plain Python."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.records import Records, Switches, day_of, earliest, rows_of


def n_lines(records: Records, switches: Switches) -> Known | None:
    """Return whether there were none, one, or more lines of systemic therapy."""
    if not rows_of(records, "patient"):
        return None
    starts = [
        day_of(row, "start_date", switches)
        for row in rows_of(records, "systemic_therapy_line")
        if row["intent"] != "antisecretory" or switches["antisecretory_counts"]
    ]
    dated = sorted(day for day in starts if day is not None)
    undated = [None] * (len(starts) - len(dated))
    if switches["lines_up_to"] == "data_cutoff":
        return _count([*dated, *undated])
    courses = rows_of(records, "radiotherapy_course")
    limit = earliest(day_of(row, "start_date", switches) for row in courses)
    if limit is None:
        return None
    before = [day for day in dated if day <= limit]
    return None if undated and len(before) < 2 else _count(before)


def _count(days: list[int | None] | list[int]) -> Known:
    if not days:
        return Known("none", None)
    return Known("one", days[0]) if len(days) == 1 else Known("two_or_more", days[1])
