"""Episodes of skeletal events, lines of therapy, conversion on CT: one patient a line."""

from datetime import date, timedelta

import pytest

DAY_0 = date(2020, 3, 2)
DAY_0_NUMBER = (DAY_0 - date(1970, 1, 1)).days
PATIENT = {"patient": [{"birth": "1950", "sex": "F"}]}

FRACTURE, SURGERY, RADIATION, PAIN = (
    "FRACTURE_VERTEBRAL", "SURGERY_BONE", "RT_BONE", "PAIN_NEW_OR_WORSE",
)  # fmt: skip
EPISODES = {
    # case: (events as day, kind, the number of the event it is linked to)
    # counts: 21 days apart, every day apart, all, by link; known on the last that counts
    "none": ([], (0, 0, 0, 0), None),
    "fracture, then surgery and radiation of it": (
        [(0, FRACTURE, None), (5, SURGERY, 0), (20, RADIATION, 0)], (1, 3, 3, 1), 0,
    ),
    "twenty-one days later": ([(0, FRACTURE, None), (21, RADIATION, None)], (2, 2, 2, 2), 21),
    "counted from the last that counted": (
        [(0, FRACTURE, None), (15, RADIATION, None), (30, SURGERY, None), (45, RADIATION, None)],
        (2, 4, 4, 4), 30,
    ),
    "two on a day": ([(0, FRACTURE, None), (0, SURGERY, None)], (1, 1, 2, 2), 0),
    "radiation linked to an earlier episode": (
        [(0, FRACTURE, None), (60, RADIATION, 0)], (2, 2, 2, 1), 60,
    ),
    "pain is not of the set": ([(0, PAIN, None), (30, RADIATION, None)], (1, 1, 1, 1), 30),
}  # fmt: skip
EPISODE_SWITCHES = ({}, {"episode_days": 1}, {"episode_days": 0}, {"episode_by": "link"})

START, LATER = 0, 400
LINES = {
    # case: (lines as intent and day of start, in all, up to radiotherapy on day 100)
    "none": ([], "none", "none"),
    "one": ([("antiproliferative", START)], "one", "one"),
    "an analogue against both": ([("both", START)], "one", "one"),
    "against symptoms only": ([("antisecretory", START)], "none", "none"),
    "two": ([("both", START), ("antiproliferative", 50)], "two_or_more", "two_or_more"),
    "on the day of radiotherapy": ([("antiproliferative", 100)], "one", "one"),
    "the second after radiotherapy": (
        [("antiproliferative", START), ("antiproliferative", LATER)], "two_or_more", "one",
    ),
    "the second without a date": (
        [("antiproliferative", START), ("antiproliferative", None)], "two_or_more", None,
    ),
    "a third without a date": (
        [("both", START), ("both", 50), ("both", None)], "two_or_more", "two_or_more",
    ),
}  # fmt: skip

TRACER, BOTH, CT_ONLY = ("Y", "N"), ("Y", "Y"), ("NE", "Y")
CONVERSION = {
    # case: (studies as day and what they saw of the lesion by tracer and on CT)
    # first correlate, last day without one
    "converts": ([(0, TRACER), (180, TRACER), (400, BOTH)], 400, 180),
    "converts at once": ([(0, TRACER), (400, BOTH)], 400, 0),
    "never converts": ([(0, TRACER), (400, TRACER)], None, 400),
    "seen once": ([(0, TRACER)], None, 0),
    "a correlate from the start": ([(0, BOTH), (400, BOTH)], None, None),
    "found by CT later": ([(0, TRACER), (100, CT_ONLY)], 100, 0),
    "CT not examined in between": ([(0, TRACER), (90, ("Y", "NE")), (400, BOTH)], 400, 0),
    "seen again by tracer only": ([(0, TRACER), (100, BOTH), (400, TRACER)], 100, 0),
}


def on(day):
    return (DAY_0 + timedelta(day)).isoformat()


def values(found):
    return {case: value for case, (value, _) in found.items()}


def expect_days(expected):
    return {case: DAY_0_NUMBER + day for case, day in expected.items() if day is not None}


def with_events(case, events):
    rows = []
    for number, (day, kind, link) in enumerate(events):
        linked = {} if link is None else {"linked_event_id": f"{case} {link}"}
        rows.append({"id": f"{case} {number}", "date": on(day), "type": kind, **linked})
    return {**PATIENT, "skeletal_event": rows}


@pytest.fixture(scope="module")
def episodes(read_cases):
    return read_cases({case: with_events(case, row[0]) for case, row in EPISODES.items()})


@pytest.mark.parametrize(("column", "switches"), list(enumerate(EPISODE_SWITCHES)))
def test_events_of_one_episode_count_once(episodes, column, switches):
    found = values(episodes.derive("skeletal_event_count", **switches))
    assert found == {case: counts[column] for case, (_, counts, _) in EPISODES.items()}


def test_a_count_is_known_on_the_day_of_the_last_that_counted(episodes):
    found = episodes.derive("skeletal_event_count")
    known = {case: known_on for case, (_, known_on) in found.items() if known_on is not None}
    assert known == expect_days({case: day for case, (_, _, day) in EPISODES.items()})


