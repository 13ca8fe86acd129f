"""What rules find is kept, dated, and found anew when a record changes or a day begins."""

from datetime import timedelta

import pytest

from osteon.quality import check_quality
from osteon.registry import actions, reading
from osteon.registry.policies import EVERYWHERE, Actor, Role
from osteon.registry.reading import LineFilter
from osteon.registry.states import RecordState
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records
from osteon.web.reviews.refresh import refresh
from osteon.worklist import find_gaps

SIZE = 12
PATIENT = {
    "patient_id": "P1", "centre_id": "A", "source": "manual", "birth": "1950", "sex": "F",
}  # fmt: skip
BONE = {
    "id": "M1", "patient_id": "P1", "centre_id": "A", "source": "manual", "organ": "BONE",
    "status": "Y", "first_date": "2023-01-01", "certainty": "definite",
}  # fmt: skip
EVERYTHING = LineFilter()


def look(registry, day=None):
    day = day or registry.at.date()
    return refresh(as_of=day, clock=lambda: registry.at)


def enter(registry, table, row, **options):
    return actions.enter_record(table, row, by=registry.operator, at=registry.at, **options)


@pytest.fixture
def bone(registry):
    """A patient of centre A with bone metastasis that rests on nothing."""
    enter(registry, "patient", PATIENT)
    enter(registry, "metastasis_site", BONE)
    look(registry)
    return registry


def rules_of(registry, **asked):
    lines = reading.list_flaws(LineFilter(**asked), by=registry.operator).lines
    return {line.rule for line in lines}


def test_findings_and_gaps_are_kept_with_the_moment_they_were_found(bone):
    assert "H-14" in rules_of(bone)
    gaps = reading.list_gaps(EVERYTHING, by=bone.operator).lines
    line = next(gap for gap in gaps if gap.rule == "CG-01")
    assert (line.patient_id, line.state, line.rows) == (
        "P1", "overdue", (("metastasis_site", "M1"),))  # fmt: skip
    state = reading.review_state(as_of=bone.at.date(), by=bone.operator)
    assert (state.n_patients, state.n_waiting, state.last) == (1, 0, bone.at)


def test_nobody_is_looked_at_twice_on_a_day_without_a_change(bone):
    assert look(bone) == 0


def test_whose_record_changes_is_looked_at_again_and_nobody_else(bone):
    enter(bone, "patient", PATIENT | {"patient_id": "P2"})
    assert look(bone) == 1
    told = {name: value for name, value in BONE.items() if name not in ("first_date", "certainty")}
    refuted = told | {"status": "N", "first_date_null": "NA", "certainty_null": "NA"}
    actions.change_record("metastasis_site", refuted, version=1, by=bone.operator, at=bone.at)
    state = reading.review_state(as_of=bone.at.date(), by=bone.operator)
    assert look(bone) == 1
    assert state.n_patients == 2
    assert "H-14" not in rules_of(bone)
    assert "CG-01" not in reading.count_gaps(EVERYTHING, by=bone.operator)


def test_a_change_while_a_chart_is_read_is_not_lost(bone):
    seen = actions.mark_changed()
    review = actions.PatientReview("P1", "A")
    enter(bone, "patient", PATIENT | {"patient_id": "P2"})
    actions.change_record(
        "patient", PATIENT | {"sex": "M"}, version=1, by=bone.operator, at=bone.at
    )
    actions.mark_changed()
    actions.keep_reviews([review], as_of=bone.at.date(), seen=seen, at=bone.at)
    waiting = reading.patients_to_review(as_of=bone.at.date(), most=10)
    assert waiting == ["P1", "P2"]


def test_everybody_is_looked_at_on_a_new_day(bone):
    tomorrow = bone.at.date() + timedelta(days=1)
    assert reading.review_state(as_of=tomorrow, by=bone.operator).n_waiting == 1
    assert look(bone, tomorrow) == 1


def test_signed_thresholds_let_their_centre_be_looked_at_again(bone):
    toml = (
        '[centre.A]\nsigned_off_by = "board"\nsigned_off_on = 2026-01-01\nrules_off = ["CG-01"]\n'
    )
    clinician = bone.actors[Role.CLINICIAN]
    actions.sign_off_thresholds("A", toml, by=clinician, at=bone.at)
    assert look(bone) == 1
    assert "CG-01" not in reading.count_gaps(EVERYTHING, by=bone.operator)
    lines = reading.list_gaps(EVERYTHING, by=bone.operator).lines
    assert all(line.is_signed_off for line in lines)


def test_drafts_count_for_nothing(registry):
    enter(registry, "patient", PATIENT)
    enter(registry, "metastasis_site", BONE, state=RecordState.DRAFT)
    look(registry)
    assert "H-14" not in rules_of(registry)
    assert "CG-01" not in reading.count_gaps(EVERYTHING, by=registry.operator)


