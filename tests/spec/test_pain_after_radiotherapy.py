"""What pain at an irradiated site is said to have done, one patient a line.

Each patient has one target, irradiated in a single fraction on day 0. A score is written as the
day, the worst pain from 0 to 10, and the opioids in mg of oral morphine a day (None: not recorded).
"""

from datetime import date, timedelta

import pytest

DAY_0 = date(2020, 3, 2)
DAY_0_NUMBER = (DAY_0 - date(1970, 1, 1)).days

RESPONSE = {
    # case: (scores, response at week 4, known on day, any improvement)
    "pain gone": ([(-3, 7, 60), (28, 0, 60)], "CR", 28, True),
    "pain gone, more opioids": ([(-3, 7, 60), (28, 0, 90)], "IR", 28, True),
    "two points less": ([(-3, 7, 60), (28, 5, 60)], "PR", 28, True),
    "one point less": ([(-3, 7, 60), (28, 6, 60)], "IR", 28, True),
    "same pain, a quarter less opioids": ([(-3, 7, 60), (28, 7, 45)], "PR", 28, False),
    "two points less, a quarter more opioids": ([(-3, 7, 60), (28, 5, 75)], "IR", 28, True),
    "two points more": ([(-3, 5, 60), (28, 7, 60)], "PP", 28, False),
    "same pain, a quarter more opioids": ([(-3, 5, 60), (28, 5, 75)], "PP", 28, False),
    "no opioids before, some after": ([(-3, 5, 0), (28, 5, 10)], "PP", 28, False),
    "two points more, a quarter more opioids": ([(-3, 5, 60), (28, 7, 75)], "PP", 28, False),
    "no pain before": ([(-3, 0, 60), (28, 0, 60)], "NE", 28, False),
    "opioids not recorded": ([(-3, 7, None), (28, 2, 60)], "NE", 28, True),
    "never asked again": ([(-3, 7, 60)], "NE", 42, None),
    "never asked before": ([(28, 2, 60)], "NE", 42, None),
    "asked fifteen days before": ([(-15, 7, 60), (28, 2, 60)], "NE", 42, None),
    "asked fourteen days before": ([(-14, 7, 60), (28, 2, 60)], "PR", 28, True),
    "the last score before counts": ([(-9, 9, 60), (-2, 3, 60), (28, 3, 60)], "IR", 28, False),
    "the day of radiotherapy is before": ([(0, 6, 60), (28, 0, 60)], "CR", 28, True),
    "the nearest to week 4 counts": ([(-3, 7, 60), (20, 7, 60), (31, 0, 60)], "CR", 31, True),
    "as near: the earlier counts": ([(-3, 7, 60), (26, 7, 60), (30, 0, 60)], "IR", 26, False),
    "day 42 is in the window": ([(-3, 7, 60), (42, 0, 60)], "CR", 42, True),
    "day 43 is not": ([(-3, 7, 60), (43, 0, 60)], "NE", 42, None),
}
RECURRENCE = {
    # case: (scores, day of recurrence or progression)
    "never better, never worse": ([(-3, 7, 60), (28, 6, 60), (56, 7, 60)], None),
    "better and stays so": ([(-3, 7, 60), (28, 2, 60), (56, 3, 60), (84, 2, 60)], None),
    "two points above the nadir": ([(-3, 7, 60), (28, 3, 60), (56, 1, 60), (84, 3, 60)], 84),
    "one point above the nadir": ([(-3, 7, 60), (28, 3, 60), (56, 1, 60), (84, 2, 60)], None),
    "a quarter more opioids": ([(-3, 7, 60), (28, 3, 60), (56, 3, 75)], 56),
    "opioids at the nadir, not before": ([(-3, 7, 60), (28, 3, 40), (56, 3, 50)], 56),
    "back after a first relapse": ([(-3, 7, 60), (28, 2, 60), (56, 4, 60), (84, 2, 60)], 56),
    "worse from the start": ([(-3, 5, 60), (28, 7, 60), (56, 8, 60)], 28),
    "worse, then better": ([(-3, 5, 60), (28, 7, 60), (56, 2, 60)], 28),
    "a flare is no recurrence": ([(-3, 5, 60), (10, 9, 60), (28, 2, 60)], None),
    "on day 11 it is": ([(-3, 5, 60), (11, 9, 60), (28, 2, 60)], 11),
    "no baseline, nothing to compare": ([(28, 2, 60), (56, 8, 60)], None),
    "opioids not recorded later": ([(-3, 7, 60), (28, 2, 60), (56, 3, None), (84, 5, None)], 84),
    "opioids never recorded": ([(-3, 7, None), (28, 2, None), (56, 8, None)], None),
}


def on(day):
    return (DAY_0 + timedelta(day)).isoformat()


def score(day, nrs, **fields):
    return {"date": on(day), "scope": "region", "region": "T5", "nrs_worst": nrs, **fields}


def opioids(day, omed, **fields):
    return {"date": on(day), "drug": "morphine", "omed_mg_d": float(omed), **fields}


def treated(case, *, start=0, end=0, fractions=1, **fields):
    """Tables of a patient with a course and its target, the target with the name of the case."""
    course = {"id": f"{case} course", "start_date": on(start), "end_date": on(end)}
    target = {"radiotherapy_course_id": f"{case} course", "region": "T5", "fractions": fractions}
    return {
        "patient": [{"birth": "1950", "sex": "F"}],
        "radiotherapy_course": [course],
        "radiotherapy_target": [{**target, **fields}],
    }


