"""What a target of radiotherapy received, and which scores and opioids are taken as its own."""

from datetime import date, timedelta

import pytest

DAY_0 = date(2020, 3, 2)
DAY_0_NUMBER = (DAY_0 - date(1970, 1, 1)).days
DOSES = {
    # case: (cGy, fractions, single, BED10, EQD2 by alpha/beta 10, fractions beyond 8 Gy)
    "8 Gy": (800.0, 1, True, 14.4, 12.0, False),
    "18 Gy": (1800.0, 1, True, 50.4, 42.0, True),
    "9 Gy in 3": (900.0, 3, False, 11.7, 9.75, False),
    "20 Gy in 5": (2000.0, 5, False, 28.0, 23.3333, False),
    "30 Gy in 10": (3000.0, 10, False, 39.0, 32.5, False),
    "37.5 Gy in 15": (3750.0, 15, False, 46.875, 39.0625, False),
    "dose not recorded": (None, 5, False, None, None, None),
    "fractions not recorded": (3000.0, None, None, None, None, None),
}
ENDS = {
    # case: (day of the last fraction, fractions, end)
    "recorded": (11, 10, 11),
    "single fraction without a day": (None, 1, 0),
    "several without a day": (None, 5, None),
    "neither recorded": (None, None, None),
}


def on(day):
    return (DAY_0 + timedelta(day)).isoformat()


def known(**fields):
    return {name: value for name, value in fields.items() if value is not None}


def irradiated(case, *, cgy=None, fractions=None, end=0, **fields):
    course = {"id": f"{case} course", "start_date": on(0)}
    course |= {"end_date_null": "UNK"} if end is None else {"end_date": on(end)}
    target = known(dose_total_cgy=cgy, fractions=fractions)
    return {
        "patient": [{"birth": "1950", "sex": "F"}],
        "radiotherapy_course": [course],
        "radiotherapy_target": [
            {"radiotherapy_course_id": f"{case} course", "region": "T5", **target, **fields}
        ],
    }


def values(found):
    return {case: value for case, (value, _) in found.items()}


@pytest.fixture(scope="module")
def doses(read_cases):
    return read_cases(
        {case: irradiated(case, cgy=row[0], fractions=row[1]) for case, row in DOSES.items()}
    )


@pytest.mark.parametrize(
    ("name", "column"), [("single_fraction", 2), ("bed", 3), ("eqd2", 4), ("large_fraction", 5)]
)
def test_doses(doses, name, column):
    found = values(doses.derive(name))
    expected = {case: row[column] for case, row in DOSES.items() if row[column] is not None}
    assert found == pytest.approx(expected, abs=0.0001)


def test_another_ratio_of_alpha_to_beta(doses):
    assert values(doses.derive("bed", alpha_beta=3))["8 Gy"] == pytest.approx(29.3333, abs=0.0001)
    assert values(doses.derive("eqd2", alpha_beta=2))["8 Gy"] == 20.0


def test_another_limit_of_the_model(doses):
    found = values(doses.derive("large_fraction", reliable_fraction_cgy=799))
    assert found["8 Gy"] is True
    assert found["20 Gy in 5"] is False


def test_the_end_of_radiotherapy(read_cases):
    cases = {
        case: irradiated(case, end=end, fractions=fractions)
        for case, (end, fractions, _) in ENDS.items()
    }
    found = values(read_cases(cases).derive("radiotherapy_end"))
    expected = {case: DAY_0_NUMBER + end for case, (_, _, end) in ENDS.items() if end is not None}
    assert found == expected


def score(day, nrs, **fields):
    return {"date": on(day), "nrs_worst": nrs, **fields}


def scored(case, before, after, **fields):
    """A target with pain 7 before and 2 four weeks after, each said to be of some place."""
    scores = [score(-3, 7, **before), score(28, 2, **after)]
    return {**irradiated(case, fractions=1, **fields), "pain_assessment": scores}


