"""Lists to hand round say what they are, and nothing in them is taken for something else."""

import csv
from datetime import date

import pytest

from osteon.worklist import (
    DISCLAIMER,
    NOT_SIGNED_OFF,
    CareGap,
    Concern,
    GapState,
    RowReference,
    Worklist,
    parse_thresholds,
    render_csv,
    render_html,
    render_text,
)

AS_OF = date(2023, 5, 31)
SIGNED = parse_thresholds('[centre.C1]\nsigned_off_by = "board"\nsigned_off_on = 2023-01-01\n')


def gap(**given):
    usual = {
        "rule": "CG-01",
        "patient_id": "P1",
        "centre_id": "C1",
        "concern": Concern.CARE,
        "state": GapState.OVERDUE,
        "due_from": date(2023, 3, 2),
        "due_to": date(2023, 3, 2),
        "reason": "A reason.",
        "rows": (RowReference("metastasis_site", "M1"),),
        "is_signed_off": True,
    }
    return CareGap(**(usual | given))


def listed(*gaps):
    return Worklist(AS_OF, gaps, SIGNED, data_cutoff=date(2023, 4, 30))


def test_a_line_of_text():
    lines = render_text(listed(gap())).splitlines()
    assert lines[0] == "Worklist. As of 2023-05-31. The data end on 2023-04-30. 1 gap."
    assert lines[1] == DISCLAIMER
    assert lines[2] == "Centre C1: Thresholds signed off by board on 2023-01-01."
    assert lines[4] == "overdue       2023-03-02  CG-01   P1  A reason. [metastasis_site:M1]"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((None, AS_OF), "by 2023-05-31"),
        ((date(2023, 1, 1), AS_OF), "2023-01-01 to 2023-05-31"),
        ((AS_OF, AS_OF), "2023-05-31"),
    ],
)
def test_a_due_day_is_as_precise_as_it_is_known(days, words):
    first, last = days
    assert words in render_text(listed(gap(due_from=first, due_to=last)))


def test_many_rows_are_counted_in_text_and_listed_elsewhere():
    rows = tuple(RowReference("antiresorptive_dose", f"D{n}") for n in range(5))
    assert "antiresorptive_dose:D2 and 2 more]" in render_text(listed(gap(rows=rows)))
    assert "antiresorptive_dose:D4" in render_csv(listed(gap(rows=rows)))
    assert "antiresorptive_dose:D4" in render_html(listed(gap(rows=rows)))


@pytest.mark.parametrize("render", [render_text, render_csv, render_html])
def test_a_centre_that_has_not_signed_is_marked(render):
    assert NOT_SIGNED_OFF not in render(listed(gap()))
    assert NOT_SIGNED_OFF in render(listed(gap(centre_id="C2", is_signed_off=False)))


@pytest.mark.parametrize("render", [render_text, render_csv, render_html])
def test_every_list_says_that_it_is_no_medical_device(render):
    assert "Not a medical device" in render(listed(gap()))


def test_a_page_carries_the_rule_and_its_source_and_loads_nothing():
    page = render_html(listed(gap(), gap(rule="CG-21", is_audit=True)))
    assert DISCLAIMER in page
    assert "ESMO 2020" in page
    assert "For audit, in retrospect: 1" in page
    assert "src=" not in page
    assert "http" not in page


def test_a_page_says_the_thresholds_that_hold_at_each_centre():
    thresholds = parse_thresholds(
        '[centre.C1]\nsigned_off_by = "board"\nsigned_off_on = 2023-01-01\n'
        "rule.CG-01.due_days = 77\n"
    )
    page = render_html(Worklist(AS_OF, (gap(), gap(centre_id="C2")), thresholds))
    assert "77 days after it was confirmed" in page
    assert "60 days after it was confirmed" in page
    one = render_html(Worklist(AS_OF, (gap(), gap(patient_id="P2")), thresholds))
    assert one.count("days after it was confirmed") == 1


def test_a_page_takes_no_name_for_markup():
    page = render_html(listed(gap(patient_id="<script>")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_file_has_a_row_a_gap_and_no_formula():
    text = render_csv(listed(gap(patient_id="=1+1"), gap(rule="CG-21", is_audit=True)))
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["patient_id"] for row in rows] == ["'=1+1", "P1"]
    assert [row["audit_only"] for row in rows] == ["no", "yes"]
    assert rows[0]["title"] == "Bone metastasis without a decision on antiresorptive therapy"
    assert rows[0]["thresholds"] == "signed off"


def test_an_empty_list_is_a_list():
    assert "0 gaps." in render_text(listed())
    assert "Due and overdue: 0" in render_html(listed())
    assert len(render_csv(listed()).splitlines()) == 1
