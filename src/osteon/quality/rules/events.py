"""Rules about skeletal events: H-24, W-13, W-14, W-15, W-16."""

from collections.abc import Iterator
from itertools import combinations

from osteon.dictionary import PartialDate, Source
from osteon.quality.bone import BONE_DATES, BONE_READS, bone_dates
from osteon.quality.certainty import (
    add_days,
    add_months,
    date_of,
    is_before,
    is_by,
    is_within,
    most_days,
)
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope, merge_reads
from osteon.quality.rules.stability import is_spine
from osteon.quality.switch import Switch, Switches

TABLE = "skeletal_event"
FRACTURES = frozenset({"FRACTURE_VERTEBRAL", "FRACTURE_NONVERTEBRAL"})
RELATED = FRACTURES | {"SURGERY_BONE", "RT_BONE", "MSCC"}
"""The four kinds of skeletal-related event."""
SPINAL = frozenset({"MSCC", "FRACTURE_VERTEBRAL"})
DENOSUMAB = frozenset({"denosumab", "denosumab_60mg"})
CALLED_PATHOLOGICAL = frozenset({"biopsy", "imaging", "clinical"})


def _has_lesion(chart: Chart, event: Row) -> bool:
    """Return whether a lesion is linked, or may lie where the event was."""
    if event.get("bone_lesion_id") is not None:
        return True
    regions = {
        row.get("region")
        for row in chart.rows("bone_lesion")
        if not str(row.get("final_class") or "").startswith("benign")
    }
    region = event.get("region")
    return bool(regions) if region is None else bool(regions & {region, None})


