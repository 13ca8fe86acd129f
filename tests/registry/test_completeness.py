"""How complete the records are, counted by the database as one would count by hand."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from charts import charted
from osteon.dictionary import ENTITIES, Requirement
from osteon.registry import actions, reading
from osteon.registry.actions import count_completeness
from osteon.registry.counting import tally_fields
from osteon.registry.models import QualityScore
from osteon.registry.policies import EVERYWHERE, Actor, Role
from osteon.registry.states import RecordState
from osteon.web.quality.scores import Share
from osteon.web.reviews import start
from osteon.web.reviews.refresh import refresh

OWN = {"centre_id": "A", "source": "manual"}
PATIENT = OWN | {"patient_id": "P1", "birth": "1950", "sex": "F"}
BONE = OWN | {
    "id": "M1", "patient_id": "P1", "organ": "BONE", "status": "Y", "first_date": "2023-01-01",
    "certainty": "definite",
}  # fmt: skip


def by_hand(rows):
    """Return the counts of each field of each centre, row by row."""
    counts = {}
    for table, listed in rows.items():
        for row in listed:
            for field in ENTITIES[table].fields:
                if field.may_be_absent and asks(field, row):
                    place = (row["centre_id"], table, field.name)
                    counts.setdefault(place, Counter())[found(field, row)] += 1
    return {
        place: (
            sum(n for word, n in counted.items() if word != "NA"),
            counted["value"],
            {word: n for word, n in counted.items() if word not in ("value", "NA")},
        )
        for place, counted in counts.items()
    }


def asks(field, row):
    if field.due is None:
        return True
    value = row.get(field.due.field)
    written = {True: "true", False: "false"}.get(value, value)
    return value is not None and (not field.due.values or written in field.due.values)


def found(field, row):
    reason = row.get(f"{field.name}_null")
    if row.get(field.name) is not None or reason in ("BLQ", "ALQ"):
        return "value"
    return reason or ""


def counted():
    return {
        (one.centre_id, one.entity, one.field): (one.expected, one.recorded, dict(one.reasons))
        for one in tally_fields()
    }


def enter(registry, table, row, **options):
    return actions.enter_record(table, row, by=registry.operator, at=registry.at, **options)


def count(registry, day=None):
    as_of = day or registry.at.date()
    refresh(as_of=as_of, clock=lambda: registry.at)
    count_completeness(as_of=as_of, seen=actions.mark_changed(), at=registry.at)


def scores(registry, **asked):
    return reading.quality_scores(by=registry.operator, **asked)


@pytest.fixture
def one(registry):
    """A patient of centre A with bone metastasis that rests on nothing, which is a hard finding."""
    enter(registry, "patient", PATIENT)
    enter(registry, "metastasis_site", BONE)
    return registry


def test_the_database_counts_as_one_would_by_hand(registry):
    bone = {name: value for name, value in BONE.items() if name not in ("patient_id", "centre_id")}
    few = {"patient": [{"birth": "1950", "sex": "F"}], "metastasis_site": [bone]}
    rows = {"A": charted(centre_id="A"), "B": charted(few, patient_id="P9", centre_id="B")}
    everything = {}
    for own in rows.values():
        made = actions.import_batch(own, by=registry.operator, at=registry.at)
        assert not any(made.rejected.values())
        for table, listed in own.items():
            everything.setdefault(table, []).extend(listed)
    expected = {place: counts for place, counts in by_hand(everything).items() if counts[0]}
    assert {place: counts for place, counts in counted().items() if counts[0]} == expected
    assert len(expected) > 200


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"value": 2.1}, (1, 1, {})),
        ({"value_null": "BLQ", "value_limit": 2.0}, (1, 1, {})),
        ({"value_null": "ND"}, (1, 0, {"ND": 1})),
        ({"value_null": "NA"}, (0, 0, {})),
    ],
)
def test_a_value_is_recorded_missing_with_its_reason_or_not_expected(one, given, expected):
    row = OWN | {"id": "X1", "patient_id": "P1", "analyte": "calcium", "unit": "mmol/L"} | given
    told = {name.removesuffix("_null") for name in (*row, "value", "value_limit")}
    needed = {
        f"{field.name}_null": "UNK"
        for field in ENTITIES["lab_result"].fields
        if field.requirement is Requirement.REQUIRED and field.name not in told
    }
    enter(one, "lab_result", row | needed)
    assert counted()["A", "lab_result", "value"] == expected


def test_a_draft_counts_for_nothing(one):
    draft = BONE | {"id": "M2", "organ": "LUNG"}
    enter(one, "metastasis_site", draft, state=RecordState.DRAFT)
    assert counted()["A", "metastasis_site", "organ"] == (1, 1, {})


def test_a_field_is_expected_where_its_condition_holds(one):
    absent = BONE | {"id": "M2", "organ": "LUNG", "status": "N"}
    enter(one, "metastasis_site", {
        name: value for name, value in absent.items() if name not in ("first_date", "certainty")
    } | {"first_date_null": "NA", "certainty_null": "NA"})  # fmt: skip
    assert counted()["A", "metastasis_site", "organ"] == (2, 2, {})
    assert counted()["A", "metastasis_site", "first_date"] == (1, 1, {})


def test_a_score_counts_patients_without_a_hard_finding_and_required_values(one):
    enter(one, "patient", PATIENT | {"patient_id": "P2"})
    count(one)
    score, other = scores(one)
    assert (score.centre_id, score.patients, score.sound) == ("A", 2, 1)
    required = [
        (expected, recorded)
        for (_, table, field), (expected, recorded, _) in counted().items()
        if ENTITIES[table].field(field).requirement is Requirement.REQUIRED
    ]
    assert (score.expected, score.recorded) == tuple(map(sum, zip(*required, strict=True)))
    assert (other.centre_id, other.patients, other.expected) == ("B", 0, 0)


def test_an_accepted_finding_leaves_its_patient_sound_and_an_answered_one_does_not(one):
    count(one)
    assert scores(one)[0].sound == 0
    by, at = one.operator, one.at
    question = actions.Question("Why?", rule="H-14")
    number = actions.raise_query("metastasis_site", "M1", question, by=by, at=at)
    actions.answer_query(number, "Elsewhere.", by=by, at=at)
    count(one)
    assert scores(one)[0].sound == 0
    actions.close_query(number, by=by, at=at, reason="The study lies elsewhere.")
    count(one)
    assert scores(one)[0].sound == 1


def test_a_finding_in_a_record_of_another_centre_is_that_centres(one):
    enter(one, "patient", PATIENT | {"patient_id": "P2"})
    enter(one, "metastasis_site", BONE | {"id": "M2", "patient_id": "P2", "centre_id": "B"})
    count(one)
    assert [(score.patients, score.sound) for score in scores(one)] == [(2, 1), (0, 0)]


def test_each_day_keeps_its_last_score(one):
    count(one)
    enter(one, "patient", PATIENT | {"patient_id": "P2"})
    count(one)
    count(one, one.at.date() + timedelta(days=1))
    kept = scores(one, centre_id="A")
    assert [(score.as_of.day, score.patients) for score in kept] == [(1, 2), (31, 2)]


def test_who_may_not_see_a_centre_sees_neither_its_counts_nor_its_score(one):
    count(one)
    stranger = Actor("s", {"B": frozenset({Role.DATA_MANAGER})})
    assert reading.field_completeness(by=stranger) == {}
    assert reading.field_completeness(by=stranger, centre_id="A") == {}
    assert [score.centre_id for score in reading.quality_scores(by=stranger)] == ["B"]
    everywhere = Actor("e", {EVERYWHERE: frozenset({Role.VIEWER})})
    assert list(reading.field_completeness(by=everywhere)) == ["A"]


def test_counts_of_centres_add_up():
    one = reading.FieldCompleteness("patient", "sex", 5, 3, {"UNK": 1, "": 1})
    other = reading.FieldCompleteness("patient", "sex", 2, 1, {"UNK": 1})
    (together,) = reading.sum_completeness({"A": [one], "B": [other]})
    assert (together.expected, together.recorded) == (7, 4)
    assert dict(together.reasons) == {"UNK": 2, "": 1}


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 2, "50 %"), (1999, 2000, "99.9 %"), (3, 3, "100 %"), (0, 0, "")],
)
def test_a_hundred_percent_is_all_of_them(part, whole, percent):
    with translation.override("en"):
        assert Share(part, whole).percent.replace("\xa0", " ") == percent
    with translation.override("de"):
        assert "." not in Share(part, whole).percent


def page(client, name, *words, **asked):
    response = client.get(reverse(name, args=words), asked)
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_the_page_shows_every_field_with_its_reasons_and_the_score(one, signed_in):
    enter(one, "patient", PATIENT | {"patient_id": "P2", "centre_id": "B"})
    client = signed_in(Role.VIEWER)
    page(client, "worklist")
    text = page(client, "quality_completeness")
    assert "Counted at" in text
    assert "0 of 1" in text
    assert "Metastasis by organ" in text
    assert reverse("quality_field", args=["metastasis_site", "status"]) in text
    assert "Centre B" not in text
    assert "Sound patients" in page(client, "quality")
    shown = page(client, "quality_field", "metastasis_site", "status")
    assert "Centre A" in shown
    assert "100\xa0%" in shown
    assert client.get(reverse("quality_field", args=["patient", "none"])).status_code == 404


def test_what_was_just_filled_in_is_counted_where_patients_are_few(one, signed_in):
    client = signed_in(Role.VIEWER)
    page(client, "quality_completeness")
    before = scores(one, centre_id="A")[0]
    enter(one, "patient", PATIENT | {"patient_id": "P2"})
    page(client, "quality_completeness")
    assert scores(one, centre_id="A")[0].patients == before.patients + 1
    at = QualityScore.objects.get(centre_id="A").counted_at
    page(client, "quality_completeness")
    assert QualityScore.objects.get(centre_id="A").counted_at == at, "nothing has changed since"


def test_many_patients_are_counted_in_the_background_and_not_too_often(one, monkeypatch):
    monkeypatch.setattr(start, "COUNTED_AT_ONCE", 0)
    monkeypatch.setattr(start, "now", lambda: one.at)
    monkeypatch.setattr(start, "today", one.at.date)
    begun = []
    monkeypatch.setattr(start.background, "start", lambda task, **_: begun.append(task))
    monkeypatch.setattr(start, "_was_started_just_now", lambda: False)
    start.look_again()
    start.count_again()
    assert begun == ["reviews"]
    assert scores(one) == []
    start.work()
    assert len(scores(one)) == 2
    enter(one, "patient", PATIENT | {"patient_id": "P2"})
    start.look_again()
    start.count_again()
    assert begun == ["reviews"], "a quarter of an hour has not passed"
    monkeypatch.setattr(start, "now", lambda: one.at + start.AGAIN)
    start.count_again()
    assert begun == ["reviews", "reviews"]
