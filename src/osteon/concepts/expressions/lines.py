"""How many lines of systemic therapy a patient had: the number the radiotherapy series needs."""

import ibis
from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import answer, day_of


def n_lines(tables: Tables, switches: Switches) -> Table:
    """Return whether there were none, one, or more lines of systemic therapy."""
    everyone = _everyone(tables, switches)
    rows = tables["systemic_therapy_line"]
    if not switches["antisecretory_counts"]:
        rows = rows.filter(rows.intent.fill_null("") != "antisecretory")
    lines = rows.select("patient_id", day=day_of(rows, "start_date", switches))
    place = ibis.row_number().over(group_by="patient_id", order_by=[lines.day.isnull(), lines.day])
    joined = everyone.left_join(lines.mutate(place=place), "patient_id")
    is_in_time = joined.up_to.isnull() | (joined.day <= joined.up_to)
    is_open = joined.place.notnull() & joined.day.isnull() & joined.up_to.notnull()
    counted = joined.group_by("patient_id").aggregate(
        n=(joined.place.notnull() & is_in_time).ifelse(1, 0).sum(),
        n_open=is_open.ifelse(1, 0).sum(),
        first=joined.day.max(where=joined.place == 0),
        second=joined.day.max(where=joined.place == 1),
    )
    decided = counted.filter((counted.n >= 2) | (counted.n_open == 0))
    value = ibis.cases((decided.n == 0, "none"), (decided.n == 1, "one"), else_="two_or_more")
    known_on = ibis.cases(
        (decided.n == 0, ibis.null("int64")),
        (decided.n == 1, decided["first"]),
        else_=decided.second,
    )
    return answer(decided, value, known_on)


def _everyone(tables: Tables, switches: Switches) -> Table:
    """Return the patients, and the day up to which their lines count; null for no such day."""
    if switches["lines_up_to"] == "data_cutoff":
        return tables["patient"].select("patient_id", up_to=ibis.null("int64"))
    courses = tables["radiotherapy_course"]
    dated = courses.select("patient_id", day=day_of(courses, "start_date", switches))
    first = dated.group_by("patient_id").aggregate(up_to=dated.day.min())
    return first.filter(first.up_to.notnull())
