"""Pain and analgesics at each site of the golden registry of radiotherapy."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from osteon.synthetic.golden_chart import Row
from osteon.synthetic.radiotherapy_case import Pain, Site
from osteon.synthetic.radiotherapy_chart import Chart

LATER_TIMES = {"w8": 56, "w12": 84, "m6": 182}
"""Days after the last fraction."""
OPIOIDS = {
    20: ("tramadol", 100.0),
    40: ("tramadol", 200.0),
    30: ("oxycodone", 20.0),
    45: ("oxycodone", 30.0),
    90: ("oxycodone", 60.0),
    60: ("fentanyl_transdermal", 25.0),
    120: ("fentanyl_transdermal", 50.0),
    180: ("fentanyl_transdermal", 75.0),
}
"""Drug and dose by the milligrams of oral morphine they stand for; morphine for all others."""
FACTOR_TABLE = "CDC_2022"
NO_OPIOID = ("paracetamol", 3000.0)
LADDER_STEP = {"paracetamol": 1, "tramadol": 2}


class Assessment(NamedTuple):
    """When pain was asked for at a site, and what was found."""

    name: str
    timing: str
    date: date
    pain: Pain


def plan_assessments(chart: Chart, site: Site) -> Iterator[Assessment]:
    """Yield the assessments of a site in order of time.

    Before radiotherapy; about week 4, on day 26 to 30; at weeks 8 and 12 and month 6 as long as
    pain is what it was at week 4; and when it had come back, or for the last time.
    """
    yield Assessment("pain-before", "baseline", chart.baseline_date(site), site.before)
    end = chart.end_date(site)
    week_4 = 28 + (chart.case.number + site.number) % 5 - 2
    until = site.back_day or site.last_day or week_4
    days = {week_4: "w4", **{day: time for time, day in LATER_TIMES.items() if day < until}}
    days.setdefault(until, "unscheduled")
    for number, (day, timing) in enumerate(sorted(days.items()), start=1):
        pain = site.back if site.back is not None and day == until else site.after
        yield Assessment(f"pain-{number}", timing, end + timedelta(day), pain)


def derive_pain_assessments(chart: Chart) -> Iterator[Row]:
    """Yield the assessments, each of its target."""
    for site in chart.case.sites:
        for name, timing, on, pain in plan_assessments(chart, site):
            yield chart.record(
                f"site-{site.number}-{name}",
                date=on.isoformat(),
                scope="target",
                radiotherapy_target_id=chart.key(f"site-{site.number}"),
                nrs_worst=pain.nrs,
                recall="24h",
                timing=timing,
            )


def derive_analgesic_uses(chart: Chart) -> Iterator[Row]:
    """Yield the analgesic at each assessment, where it is recorded."""
    for site in chart.case.sites:
        for name, _, on, pain in plan_assessments(chart, site):
            if pain.omed_mg is not None:
                yield chart.record(
                    f"site-{site.number}-{name}-drug",
                    date=on.isoformat(),
                    pain_assessment_id=chart.key(f"site-{site.number}-{name}"),
                    **_analgesic(pain.omed_mg),
                )


def _analgesic(omed_mg: int) -> Row:
    drug, dose = OPIOIDS.get(omed_mg, ("morphine", float(omed_mg))) if omed_mg else NO_OPIOID
    is_patch = drug == "fentanyl_transdermal"
    return {
        "drug": drug,
        "route": "td" if is_patch else "po",
        "dose": dose,
        "dose_per": "ug/h" if is_patch else "mg/d",
        "omed_mg_d": float(omed_mg),
        "factor_table_version": FACTOR_TABLE,
        "ladder_step": LADDER_STEP.get(drug, 3),
    }
