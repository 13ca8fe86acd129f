"""Events that come again: engine and plain Python agree where days lie as close as windows."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import check_counts, load_into_duckdb
from interpreter import interpret
from invention import Invented
from osteon.cohort import build_cohort
from osteon.dictionary import to_arrow
from osteon.protocol import parse_protocol

MOST = settings.default.max_examples
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)
FIRST_DAY = date(2020, 1, 10)
PROTOCOL = """
protocol = 1
id = "recurrent"
title = "Recurrent"
[date.start]
column = "patient.first_referral_date"
[date.entry]
first = {{ from = "antiresorptive_dose", date = "date", value = "date" }}
[date.death]
last = {{ from = "follow_up", date = "death_date", value = "death_date" }}
[date.last]
last = {{ from = "follow_up", date = "last_alive_date", value = "last_alive_date" }}
[variable.treated]
any = {{ from = "antiresorptive_dose", date = "date" }}
[population.all]
title = "All"
[endpoint.events]
title = "Events"
origin = "start"
competing = ["death"]
censored_at = ["last"]
recurrent = {{ from = "skeletal_event", date = "date", {rows} }}
{keys}
[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["treated"]
"""
PATIENTS = 30


def day(number):
    return (FIRST_DAY + timedelta(number)).isoformat()


def registry(random):
    """Return records of patients with many events; a few large registries are faster than many."""
    rows = {"patient": [], "skeletal_event": [], "follow_up": [], "antiresorptive_dose": []}
    for number in range(PATIENTS):
        patient = f"P{number}"
        owned = {"centre_id": "C1", "source": "manual", "patient_id": patient}
        rows["patient"].append({**owned, "first_referral_date": day(random.randint(0, 20))})
        ids = [f"{patient}-{event}" for event in range(random.choice((0, 2, 6)))]
        for name in ids:
            linked, on = random.choice((None, None, *ids)), day(random.randint(0, 90))
            rows["skeletal_event"].append(
                {**owned, "id": name, "date": on, "linked_event_id": linked}
            )
        if random.random() < 0.5:
            dose = {**owned, "id": f"{patient}-dose", "date": day(random.randint(0, 90))}
            rows["antiresorptive_dose"].append(dose)
        is_dead, last = random.random() < 0.3, day(random.choice((5, 40, 75, 80, 90)))
        end = {**owned, "id": f"{patient}-end", "last_alive_date": last}
        rows["follow_up"].append({**end, "death_date": last} if is_dead else end)
    tables = {name: to_arrow(name, table) for name, table in rows.items()}
    return Invented(tables, FIRST_DAY + timedelta(80))


@st.composite
def protocols(draw):
    """Return protocols with windows as long as events are apart, linked or not, late or not."""
    rows = [f"window_days = {draw(st.sampled_from((1, 2, 10, 21)))}"]
    if draw(st.booleans()):
        rows.append('part_of = "linked_event_id"')
    keys = [f"exclude_prevalent = {str(draw(st.booleans())).lower()}"]
    if draw(st.booleans()):
        keys.append('minimum_follow_up = "1 months"')
    if draw(st.booleans()):
        keys.append('entry = "entry"')
    return parse_protocol(PROTOCOL.format(rows=", ".join(rows), keys="\n".join(keys)))


def check(protocol, records):
    found = interpret(protocol, records.rows)
    with load_into_duckdb(records) as loaded:
        cohort = build_cohort(protocol, loaded)
        check_counts(cohort, found, protocol.endpoint["events"], "all", "treated")


@settings(max_examples=3, suppress_health_check=SLOW)
@given(protocols(), st.randoms())
def test_recurrent_events_agree(protocol, random):
    check(protocol, registry(random))


@pytest.mark.deep
@settings(max_examples=MOST, suppress_health_check=SLOW)
@given(protocols(), st.randoms())
def test_recurrent_events_agree_on_many_registries(protocol, random):
    check(protocol, registry(random))
