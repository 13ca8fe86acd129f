"""Edges of the clinical rules that the agreed examples leave open."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.codes import load_value_set
from osteon.concepts import rules
from osteon.dictionary import PartialDate

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def exact(day: date) -> PartialDate:
    return PartialDate(day.isoformat(), day, day)


def add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


@given(DAYS, DAYS, st.integers(0, 24))
def test_month_keys_order_days_as_clamped_calendar_months_do(diagnosis, bone, months):
    expected = bone <= add_months(diagnosis, months)
    assert rules.is_synchronous(exact(diagnosis), exact(bone), months) is expected


@given(st.integers(2010, 2012), st.integers(2010, 2012), st.integers(0, 24))
def test_an_undecided_timing_has_both_answers_within_its_dates(first, second, months):
    diagnosis, bone = PartialDate.parse(str(first)), PartialDate.parse(str(second))
    answers = {
        rules.is_synchronous(exact(a), exact(b), months)
        for a in (diagnosis.lo, diagnosis.hi)
        for b in (bone.lo, bone.hi)
    }
    answer = rules.is_synchronous(diagnosis, bone, months)
    assert (answers == {True, False}) if answer is None else (answers == {answer})


@pytest.mark.parametrize("differentiation", ["minen", "not_stated", None])
def test_tumours_that_are_not_well_differentiated_have_no_grade(differentiation):
    assert rules.grade_gastroenteropancreatic(1.0, 1.0, differentiation) is None
    assert rules.classify_lung_carcinoid(1.0, "none", differentiation) is None


def test_a_lung_carcinoid_is_typical_only_where_necrosis_was_looked_for():
    assert rules.classify_lung_carcinoid(1.0, None) is None
    assert rules.classify_lung_carcinoid(2.0, None) == "AC"
    assert rules.classify_lung_carcinoid(None, "focal") is None


@pytest.mark.parametrize(
    ("morph", "ct_quality", "lowdose_counts", "expected"),
    [
        ("N", "low_dose", False, "NE"),
        ("Y", "low_dose", False, "NE"),
        ("N", "low_dose", True, "N"),
        ("N", "diagnostic_native", False, "N"),
        ("Y", None, False, "Y"),
    ],
)
def test_low_dose_ct_examines_morphology_only_by_switch(
    morph, ct_quality, lowdose_counts, expected
):
    found = rules.examined_morphology(morph, ct_quality, lowdose_counts=lowdose_counts)
    assert found == expected


def test_the_sacrum_belongs_to_the_spine_or_to_the_pelvis():
    regions = ["L5", "SACRUM"]
    assert rules.classify_extent(regions) == "SPINE_2_3"
    assert rules.classify_extent(regions, sacrum_group="PELVIS") == "SKELETON_2_3"
    assert rules.region_sites("PELVIS")["S1"] == "PELVIS"


def test_every_bone_region_has_a_site():
    named = {code.code: rules.region_sites()[code.code] for code in load_value_set("bone_region")}
    assert "" not in named.values()
    assert (named["RIB_R11"], named["STERNUM"], named["T3"]) == ("RIB", "STERNUM", "SPINE")
    assert (named["HIP_BONE_L"], named["FEMUR_R"]) == ("PELVIS", "LONG_BONE_LOWER")


@pytest.mark.parametrize(
    ("event_type", "symptomatic", "expected"),
    [
        ("FRACTURE_VERTEBRAL", "Y", True),
        ("FRACTURE_VERTEBRAL", "N", False),
        ("RT_BONE", None, False),
        ("SURGERY_BONE", "N", True),
        ("PAIN_NEW_OR_WORSE", "Y", False),
    ],
)
def test_symptomatic_events(event_type, symptomatic, expected):
    assert rules.is_in_set(event_type, symptomatic, "SSE") is expected


def test_every_event_type_is_a_code_of_the_registry():
    codes = set(load_value_set("skeletal_event_type").words)
    named = [*rules.EVENT_SETS.values(), *rules.COMPONENTS.values()]
    assert set().union(*named) <= codes


def test_every_agent_with_a_tail_is_a_code_of_the_registry():
    assert set(rules.TAIL_DAYS) <= set(load_value_set("antiresorptive_agent").words)


def test_events_outside_the_interval_are_not_counted():
    found = rules.count_exposed_time(
        date(2021, 1, 1), date(2021, 1, 31), [], [date(2020, 12, 31), date(2021, 2, 1)]
    )
    assert found == (0, 30, 0, 0)


@pytest.mark.parametrize("missing", ["location", "pain", "lesion", "posterolateral"])
def test_an_incomplete_sins_has_no_total(missing):
    whole = {
        "location": "T5",
        "pain": "none",
        "lesion": "mixed",
        "alignment": "normal",
        "collapse": "none",
        "posterolateral": "none",
    }
    assert rules.score_sins(whole) == (2, "stable")
    assert rules.score_sins({**whole, missing: None}) is None


def test_an_incomplete_mirels_score_has_no_total():
    assert rules.score_mirels({"site": "upper_limb", "pain": "mild"}) is None


def test_the_worst_of_a_score_is_its_last_category():
    most_sins = {name: max(words.values()) for name, words in rules.SINS_POINTS.items()}
    most_mirels = {name: max(words.values()) for name, words in rules.MIRELS_POINTS.items()}
    assert rules.rate_sins(most_sins) == (18, rules.SINS_CATEGORIES[-1])
    assert rules.rate_mirels(most_mirels) == (12, rules.MIRELS_CATEGORIES[-1])


def test_points_that_a_score_does_not_give_leave_it_without_a_total():
    points = dict.fromkeys(rules.SINS_POINTS, 0)
    assert rules.rate_sins({**points, "pain": 3}) == (3, "stable")
    assert rules.rate_sins({**points, "pain": 2}) is None


def test_every_grade_of_compression_is_a_code_of_the_registry():
    assert set(rules.ESCC_GRADES) == set(load_value_set("escc").words)
    assert [grade for grade in rules.ESCC_GRADES if rules.is_high_grade(grade)] == ["2", "3"]


def test_opioids_without_a_factor_have_no_equivalent():
    """A local table is needed; silence would understate the dose."""
    assert rules.oral_morphine_mg([("morphine", 10.0), ("buprenorphine", 1.0)]) is None


def test_clearance_is_defined_for_two_sexes_only():
    assert rules.creatinine_clearance_ml_min(60, 70, 1.0, "D") is None


def test_a_rise_of_exactly_the_limit_is_deterioration():
    """1.2 - 0.7 is a little less than 0.5 in binary arithmetic."""
    assert rules.has_renal_deterioration(0.7, 1.2)


@pytest.mark.parametrize(
    ("topography", "expected"),
    [("C17.3", "ileum"), ("C17.8", "small_intestine_nos"), ("C18.1", "other_gastrointestinal"),
     ("C37.9", "other"), ("C80.9", "unknown_primary"), ("C25.4", "pancreas")],
)  # fmt: skip
def test_sites(topography, expected):
    assert rules.classify_site(topography) == expected


def test_the_duodenum_by_switch():
    assert rules.is_small_intestinal("C17.0")
    assert not rules.is_small_intestinal("C17.0", include_duodenum=False)
    assert rules.is_small_intestinal("C17.9", include_duodenum=False)


@pytest.mark.parametrize(
    ("topography", "group", "expected"),
    [
        ("C17.0", "SMALL_INTESTINE", True),
        ("C25.4", "SMALL_INTESTINE", False),
        ("C25.4", "PANCREAS", True),
        ("C34.1", "LUNG", True),
        ("C17.0", "PANCREAS", False),
    ],
)
def test_groups_of_sites(topography, group, expected):
    assert rules.is_in_site_group(topography, group) is expected


def test_a_duodenal_tumour_may_be_left_out_of_its_group():
    assert not rules.is_in_site_group("C17.0", "SMALL_INTESTINE", include_duodenum=False)
