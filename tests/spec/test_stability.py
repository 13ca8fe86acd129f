"""How unstable a spine or a long bone ever was, and the cord how compressed: one patient a line."""

from datetime import date, timedelta

import pytest

DAY_0 = date(2020, 3, 2)
DAY_0_NUMBER = (DAY_0 - date(1970, 1, 1)).days
PATIENT = {"patient": [{"birth": "1950", "sex": "F"}]}
SINS = ("location", "pain", "lesion", "alignment", "collapse", "posterolateral")
MIRELS = ("site", "pain", "lesion", "size")

SPINES = {
    # case: (assessments as day and points in the order above), category, known on
    "never assessed": ([], None, None),
    "six": ([(0, (3, 0, 2, 0, 1, 0))], "stable", 0),
    "seven": ([(0, (3, 1, 2, 0, 1, 0))], "potentially_unstable", 0),
    "twelve": ([(0, (3, 3, 2, 0, 3, 1))], "potentially_unstable", 0),
    "thirteen": ([(0, (2, 3, 2, 0, 3, 3))], "unstable", 0),
    "all the points there are": ([(0, (3, 3, 2, 4, 3, 3))], "unstable", 0),
    "none at all": ([(0, (0, 0, 0, 0, 0, 0))], "stable", 0),
    "unstable whatever the missing component": ([(0, (3, 3, 2, 4, 3, None))], None, None),
    "points that pain does not have": ([(0, (3, 2, 2, 0, 1, 0))], None, None),
    "incomplete, then complete": (
        [(0, (3, 3, 2, None, 3, 3)), (10, (1, 0, 0, 0, 0, 0))], "stable", 10,
    ),
    "gets worse": ([(0, (1, 0, 0, 0, 0, 0)), (30, (3, 1, 2, 0, 1, 0))], "potentially_unstable", 30),
    "stabilised": ([(0, (3, 3, 2, 4, 3, 3)), (30, (3, 0, 0, 0, 0, 0))], "unstable", 0),
    "as bad again, with more points": (
        [(20, (2, 3, 2, 0, 3, 3)), (40, (3, 3, 2, 4, 3, 3))], "unstable", 20,
    ),
    "worst without a date": (
        [(0, (1, 0, 0, 0, 0, 0)), (None, (3, 3, 2, 4, 3, 3))], "unstable", None,
    ),
    "worst with and without a date": (
        [(None, (3, 3, 2, 4, 3, 3)), (7, (2, 3, 2, 0, 3, 3))], "unstable", 7,
    ),
}  # fmt: skip

LONG_BONES = {
    "never assessed": ([], None, None),
    "four": ([(0, (1, 1, 1, 1))], "observation", 0),
    "seven": ([(0, (2, 1, 2, 2))], "observation", 0),
    "eight": ([(0, (2, 2, 2, 2))], "judgement", 0),
    "nine": ([(0, (2, 2, 2, 3))], "fixation", 0),
    "twelve": ([(0, (3, 3, 3, 3))], "fixation", 0),
    "without the size": ([(0, (3, 3, 3, None))], None, None),
    "two bones": ([(0, (2, 2, 2, 2)), (5, (3, 3, 3, 2))], "fixation", 5),
    "twice at risk": ([(9, (3, 3, 3, 2)), (5, (2, 2, 2, 3))], "fixation", 5),
}

NOT_APPLICABLE = "NA"
COMPRESSIONS = {
    # case: (assessments as day and grade), worst grade and known on, high grade and known on
    "never graded": ([(0, None)], None, None),
    "below the conus": ([(0, NOT_APPLICABLE)], None, None),
    "bone only": ([(0, "0")], ("0", 0), (False, None)),
    "abutted": ([(0, "1a"), (5, "1c"), (9, "1b")], ("1c", 5), (False, None)),
    "compressed": ([(0, "1c"), (5, "2")], ("2", 5), (True, 5)),
    "worse still": ([(5, "2"), (9, "3"), (20, "3")], ("3", 9), (True, 5)),
    "decompressed": ([(5, "3"), (9, "0")], ("3", 5), (True, 5)),
    "once below the conus": ([(5, "1b"), (2, NOT_APPLICABLE)], ("1b", 5), (False, None)),
    "worst without a date": ([(None, "3"), (2, "2")], ("3", None), (True, 2)),
}


