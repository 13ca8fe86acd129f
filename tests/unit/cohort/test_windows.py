"""Windows in time: of each unit its own, around dates of any name, also of dates themselves."""

from datetime import date

import pytest

from osteon.cohort import build_cohort
from osteon.errors import StudyError
from osteon.protocol import parse_protocol

MSCC = {"type": "MSCC", "region": "T5"}
BY_TUMOUR = 'unit = "tumour"'
IN_WINDOWS = """
[date.day]
column = "tumour.dx_date"
[variable.events_after]
count = { from = "skeletal_event", date = "date", after = "day" }
[variable.nearest_region]
nearest = { from = "skeletal_event", date = "date", value = "region", near = "day" }
"""


def column(cohort, name, by="patient_id"):
    return cohort.table.order_by(by).to_pyarrow()[name].to_pylist()


def days(*texts):
    return [(date.fromisoformat(text) - date(1970, 1, 1)).days for text in texts]


def test_two_units_of_a_patient_have_each_their_own_window(freeze_rows, tables, protocol_text):
    """Both tumours once got the rows of both windows, counted twice."""
    rows = tables([{"diagnosis": "2010-01-01"}])
    rows["tumour"] = [{**rows["tumour"][0], "id": f"tumour-{year}", "dx_date": f"{year}-01-01"}
                      for year in (2010, 2012)]  # fmt: skip
    rows["skeletal_event"] = [
        {"patient_id": "P1", "type": "MSCC", "region": region, "date": day}
        for region, day in (("T5", "2011-01-01"), ("T6", "2013-01-01"))
    ]
    cohort = build_cohort(parse_protocol(protocol_text(BY_TUMOUR, IN_WINDOWS)), freeze_rows(rows))
    assert column(cohort, "unit_id", "unit_id") == ["tumour-2010", "tumour-2012"]
    assert column(cohort, "events_after", "unit_id") == [2, 1]
    assert column(cohort, "nearest_region", "unit_id") == ["T5", "T5"]


def test_a_date_may_look_around_an_earlier_date(cohort_of):
    parts = """
[date.second_event]
first = { from = "skeletal_event", date = "date", value = "date", after = "referral" }
[date.third_event]
last = { from = "skeletal_event", date = "date", value = "date", after = "second_event" }
"""
    events = [{"date": f"{year}-01-01", **MSCC} for year in (2011, 2012, 2014)]
    cohort = cohort_of([{"events": events, "referral": "2011-06-01"}, {"events": events}], parts)
    assert column(cohort, "second_event") == [*days("2012-01-01"), None]
    assert column(cohort, "third_event") == [*days("2014-01-01"), None]


@pytest.mark.parametrize("name", ["day", "order", "taken", "distance"])
def test_the_name_of_a_date_is_never_a_column_of_the_engine(cohort_of, name):
    parts = f"""
[date.{name}]
column = "patient.first_referral_date"
[variable.later]
count = {{ from = "skeletal_event", date = "date", after = "{name}" }}
"""
    patient = {"events": [{"date": "2011-01-01", **MSCC}], "referral": "2012-01-01"}
    assert column(cohort_of([patient], parts), "later") == [0]


def test_a_column_with_several_rows_is_refused_for_every_unit(freeze_rows, tables, protocol_text):
    """The units were repeated, once a row, where this was asked for patients only."""
    rows = tables([{"events": [{"date": "2011-01-01", **MSCC}] * 2}])
    part = '[variable.kind]\ncolumn = "skeletal_event.type"'
    with pytest.raises(StudyError) as caught:
        build_cohort(parse_protocol(protocol_text(BY_TUMOUR, part)), freeze_rows(rows))
    assert caught.value.problems[0].where == "table 'skeletal_event'"