NAMED = {"radiotherapy_target_id": "names the target"}
PLACES = {
    # case: (target, place of the score before, of the score after, taken as its own)
    "names the target": ({}, NAMED, NAMED, True),
    "names its region": ({}, {"region": "T5"}, {"region": "T5"}, True),
    "names a lesion in it": (
        {"bone_lesion_ids": ["L1", "L2"]}, {"bone_lesion_id": "L2"}, {"region": "T5"}, True,
    ),
    "names another region": ({}, {"region": "T5"}, {"region": "L2"}, False),
    "names no place": ({}, {"region": "T5"}, {"scope": "global"}, False),
    "looks back as far": (
        {}, {"region": "T5", "recall": "24h"}, {"region": "T5", "recall": "24h"}, True,
    ),
    "looks back further": (
        {}, {"region": "T5", "recall": "24h"}, {"region": "T5", "recall": "7d"}, False,
    ),
    "does not say how far": ({}, {"region": "T5", "recall": "24h"}, {"region": "T5"}, True),
    "not irradiated for pain": ({"pain_target": False}, {"region": "T5"}, {"region": "T5"}, False),
}  # fmt: skip


@pytest.fixture(scope="module")
def places(read_cases):
    return read_cases(
        {case: scored(case, before, after, **target)
         for case, (target, before, after, _) in PLACES.items()}
    )  # fmt: skip


def test_scores_of_the_site_are_compared(places):
    found = values(places.derive("pain_improved"))
    assert set(found) == {case for case, row in PLACES.items() if row[3]}
    assert values(places.derive("pain_before")) == {
        case: 7.0 for case in PLACES if case != "not irradiated for pain"
    }
    assert values(places.derive("pain_after")) == dict.fromkeys(found, 2.0)


def test_only_scores_that_name_the_target_if_a_protocol_says_so(places):
    assert set(places.derive("pain_improved", pain_scope="target")) == {"names the target"}


def drug(name, dose, dose_per="mg/d", route="po", **fields):
    return {"drug": name, "dose": dose, "dose_per": dose_per, "route": route, **fields}


MORPHINE_60 = drug("morphine", 60.0)
OPIOIDS = {
    # case: (analgesics four weeks after; before it was 60 mg of morphine, pain 7, then 7: response)
    "the same": ([MORPHINE_60], "IR"),
    "the same in two doses": ([drug("morphine", 20.0), drug("morphine", 40.0)], "IR"),
    "the same as fentanyl": ([drug("fentanyl_transdermal", 25.0, "ug/h", "td")], "IR"),
    "less, as oxycodone": ([drug("oxycodone", 30.0)], "PR"),
    "more, with tramadol": ([MORPHINE_60, drug("tramadol", 75.0)], "PP"),
    "none but paracetamol": ([drug("paracetamol", 3000.0)], "PR"),
    "nothing taken": ([{"drug_null": "NA", "dose_null": "NA"}], "PR"),
    "buprenorphine, without a factor": ([drug("buprenorphine", 1.0)], "NE"),
    "buprenorphine, with a recorded equivalent": (
        [drug("buprenorphine", 1.0, omed_mg_d=60.0, factor_table_version="own")], "IR",
    ),
    "morphine by vein, without a factor": ([drug("morphine", 20.0, route="iv")], "NE"),
    "fentanyl in milligrams": ([drug("fentanyl_transdermal", 1.0, "mg/d", "td")], "NE"),
    "a drug that is not named": ([{"drug_null": "UNK", "dose": 10.0, "dose_per": "mg/d"}], "NE"),
    "nothing recorded": ([], "NE"),
}  # fmt: skip


@pytest.fixture(scope="module")
def treated_with(read_cases):
    """Analgesics are of the day of a score, or refer to it."""

    def make(link):
        cases = {}
        for case, (after, _) in OPIOIDS.items():
            ids = {day: f"{case} score {day}" for day in (-3, 28)}
            scores = [score(day, 7, region="T5", id=key) for day, key in ids.items()]
            taken = [(-3, MORPHINE_60), *((28, row) for row in after)]
            cases[case] = {
                **irradiated(case, fractions=1),
                "pain_assessment": scores,
                "analgesic_use": [{**row, **link(day, ids[day])} for day, row in taken],
            }
        return read_cases(cases)

    return make


def of_its_day(day, key):
    return {"date": on(day)}


def referring(day, key):
    return {"date": on(day - 1), "pain_assessment_id": key}


def of_the_day_before(day, key):
    return {"date": on(day - 1)}


@pytest.mark.parametrize("link", [of_its_day, referring])
def test_opioids_as_oral_morphine(treated_with, link):
    found = values(treated_with(link).derive("pain_response"))
    assert found == {case: response for case, (_, response) in OPIOIDS.items()}


def test_opioids_of_another_day_are_not_those_of_the_score(treated_with):
    found = values(treated_with(of_the_day_before).derive("pain_response"))
    assert set(found.values()) == {"NE"}