def find_misplaced_events(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield events of the spine that lie elsewhere."""
    for row in chart.rows(TABLE):
        region = row.get("region")
        if row.get("type") in SPINAL and region is not None and not is_spine(region):
            message = "The event belongs to the spine, the region does not."
            yield Flaw(TABLE, row, ("type", "region"), message)


def find_rebound_fractures(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield vertebral fractures soon after denosumab that are called pathological."""
    courses = [row for row in chart.rows("antiresorptive_course") if row.get("agent") in DENOSUMAB]
    for row in chart.rows(TABLE):
        is_called_so = (
            row.get("type") == "FRACTURE_VERTEBRAL"
            and row.get("pathological_certainty") in CALLED_PATHOLOGICAL
        )
        is_soon = any(_is_soon_after(row, course, switches["months"]) for course in courses)
        if is_called_so and is_soon and not _has_lesion(chart, row):
            message = "A vertebra broke soon after denosumab, and no lesion lies there."
            yield Flaw(TABLE, row, ("pathological_certainty", "bone_lesion_id"), message)


def _is_soon_after(event: Row, course: Row, months: float) -> bool:
    stop, day = date_of(course, "stop_date"), date_of(event, "date")
    return stop is not None and is_within(day, stop.hi, add_months(stop.lo, months))


def find_osteoporotic_fractures(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield fractures of patients with osteoporosis that no lesion explains."""
    osteoporosis = [
        row
        for row in chart.rows("comorbidity")
        if row.get("condition") == "osteoporosis" and row.get("present") == "Y"
    ]
    for row in chart.rows(TABLE):
        if row.get("type") not in FRACTURES or _has_lesion(chart, row):
            continue
        day, is_proven = date_of(row, "date"), row.get("pathological_certainty") == "biopsy"
        if any(_was_there(disease, day) for disease in osteoporosis) and not is_proven:
            message = "Osteoporosis, and no lesion; the fracture counts as a skeletal event."
            yield Flaw(TABLE, row, ("type", "bone_lesion_id"), message)


def _was_there(disease: Row, day: PartialDate | None) -> bool:
    """Return whether a disease was there on a day: since before, or noted without a date."""
    since = date_of(disease, "date")
    is_undated = since is None and disease.get("date_null") is None
    return is_undated or is_by(since, day)


def find_early_events(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield skeletal-related events long before bone metastasis was found."""
    found = bone_dates(chart)
    known = [day for day in found if day is not None]
    if not known or len(known) < len(found):
        return
    first = min(known, key=lambda day: day.lo)
    for row in chart.rows(TABLE):
        day = date_of(row, "date")
        if row.get("type") not in RELATED or not is_before(day, first) or day is None:
            continue
        if add_days(day.hi, switches["days"]) < first.lo:
            message = "The event came long before bone metastasis was found."
            yield Flaw(TABLE, row, ("date", "type"), message)


def find_unlinked_events(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield events of one region that follow closely and are not linked."""
    events = [row for row in chart.rows(TABLE) if row.get("type") in RELATED]
    for pair in combinations(sorted(events, key=lambda row: str(row["id"])), 2):
        if _are_close(*pair, switches["days"]) and not _are_linked(*pair):
            message = "Another event of the region lies close; link them if they are one episode."
            yield Flaw(TABLE, pair[1], ("date", "region", "linked_event_id"), message)


def _are_close(first: Row, second: Row, days: float) -> bool:
    a, b = date_of(first, "date"), date_of(second, "date")
    places = [(row.get("region"), row.get("side")) for row in (first, second)]
    if a is None or b is None or places[0] != places[1] or places[0][0] is None:
        return False
    return max(most_days(a, b), most_days(b, a)) < days


def _are_linked(first: Row, second: Row) -> bool:
    episodes = [row.get("linked_event_id") or row["id"] for row in (first, second)]
    return bool(episodes[0] == episodes[1])


RULES = (
    QualityRule(
        code="H-24",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Cord compression and vertebral fracture lie in the spine",
        help="From the first cervical vertebra to the coccyx, the sacrum included.",
        reads={TABLE: ("type", "region")},
        find=find_misplaced_events,
    ),
    QualityRule(
        code="W-13",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A vertebral fracture after denosumab is not taken for a pathological one",
        help="Certainly on or after the day of stopping and within the time, called pathological "
        "by biopsy, imaging or clinically, with no lesion linked and none in the region: think "
        "of the rebound.",
        reads={
            TABLE: ("type", "date", "pathological_certainty", "bone_lesion_id", "region"),
            "antiresorptive_course": ("agent", "stop_date"),
            "bone_lesion": ("region", "final_class"),
        },
        declared_switches=(Switch("months", 18, "Calendar months after the stop."),),
        find=find_rebound_fractures,
    ),
    QualityRule(
        code="W-14",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A fracture in osteoporosis is not counted for one by metastasis",
        help="Every fracture counts as a skeletal event. Fires where osteoporosis is present, "
        "noted without a date or certainly since before, no lesion is linked or lies in the "
        "region, and no biopsy proved the fracture pathological.",
        reads={
            TABLE: ("type", "date", "pathological_certainty", "bone_lesion_id", "region"),
            "comorbidity": ("condition", "present", "date"),
            "bone_lesion": ("region", "final_class"),
        },
        find=find_osteoporotic_fractures,
    ),
    QualityRule(
        code="W-15",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="No skeletal event comes long before bone metastasis",
        help="Fracture, surgery, radiation or cord compression, certainly more days before the "
        "first study or record of bone metastasis than the switch says. Silent where one of these "
        "has no date, as it may be the first.",
        reads=merge_reads({TABLE: ("type", "date")}, BONE_READS, BONE_DATES),
        declared_switches=(Switch("days", 30, "Days before bone metastasis, above them fires."),),
        find=find_early_events,
    ),
    QualityRule(
        code="W-16",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="Events of one episode are linked",
        help="Two of fracture, surgery, radiation and cord compression in the same region, "
        "certainly closer than the days of the switch, neither linked to the other nor both to a "
        "third. Fires at the second by key.",
        reads={TABLE: ("type", "date", "region", "side", "linked_event_id")},
        declared_switches=(
            Switch("days", 21, "Days from event to event, below fires.", Source.UNVERIFIED),
        ),
        find=find_unlinked_events,
    ),
)
