"""Birth, age and death as several rules ask for them."""

from datetime import date

from osteon.quality.certainty import date_of
from osteon.quality.chart import Chart


def completed_years(birth: date, day: date) -> int:
    """Return the completed years of age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def last_possible_death(chart: Chart) -> date | None:
    """Return the last day on which the patient may have died.

    Nothing where no death is dated, and where a row states the death without its date.
    """
    last = None
    for row in chart.rows("follow_up"):
        death = date_of(row, "death_date")
        if death is not None:
            last = death.hi if last is None else max(last, death.hi)
        elif row.get("status") == "dead":
            return None
    return last


def may_have_died_by(chart: Chart, day: date) -> bool:
    """Return whether the patient may have died by a day."""
    for row in chart.rows("follow_up"):
        death = date_of(row, "death_date")
        if death is not None and death.lo <= day:
            return True
        if death is None and row.get("status") == "dead":
            return True
    return False