def assessment(place: int | None, **fields: object) -> dict[str, object]:
    when = {} if place is None else {"date": (DAY_0 + timedelta(place)).isoformat()}
    return {**when, **{name: value for name, value in fields.items() if value is not None}}


def scored(name: str, components: tuple[str, ...], points: tuple[int | None, ...]):
    return {f"{name}_{component}": n for component, n in zip(components, points, strict=True)}


def graded(grade: str | None) -> dict[str, object]:
    return {"escc_null": "NA"} if grade == NOT_APPLICABLE else {"escc": grade}


def expect(known: dict[str, tuple[object, int | None] | None]):
    """The cases with a value, their days counted from 1970."""
    return {
        case: (pair[0], None if pair[1] is None else DAY_0_NUMBER + pair[1])
        for case, pair in known.items()
        if pair is not None
    }


@pytest.fixture(scope="module")
def spines(read_cases):
    return read_cases({
        case: PATIENT | {"spine_assessment": [
            assessment(place, levels=["T5"], **scored("sins", SINS, points))
            for place, points in rows
        ]}
        for case, (rows, _, _) in SPINES.items()
    })  # fmt: skip


@pytest.fixture(scope="module")
def long_bones(read_cases):
    return read_cases({
        case: PATIENT | {"long_bone_assessment": [
            assessment(place, region="FEMUR_L", **scored("mirels", MIRELS, points))
            for place, points in rows
        ]}
        for case, (rows, _, _) in LONG_BONES.items()
    })  # fmt: skip


@pytest.fixture(scope="module")
def compressions(read_cases):
    return read_cases({
        case: PATIENT | {"spine_assessment": [
            assessment(place, levels=["T5"], **graded(grade)) for place, grade in rows
        ]}
        for case, (rows, _, _) in COMPRESSIONS.items()
    })  # fmt: skip


def test_instability_of_the_spine(spines):
    found = spines.derive("spine_instability")
    assert found == expect({case: value and (value, on) for case, (_, value, on) in SPINES.items()})


def test_risk_of_a_long_bone(long_bones):
    found = long_bones.derive("long_bone_risk")
    assert found == expect(
        {case: value and (value, on) for case, (_, value, on) in LONG_BONES.items()}
    )


def test_worst_compression_of_the_cord(compressions):
    found = compressions.derive("epidural_compression")
    assert found == expect({case: worst for case, (_, worst, _) in COMPRESSIONS.items()})


def test_high_grade_compression_of_the_cord(compressions):
    found = compressions.derive("high_grade_compression")
    assert found == expect({case: high for case, (_, _, high) in COMPRESSIONS.items()})


def test_a_documented_total_does_not_stand_in_for_its_components(read_cases):
    spine = assessment(0, levels=["T5"], sins_pain=3, sins_total=15)
    bone = assessment(0, region="FEMUR_L", mirels_pain=3, mirels_total=11)
    cases = read_cases(
        {"P": PATIENT | {"spine_assessment": [spine], "long_bone_assessment": [bone]}}
    )
    assert cases.derive("spine_instability") == {}
    assert cases.derive("long_bone_risk") == {}


@pytest.mark.parametrize(("rule", "on"), [("earliest", 0), ("midpoint", 14), ("latest", 28)])
def test_a_partial_date_stands_for_the_day_that_the_study_chose(read_cases, rule, on):
    row = {"date": "2020-02", "levels": ["T5"], "escc": "2"}
    cases = read_cases({"P": PATIENT | {"spine_assessment": [row]}})
    first = (date(2020, 2, 1) - date(1970, 1, 1)).days
    found = cases.derive("epidural_compression", partial_dates=rule)
    assert found == {"P": ("2", first + on)}