def test_many_episodes_are_all_counted(read_cases):
    """A step that is doubled nine times leads past five hundred events."""
    events = [(21 * number, RADIATION, None) for number in range(200)]
    found = read_cases({"many": with_events("many", events)}).derive("skeletal_event_count")
    assert found["many"] == (200.0, DAY_0_NUMBER + 21 * 199)


def test_without_bone_metastasis_there_is_no_count_after_it(episodes):
    assert episodes.derive("skeletal_event_count", relative_to_bone="incident") == {}


def with_lines(case, lines):
    rows = [
        {"line_no": number, "intent": intent,
         **({"start_date_null": "UNK"} if day is None else {"start_date": on(day)})}
        for number, (intent, day) in enumerate(lines, start=1)
    ]  # fmt: skip
    course = {"start_date": on(100), "end_date": on(100)}
    return {**PATIENT, "systemic_therapy_line": rows, "radiotherapy_course": [course]}


@pytest.fixture(scope="module")
def lines(read_cases):
    cases = {case: with_lines(case, row[0]) for case, row in LINES.items()}
    return read_cases({**cases, "never irradiated": PATIENT})


def test_lines_of_systemic_therapy(lines):
    found = values(lines.derive("n_lines"))
    assert found == {**{case: row[1] for case, row in LINES.items()}, "never irradiated": "none"}


def test_lines_up_to_radiotherapy(lines):
    found = values(lines.derive("n_lines", lines_up_to="first_radiotherapy"))
    assert found == {case: row[2] for case, row in LINES.items() if row[2] is not None}


def test_lines_against_symptoms_count_if_a_protocol_says_so(lines):
    found = lines.derive("n_lines", antisecretory_counts=True)
    assert found["against symptoms only"] == ("one", DAY_0_NUMBER)


def test_a_number_of_lines_is_known_when_the_last_that_matters_was_started(lines):
    found = {case: known_on for case, (_, known_on) in lines.derive("n_lines").items()}
    assert found["none"] is None
    assert found["one"] == DAY_0_NUMBER
    assert found["two"] == found["a third without a date"] == DAY_0_NUMBER + 50


def with_studies(case, studies, **fields):
    rows = [{"id": f"{case} {day}", "date": on(day), "modality": "SSTR_PETCT",
             "ct_quality": "diagnostic_contrast", **fields} for day, _ in studies]  # fmt: skip
    seen = [
        {"imaging_study_id": f"{case} {day}", "bone_lesion_id": f"{case} lesion", "tracer": tracer,
         "morph": morph, "certainty": "definite"}
        for day, (tracer, morph) in studies
    ]  # fmt: skip
    lesion = {"id": f"{case} lesion", "lesion_no": 1, "region": "T5", "final_class": "metastasis"}
    return {
        **PATIENT,
        "imaging_study": rows,
        "bone_lesion": [lesion],
        "lesion_observation": seen,
    }


@pytest.fixture(scope="module")
def studies(read_cases):
    return read_cases({case: with_studies(case, row[0]) for case, row in CONVERSION.items()})


def test_conversion_lies_between_two_days(studies):
    assert values(studies.derive("conversion")) == expect_days(
        {case: first for case, (_, first, _) in CONVERSION.items()}
    )
    assert values(studies.derive("conversion_last_negative")) == expect_days(
        {case: last for case, (_, _, last) in CONVERSION.items()}
    )


def test_a_low_dose_ct_does_not_examine_morphology_unless_a_protocol_says_so(read_cases):
    case = "low dose"
    cases = read_cases({case: with_studies(case, CONVERSION["converts"][0], ct_quality="low_dose")})
    assert cases.derive("conversion") == {}
    found = values(cases.derive("conversion", lowdose_counts=True))
    assert found == expect_days({case: 400})


def test_a_negative_study_is_a_look_without_a_correlate(read_cases):
    case = with_studies("gone", [(0, TRACER)])
    later = {"id": "gone 300", "date": on(300), "modality": "CT",
             "ct_quality": "diagnostic_contrast"}  # fmt: skip
    finding = {"imaging_study_id": "gone 300", "bone_result": "negative", "morph_positive": "N"}
    case["imaging_study"].append(later)
    case["skeletal_finding"] = [finding]
    found = values(read_cases({"gone": case}).derive("conversion_last_negative"))
    assert found == expect_days({"gone": 300})


def test_the_first_course_or_dose_starts_antiresorptive_therapy(read_cases):
    osteoporosis = {"agent": "denosumab_60mg", "start_date": on(0)}
    dose = {"agent": "denosumab", "date": on(60), "dose_mg": 120.0}
    cases = read_cases(
        {
            "dose before its course": {
                **PATIENT,
                "antiresorptive_course": [{"agent": "denosumab", "start_date": on(90)}],
                "antiresorptive_dose": [dose],
            },
            "a drug for osteoporosis first": {
                **PATIENT,
                "antiresorptive_course": [osteoporosis],
                "antiresorptive_dose": [dose],
            },
            "a drug for osteoporosis only": {**PATIENT, "antiresorptive_course": [osteoporosis]},
        }
    )
    assert values(cases.derive("antiresorptive_start")) == expect_days(
        {"dose before its course": 60, "a drug for osteoporosis first": 60}
    )
    assert values(cases.derive("antiresorptive_start", osteoporosis_counts=True)) == expect_days(
        {
            "dose before its course": 60,
            "a drug for osteoporosis first": 0,
            "a drug for osteoporosis only": 0,
        }
    )
