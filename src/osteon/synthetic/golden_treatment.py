"""What happened to the golden patients' bones, and what was done: events, drugs, radiotherapy."""

from collections.abc import Iterator
from datetime import date, timedelta

from osteon.synthetic.golden_chart import Chart, Row
from osteon.synthetic.golden_imaging import regions_of

EVENT_TYPE = {
    "fracture": "FRACTURE_VERTEBRAL",
    "pain": "PAIN_NEW_OR_WORSE",
    "radiation": "RT_BONE",
    "scc": "MSCC",
}
"""Every golden fracture lies in a patient whose first lesion is in the spine."""
RADIATION_DOSE_CGY = 800
RADIATION_FRACTIONS = 1
DENOSUMAB_FROM = date(2011, 8, 1)
"""Courses that start on or after this day are denosumab, earlier ones zoledronic acid."""
DECISION = {"denosumab": "start_denosumab", "zoledronic_acid": "start_zoledronate"}
DOSE_MG = {"denosumab": 120.0, "zoledronic_acid": 4.0}
ROUTE = {"denosumab": "sc", "zoledronic_acid": "iv"}
DOSE_INTERVAL_DAYS = 28


def derive_skeletal_events(chart: Chart) -> Iterator[Row]:
    """Yield each component of the event on its day, the later ones linked to the first."""
    case = chart.case
    if case.event_month is None:
        return
    on = chart.day(case.event_month)
    first_name = f"event-{case.event_components[0]}"
    for component in case.event_components:
        name = f"event-{component}"
        link: Row = {} if name == first_name else {"linked_event_id": chart.key(first_name)}
        yield chart.record(
            name,
            on,
            date=on.isoformat(),
            type=EVENT_TYPE[component],
            region=regions_of(case)[0],
            bone_lesion_id=chart.key("lesion-1"),
            **_symptoms(case.event_components),
            **link,
        )


def _symptoms(components: tuple[str, ...]) -> Row:
    """Known where the table names pain or cord compression."""
    is_known = "pain" in components or "scc" in components
    return {"symptomatic": "Y"} if is_known else {"symptomatic_null": "UNK"}


def derive_radiotherapy_courses(chart: Chart) -> Iterator[Row]:
    """Yield a single-fraction course on the day of each radiation event."""
    if "radiation" not in chart.case.event_components:
        return
    on = _event_date(chart)
    yield chart.record(
        "radiotherapy",
        on,
        intent="palliative",
        **_indication(chart.case.event_components),
        start_date=on.isoformat(),
        end_date=on.isoformat(),
        status="completed",
    )


def derive_radiotherapy_targets(chart: Chart) -> Iterator[Row]:
    """Yield the target of the course: the region of the event."""
    if "radiation" not in chart.case.event_components:
        return
    yield chart.record(
        "radiotherapy-target",
        _event_date(chart),
        radiotherapy_course_id=chart.key("radiotherapy"),
        region=regions_of(chart.case)[0],
        bone_lesion_ids=[chart.key("lesion-1")],
        dose_total_cgy=float(RADIATION_DOSE_CGY),
        fractions=RADIATION_FRACTIONS,
    )


def _indication(components: tuple[str, ...]) -> Row:
    return {"indication": ["pain"]} if "pain" in components else {"indication_null": "UNK"}


def _event_date(chart: Chart) -> date:
    if chart.case.event_month is None:
        raise ValueError("An event component without a month.")
    return chart.day(chart.case.event_month)


def derive_antiresorptive_decisions(chart: Chart) -> Iterator[Row]:
    """Yield the decision to treat, on the day of the first dose."""
    start = _antiresorptive_start(chart)
    if start is None:
        return
    yield chart.record(
        "antiresorptive-decision",
        start,
        date=start.isoformat(),
        forum="board",
        decision=DECISION[_agent(start)],
    )


def derive_antiresorptive_courses(chart: Chart) -> Iterator[Row]:
    """Yield the course, open at last contact unless death ended it."""
    start = _antiresorptive_start(chart)
    if start is None:
        return
    end: Row = {"stop_date_null": "NA", "stop_reason_null": "NA"}
    if chart.case.is_dead:
        end = {"stop_date": chart.last_date.isoformat(), "stop_reason": "death"}
    agent = _agent(start)
    yield chart.record(
        "antiresorptive",
        start,
        agent=agent,
        dose_mg=DOSE_MG[agent],
        route=ROUTE[agent],
        interval_days=DOSE_INTERVAL_DAYS,
        start_date=start.isoformat(),
        **end,
    )


def derive_antiresorptive_doses(chart: Chart) -> Iterator[Row]:
    """Yield a dose every four weeks before last contact; the first one in any case."""
    start = _antiresorptive_start(chart)
    if start is None:
        return
    agent = _agent(start)
    days = max(1, (chart.last_date - start).days)
    for number, offset in enumerate(range(0, days, DOSE_INTERVAL_DAYS), start=1):
        on = start + timedelta(offset)
        yield chart.record(
            f"antiresorptive-dose-{number}",
            on,
            antiresorptive_course_id=chart.key("antiresorptive"),
            date=on.isoformat(),
            agent=agent,
            dose_mg=DOSE_MG[agent],
        )


def _antiresorptive_start(chart: Chart) -> date | None:
    month = chart.case.antiresorptive_month
    return None if month is None else chart.day(month)


def _agent(start: date) -> str:
    return "denosumab" if start >= DENOSUMAB_FROM else "zoledronic_acid"
