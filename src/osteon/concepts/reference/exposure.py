"""How long a patient was under an antiresorptive drug, in plain Python: D11."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from osteon.concepts.concept import NEVER, Known
from osteon.concepts.reference.course import last_contact
from osteon.concepts.reference.records import (
    EPOCH,
    Records,
    Switches,
    day_of,
    earliest,
    rows_of,
    to_number,
)
from osteon.concepts.rules import (
    OSTEOPOROSIS_AGENT,
    REBOUND_AGENT,
    TAIL_DAYS,
    Window,
    merge_windows,
)


class Drug(NamedTuple):
    """A dose of an antiresorptive drug, or the start of a course."""

    day: int | None
    agent: str | None
    is_dose: bool


def antiresorptive_exposed_days(records: Records, switches: Switches) -> Known | None:
    """Return the number of days under an antiresorptive drug."""
    if not rows_of(records, "patient"):
        return None
    drugs = _drugs(records, switches)
    windows = _windows(drugs, switches)
    if windows:
        days = sum((window.end - window.start).days for window in windows)
        return Known(float(days), to_number(windows[-1].end))
    is_treated = any(drug.agent != OSTEOPOROSIS_AGENT for drug in drugs)
    return None if is_treated else Known(0.0, None)


def antiresorptive_exposure_end(records: Records, switches: Switches) -> Known | None:
    """Return the day on which the last exposure to an antiresorptive drug ended."""
    windows = _windows(_drugs(records, switches), switches)
    if not windows:
        return None
    end = to_number(windows[-1].end)
    return Known(end, end)


def denosumab_rebound(records: Records, switches: Switches) -> Known | None:
    """Return whether denosumab was ever stopped without an antiresorptive drug after it."""
    if not rows_of(records, "patient"):
        return None
    drugs = _drugs(records, switches)
    denosumab = [drug for drug in drugs if drug.agent == REBOUND_AGENT]
    windows = _windows(denosumab, switches, [REBOUND_AGENT])
    if denosumab and not windows:
        return None
    days = [drug.day for drug in drugs if drug.day is not None]
    tail, span = switches[f"{REBOUND_AGENT}_tail_days"], switches["rebound_days"]
    ends = [to_number(window.end) for window in windows]
    unfollowed = [
        end + span for end in ends if not any(end - tail < day <= end + span for day in days)
    ]
    contact = last_contact(records, switches)
    observed = [day for day in unfollowed if contact is not None and day <= contact.value]
    if observed:
        return Known(value=True, known_on=earliest(observed))
    return None if unfollowed else NEVER


def _drugs(records: Records, switches: Switches) -> list[Drug]:
    courses = [
        Drug(day_of(row, "start_date", switches), row["agent"], is_dose=False)
        for row in rows_of(records, "antiresorptive_course")
    ]
    doses = [
        Drug(day_of(row, "date", switches), row["agent"], is_dose=True)
        for row in rows_of(records, "antiresorptive_dose")
    ]
    return [*courses, *doses]


def _windows(
    drugs: list[Drug], switches: Switches, agents: Iterable[str] = tuple(TAIL_DAYS)
) -> list[Window]:
    """Return the exposure windows of the dated doses of some agents, merged."""
    tails = {agent: switches[f"{agent}_tail_days"] for agent in agents}
    doses = [
        (_to_date(drug.day), drug.agent)
        for drug in drugs
        if drug.is_dose and drug.day is not None and drug.agent in tails
    ]
    return merge_windows(doses, tails)


def _to_date(day: int) -> date:
    return EPOCH + timedelta(day)