def scored(case, scores):
    return {
        **treated(case),
        "pain_assessment": [score(day, nrs) for day, nrs, _ in scores],
        "analgesic_use": [opioids(day, omed) for day, _, omed in scores if omed is not None],
    }


def days(found):
    """Days since radiotherapy by case."""
    return {case: value - DAY_0_NUMBER for case, (value, _) in found.items()}


@pytest.fixture(scope="module")
def responses(read_cases):
    return read_cases({case: scored(case, row[0]) for case, row in RESPONSE.items()})


def test_response_at_week_4(responses):
    found = responses.derive("pain_response")
    assert {case: value for case, (value, _) in found.items()} == {
        case: response for case, (_, response, _, _) in RESPONSE.items()
    }


def test_a_response_is_known_when_it_was_asked_for_or_no_longer_can_be(responses):
    found = responses.derive("pain_response")
    assert {case: known_on - DAY_0_NUMBER for case, (_, known_on) in found.items()} == {
        case: known_on for case, (_, _, known_on, _) in RESPONSE.items()
    }


def test_any_improvement_is_not_response(responses):
    found = responses.derive("pain_improved")
    expected = {case: improved for case, (_, _, _, improved) in RESPONSE.items()}
    assert {case: value for case, (value, _) in found.items()} == {
        case: improved for case, improved in expected.items() if improved is not None
    }


def test_what_cannot_be_judged_is_no_response_unless_it_is_left_out(responses):
    all_targets = responses.derive("pain_responder")
    assessable = responses.derive("pain_responder", assessable_only=True)
    not_evaluable = {case for case, row in RESPONSE.items() if row[1] == "NE"}
    assert not any(all_targets[case][0] for case in not_evaluable)
    assert set(assessable) == set(RESPONSE) - not_evaluable
    assert {case for case, (value, _) in assessable.items() if value} == {
        case for case, row in RESPONSE.items() if row[1] in {"CR", "PR"}
    }


def test_strictly_by_the_text_more_pain_and_more_opioids_is_indeterminate(responses):
    found = responses.derive("pain_response", pain_mode="strict")
    assert found["two points more, a quarter more opioids"][0] == "IR"
    assert found["two points more"][0] == found["same pain, a quarter more opioids"][0] == "PP"


def test_opioids_that_are_not_known_may_be_taken_as_unchanged(responses):
    found = responses.derive("pain_response", missing_opioids="unchanged")
    assert found["opioids not recorded"][0] == "PR"


def test_another_time_point_looks_at_other_scores(responses):
    found = responses.derive("pain_response", pain_week=8)
    assert found["day 43 is not"][0] == "CR"
    assert found["pain gone"][0] == "NE"


@pytest.fixture(scope="module")
def recurrences(read_cases):
    return read_cases({case: scored(case, row[0]) for case, row in RECURRENCE.items()})


def test_recurrence_or_progression(recurrences):
    found = recurrences.derive("pain_recurrence")
    assert days(found) == {case: day for case, (_, day) in RECURRENCE.items() if day is not None}


def test_without_opioids_pain_alone_decides_if_a_protocol_says_so(recurrences):
    found = days(recurrences.derive("pain_recurrence", missing_opioids="unchanged"))
    assert found["opioids never recorded"] == 56


def test_a_longer_flare_hides_what_comes_in_it(recurrences):
    found = days(recurrences.derive("pain_recurrence", pain_flare_days=11))
    assert "on day 11 it is" not in found


ANSWERED = [(-3, 7, 60), (28, 2, 60)]


def again(case, **fields):
    """A second target of the same patient, irradiated on day 90."""
    course = {"id": f"{case} course 2", "start_date": on(90), "end_date": on(90)}
    target = {"id": f"{case} 2", "radiotherapy_course_id": f"{case} course 2", **fields}
    tables = scored(case, ANSWERED)
    return {
        **tables,
        "radiotherapy_course": [*tables["radiotherapy_course"], course],
        "radiotherapy_target": [
            {"id": case, **tables["radiotherapy_target"][0]}, target
        ],
    }  # fmt: skip


def operated(case, **fields):
    return {**scored(case, ANSWERED), "procedure": [{"date": on(60), "region": "T5", **fields}]}


CEMENT = "vertebroplasty"
TREATED_AGAIN = {
    # case: (what was done after a response, day of recurrence)
    "irradiated again": (again, {"region": "T5"}, 90),
    "irradiated again by name": (again, {"prior_target_id": "irradiated again by name"}, 90),
    "irradiated elsewhere": (again, {"region": "L2"}, None),
    "irradiated again, not for pain": (again, {"region": "T5", "pain_target": False}, None),
    "cemented": (operated, {"type": CEMENT}, 60),
    "cemented to prevent fracture": (operated, {"type": CEMENT, "intent": "prophylactic"}, None),
    "operated on elsewhere": (operated, {"type": "bone_fixation", "region": "FEMUR_L"}, None),
    "operated on the liver": (operated, {"type": "liver_resection"}, None),
}


def test_treatment_of_the_site_after_a_response_is_recurrence(read_cases):
    cases = {case: make(case, **fields) for case, (make, fields, _) in TREATED_AGAIN.items()}
    found = days(read_cases(cases).derive("pain_recurrence"))
    assert found == {case: day for case, (_, _, day) in TREATED_AGAIN.items() if day is not None}