def test_who_was_removed_leaves_no_line(bone):
    for table, key in (("metastasis_site", "M1"), ("patient", "P1")):
        actions.remove_record(
            table, key, version=1, by=bone.operator, at=bone.at, reason="entered by mistake"
        )
    look(bone)
    assert reading.list_flaws(EVERYTHING, by=bone.operator).total == 0
    assert reading.list_gaps(EVERYTHING, by=bone.operator).total == 0
    assert reading.review_state(as_of=bone.at.date(), by=bone.operator).n_patients == 0


def test_lines_of_another_centre_are_not_shown(bone):
    stranger = Actor("s", {"B": frozenset({Role.DATA_MANAGER})})
    assert reading.list_flaws(EVERYTHING, by=stranger).total == 0
    assert reading.list_gaps(LineFilter(centre_id="A"), by=stranger).total == 0
    assert reading.count_flaws(EVERYTHING, by=stranger, group="rule") == {}
    assert reading.count_gaps(EVERYTHING, by=stranger) == {}
    assert reading.every_flaw(LineFilter(patient_id="P1"), by=stranger) == []
    assert reading.review_state(as_of=bone.at.date(), by=stranger).n_patients == 0


def test_a_finding_about_a_record_of_another_centre_is_shown_there(bone):
    """The row is what is at fault; who keeps the row is asked, not who keeps the patient."""
    enter(bone, "metastasis_site", BONE | {"id": "M2", "centre_id": "B"})
    look(bone)
    at_b = Actor("b", {"B": frozenset({Role.VIEWER})})
    lines = reading.list_flaws(LineFilter(rule="H-14"), by=at_b).lines
    assert [line.record_id for line in lines] == ["M2"]
    at_a = bone.actors[Role.VIEWER]
    gaps = reading.list_gaps(LineFilter(rule="CG-01"), by=at_a).lines
    assert gaps
    assert all(key != "M2" for gap in gaps for _, key in gap.rows)


@pytest.fixture
def golden(registry):
    """Some golden patients, entered as an import enters them."""
    everything = golden_records()
    chosen = {row["patient_id"] for row in everything["patient"][:SIZE]}
    centres = {row["centre_id"] for row in everything["patient"]}
    for code in centres:
        actions.create_centre(code, code, by=registry.operator, at=registry.at)
    tables = {
        name: [row for row in rows if row.get("patient_id") in chosen]
        for name, rows in everything.items()
        if rows and "patient_id" in rows[0]
    }
    made = actions.import_batch(tables, by=registry.operator, at=registry.at)
    assert not any(made.rejected.values())
    look(registry, GOLDEN_DATA_CUTOFF)
    registry.patients = sorted(chosen)
    return registry


def test_what_is_kept_is_what_the_rules_find(golden):
    chart = reading.read_charts(golden.patients, by=golden.operator)
    found = {
        (one.rule, one.patient_id, one.table, one.record_id, one.fields, one.message)
        for one in check_quality(chart, data_cutoff=GOLDEN_DATA_CUTOFF)
    }
    kept = {
        (one.rule, one.patient_id, one.entity, one.record_id, one.fields, one.message)
        for one in reading.every_flaw(EVERYTHING, by=golden.operator)
    }
    assert kept == found


def test_gaps_come_in_the_order_of_the_worklist(golden):
    chart = reading.read_charts(golden.patients, by=golden.operator)
    gaps = find_gaps(chart, as_of=GOLDEN_DATA_CUTOFF)
    kept = reading.every_gap(EVERYTHING, by=golden.operator)
    assert [(one.rule, one.patient_id, one.reason) for one in gaps] == [
        (one.rule, one.patient_id, one.reason) for one in kept
    ]
    assert len(gaps) > SIZE


def test_many_charts_at_once_are_the_charts_one_by_one(golden):
    together = reading.read_charts(golden.patients, by=golden.operator)
    charts = [reading.read_chart(key, by=golden.operator) for key in golden.patients]
    for name, rows in together.items():
        alone = [row for chart in charts for row in chart[name]]
        assert sorted(map(str, rows)) == sorted(map(str, alone)), name


def test_a_lesion_tracked_in_two_patients_is_found_for_both_however_they_are_read(registry):
    for number in (1, 2):
        key = f"P{number}"
        enter(registry, "patient", PATIENT | {"patient_id": key})
        lesion = {
            "id": f"L{number}", "patient_id": key, "centre_id": "A", "source": "manual",
            "lesion_no": 1, "region": "T5", "side_null": "NA", "first_seen_date": "2023-01-01",
            "final_class": "metastasis", "tracking_uid": "1.2.3",
        }  # fmt: skip
        enter(registry, "bone_lesion", lesion)
        look(registry)
    tomorrow = registry.at.date() + timedelta(days=1)
    while refresh(as_of=tomorrow, clock=lambda: registry.at, most=1):
        pass
    lines = reading.every_flaw(LineFilter(rule="H-19"), by=registry.operator)
    assert {line.patient_id for line in lines} == {"P1", "P2"}


def test_everywhere_sees_every_centre(bone):
    everywhere = Actor("e", {EVERYWHERE: frozenset({Role.VIEWER})})
    assert reading.list_flaws(EVERYTHING, by=everywhere).total > 0
