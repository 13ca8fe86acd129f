"""The golden registry, run through records, concepts, cohort and estimates, meets its targets.

The targets were written by the maker of the golden cohort from the publication; nothing here
reads the cohort file itself.
"""

import json
import math
from pathlib import Path

import pytest

TARGETS = json.loads((Path(__file__).parent / "sinet_targets.json").read_text(encoding="utf-8"))
STRATA = TARGETS["strata"]
BONE = STRATA["BM"]
PARTS = {
    "sinet": ("non_stage_IV", "stage_IV_without_BM", "BM"),
    "stage4": ("stage_IV_without_BM", "BM"),
    "bone": ("BM",),
}
LEVELS = {
    "sex": ("sex", {"M": "M", "F": "F"}),
    "site": (
        "loc",
        {"ileum": "ileum", "jejunum": "jejunum", "duodenum": "duodenum",
         "undetermined": "small_intestine_nos"},
    ),
    "grade": ("grade", {"G1": "G1", "G2": "G2", "G3": "G3"}),
}  # fmt: skip


def total(population, key, level):
    return sum(STRATA[part][key][level] for part in PARTS[population])


def table_1_cases():
    for population in PARTS:
        for variable, (key, levels) in LEVELS.items():
            for target, level in levels.items():
                yield population, variable, level, total(population, key, target)


@pytest.mark.parametrize(("population", "variable", "level", "expected"), list(table_1_cases()))
def test_table_1_counts(sinet, population, variable, level, expected):
    cell_id = f"table_1/{population}/{variable}/{level}/n"
    found = sinet[cell_id].value if cell_id in sinet else 0
    assert found == expected


@pytest.mark.parametrize("population", PARTS)
def test_functioning_counts(sinet, population):
    serotonin = total(population, "func", "serotonin")
    gastrin = total(population, "func", "gastrin")
    functioning = sinet[f"table_1/{population}/functioning/functioning/n"].value
    assert functioning == serotonin + gastrin
    assert sinet[f"table_1/{population}/hormone/carcinoid/n"].value == serotonin
    assert sinet[f"table_1/{population}/hormone/gastrinoma/n"].value == gastrin


@pytest.mark.parametrize(
    ("population", "key", "variable"),
    [
        (population, key, variable)
        for key, variable in (("ages", "age_at_diagnosis"), ("followup", "follow_up"))
        for population in PARTS
    ],
)
def test_medians_and_ranges(sinet, population, key, variable):
    target = TARGETS[f"{key}_median_range"][
        {"sinet": "all", "stage4": "IV", "bone": "BM"}[population]
    ]
    found = [
        sinet[f"table_1/{population}/{variable}/{word}"].value for word in ("median", "min", "max")
    ]
    assert [round(value) for value in found] == target


@pytest.mark.parametrize(
    ("variable", "key"), [("sex", "sex"), ("site", "loc"), ("grade", "grade_n303")]
)
def test_tests_compare_disjoint_groups(sinet, variable, key):
    cell = sinet[f"table_1/bone vs no_bone/{variable}/p_value"]
    assert round(cell.value, 3) == TARGETS["table_p_disjoint_pearson"][key]


def test_the_grade_test_drops_the_two_without_grade(sinet):
    assert sinet["table_1/bone vs no_bone/grade/p_value"].n == 303


def test_the_odds_ratio_of_functioning(sinet):
    ratio = sinet["table_1/bone vs no_bone/functioning/odds_ratio"]
    printed = [round(value, 1) for value in (ratio.value, ratio.conf_low, ratio.conf_high)]
    assert printed == TARGETS["table_p_disjoint_pearson"]["OR_func"]
    assert sinet["table_1/bone vs no_bone/functioning/p_value"].value < 0.001


@pytest.mark.parametrize(
    ("cell_id", "expected"),
    [
        ("figure_2a/bone/evidence_first/C/n", BONE["imaging_initial"]["both"]),
        ("figure_2a/bone/evidence_first/B/n", BONE["imaging_initial"]["tracer_only"]),
        ("figure_2b/bone/evidence_last/C/n", BONE["imaging_last"]["morphological"]),
        ("figure_2b/bone/evidence_last/B/n", BONE["imaging_last"]["tracer_only"]),
        ("figure_2c/bone/morphology_last/osteoblastic/n", BONE["morphology_last"]["blastic"]),
        ("figure_2c/bone/morphology_last/mixed/n", BONE["morphology_last"]["mixed"]),
        ("figure_2c/bone/morphology_last/osteolytic/n", BONE["morphology_last"]["lytic"]),
        ("figure_2c/bone/morphology_last/tracer_only/n", BONE["morphology_last"]["tracer_only"]),
        ("timing/bone/bone_timing/synchronous/n", BONE["timing"]["synchronous_le6"]),
        ("timing/bone/bone_timing/metachronous/n", BONE["timing"]["metachronous"]),
        ("table_2/bone/extent/MULTIFOCAL_GE4/n", BONE["skeletal"]["multifocal_ge4"]),
        ("table_2/bone/extent/SPINE_2_3/n", BONE["skeletal"]["spine_2_3"]),
        ("table_2/bone/extent/SKELETON_2_3/n", BONE["skeletal"]["skeleton_2_3"]),
        ("table_2/bone/extent/SOLITARY/n", BONE["skeletal"]["single"]),
        ("sre/bone/skeletal_event/true/n", BONE["SRE"]["patients"]),
        ("sre/bone/fracture/true/n", BONE["SRE"]["events"]["fracture"]),
        ("sre/bone/pain/true/n", BONE["SRE"]["events"]["pain"]),
        ("sre/bone/radiation/true/n", BONE["SRE"]["events"]["radiation"]),
        ("sre/bone/cord_compression/true/n", BONE["SRE"]["events"]["cord"]),
        ("sre_by_antiresorptive/bone/false/skeletal_event/true/n", BONE["SRE"]["untreated"]),
        ("os_by_bone/stage4/true/n_event", BONE["deaths"]),
        ("os_by_bone/stage4/false/n_event", STRATA["stage_IV_without_BM"]["deaths"]),
    ],
)
def test_counts_in_bone_metastasis(sinet, cell_id, expected):
    assert sinet[cell_id].value == expected


def test_nobody_under_antiresorptive_therapy_had_an_event(sinet):
    """The zero is a number of its own, with the interval that it leaves open."""
    treated = "sre_by_antiresorptive/bone/true/skeletal_event/true"
    assert sinet[f"{treated}/n"].value == 0
    assert sinet[f"{treated}/n"].n == BONE["antiresorptive"]["yes"]
    assert round(sinet[f"{treated}/percent"].conf_high, 1) == 11.7
    p_value = sinet["sre_by_antiresorptive/true vs false/skeletal_event/p_value_exact"].value
    assert round(p_value, 4) == 0.0176


@pytest.mark.parametrize(("region", "n"), list(BONE["skeletal"]["single_sites"].items()))
def test_regions_of_solitary_metastases(sinet, region, n):
    assert sinet[f"table_2/solitary/solitary_region/{region.upper()}/n"].value == n


def test_time_to_bone_metastasis(sinet):
    found = sinet["timing/bone/diagnosis_to_bone/median"].value
    assert round(found) == TARGETS["times"]["dx_to_BM_median"]


@pytest.mark.parametrize(
    ("cell_id", "key"),
    [
        ("os_stage4/stage4/median_survival_spss", "IV"),
        ("os_by_bone/stage4/true/median_survival_spss", "BM"),
        ("os_by_bone/stage4/false/median_survival_spss", "noBM"),
    ],
)
def test_median_survival_with_the_interval_of_spss(sinet, cell_id, key):
    cell = sinet[cell_id]
    median, low, high = TARGETS["OS"][key]
    assert round(cell.value) == median
    assert (round(cell.conf_low, 1), round(cell.conf_high, 1)) == (low, high)


def test_log_rank_of_the_naive_comparison(sinet):
    assert round(sinet["os_by_bone/stage4/p_value"].value, 4) == 0.0229
    assert sinet["os_by_function/stage4/p_value"].value < 0.0001


@pytest.mark.parametrize(("time", "key"), [("60", "S60_all"), ("120", "S120_all")])
def test_survival_rates_of_all_patients(sinet, time, key):
    cell = sinet[f"survival_rates/sinet/{time}/survival"]
    assert cell.n == 458
    assert round(cell.value, 1) == round(100 * TARGETS["OS"][key], 1)


@pytest.mark.parametrize(
    ("cell_id", "key"),
    [
        ("os_by_grade/stage4/G1", "G1_IV"),
        ("os_by_grade/stage4/G2", "G2_IV"),
    ],
)
def test_median_survival_by_grade_with_its_interval(sinet, cell_id, key):
    cell = sinet[f"{cell_id}/median_survival_spss"]
    median, low, high = TARGETS["OS"][key]
    assert round(cell.value) == median
    assert [round(cell.conf_low, 1), round(cell.conf_high, 1)] == [low, high]


@pytest.mark.parametrize(
    ("cell_id", "key"),
    [
        ("os_by_timing/bone/synchronous", "sync"),
        ("os_by_timing/bone/metachronous", "meta"),
        ("os_by_evidence/bone/B", "tracer_only"),
        ("os_by_evidence/bone/C", "both"),
        ("os_by_morphology/pure_morphology/osteoblastic", "blastic"),
        ("os_by_morphology/pure_morphology/osteolytic", "lytic"),
        ("os_by_function_and_bone/stage4/functioning_bone", "F_BM"),
    ],
)
def test_medians_of_groups_of_bone_metastasis(sinet, cell_id, key):
    assert round(sinet[f"{cell_id}/median_survival"].value) == TARGETS["OS"][key]


def test_the_median_is_not_reached_without_function_and_bone_metastasis(sinet):
    assert TARGETS["OS"]["NF_noBM"] is None
    assert math.isnan(sinet["os_by_function_and_bone/stage4/neither/median_survival"].value)


@pytest.mark.parametrize(
    ("cell_id", "key", "decimals"),
    [
        ("os_by_timing/bone", "sync_meta", 3),
        ("os_by_evidence/bone", "tracer_only_both", 3),
        ("os_by_morphology/pure_morphology", "blastic_lytic", 1),
        ("os_by_site/stage4", "location", 3),
    ],
)
def test_log_rank_tests_of_groups(sinet, cell_id, key, decimals):
    assert round(sinet[f"{cell_id}/p_value"].value, decimals) == TARGETS["logrank_p"][key]


def test_four_groups_differ(sinet):
    assert sinet["os_by_function_and_bone/stage4/p_value"].value < 0.0001


@pytest.mark.parametrize(
    ("region", "n_bone", "n"),
    [
        (region, BONE["loc"][key], BONE["loc"][key] + STRATA["stage_IV_without_BM"]["loc"][key])
        for region, key in (
            ("ileum", "ileum"),
            ("jejunum", "jejunum"),
            ("duodenum", "duodenum"),
            ("small_intestine_nos", "undetermined"),
        )
    ],
)
def test_bone_metastasis_by_primary_site(sinet, region, n_bone, n):
    cell = sinet[f"by_primary_site/stage4/{region}/bone_metastasis/true/n"]
    assert (cell.value, cell.n) == (n_bone, n)


@pytest.mark.parametrize(
    ("cell_id", "expected"),
    [
        ("organ_metastasis/true", BONE["other_organ_mets"]),
        ("liver_metastasis/true", BONE["liver"]),
        ("organs/liver_alone", BONE["liver_only_organ"]),
        ("organs/liver_and_other", BONE["liver_plus_other"]),
        ("organs/other_without_liver", BONE["other_organ_without_liver"]),
        ("organs/none", BONE["no_other_organ"]["choose"]["bone_only"]),
        ("organs/lymph_nodes_alone", BONE["no_other_organ"]["choose"]["bone_plus_non_organ"]),
    ],
)
def test_other_metastases(sinet, cell_id, expected):
    assert sinet[f"other_metastases/bone/{cell_id}/n"].value == expected


@pytest.mark.parametrize(("group", "key"), [("C", "initial_both"), ("B", "initial_tracer_only")])
def test_skeletal_events_by_evidence(sinet, group, key):
    cell_id = f"sre_by_evidence/bone/{group}/skeletal_event/true/n"
    assert sinet[cell_id].value == BONE["SRE"][key]


@pytest.mark.parametrize(
    ("group", "key"), [("osteoblastic", "blastic"), ("mixed_or_osteolytic", "lytic_plus_mixed")]
)
def test_skeletal_events_by_morphology(sinet, group, key):
    cell_id = f"sre_by_morphology/bone/{group}/skeletal_event/true/n"
    assert sinet[cell_id].value == BONE["SRE"][key]


def test_every_value_of_the_source_that_can_be_met_is_met(sinet_run):
    """What the source contradicts itself is shown as such, and is not fitted."""
    found = sinet_run.results.published
    assert len(found) > 130
    unmet = {
        (value.cell_id, value.printed)
        for value in found
        if value.status != "CONTRA" and value.verdict != "agrees"
    }
    assert not unmet
    impossible = {value.printed for value in found if value.verdict == "cannot be"}
    assert {"27.7 %", "19.1 %", "40 %", "10.4 %", "57.1 %"} <= impossible


def test_prevalence_and_incidence_stand_apart(sinet):
    at_diagnosis = sinet["bone_prevalence/sinet/bone_at_diagnosis/at_diagnosis/n"].value
    assert sinet["bone_incidence/sinet/n_prevalent"].value == at_diagnosis
    new = sinet["bone_incidence/sinet/time_to_bone/n_event"].value
    assert at_diagnosis + new == BONE["n"]


def test_naive_groupings_are_marked(sinet_run):
    codes = {(finding.code, finding.analysis) for finding in sinet_run.results.warnings}
    assert ("TIME-01", "os_by_bone") in codes
    assert ("TIME-01", "os_by_timing") in codes
    assert ("TIME-01", "os_by_function_and_bone") in codes
    assert ("TIME-01", "survival_from_bone_by_timing") not in codes
    assert ("TIME-01", "sre_by_antiresorptive") in codes
    assert ("TIME-01", "os_by_function") not in codes


def test_prevalent_events_are_left_out_of_the_incidence_and_named(sinet_run, sinet):
    assert sinet["sre_incidence/bone/n_prevalent"].value == 4
    assert sinet["sre_incidence/bone/time_to_skeletal_event/n_event"].value == 9
    assert any(finding.code == "PREVALENT-01" for finding in sinet_run.results.warnings)


def test_attrition_adds_up(sinet_run):
    steps = {step.population: step for step in sinet_run.results.attrition}
    assert [steps[name].n_after for name in ("sinet", "stage4", "bone", "no_bone")] == [
        458,
        305,
        105,
        200,
    ]
    for step in steps.values():
        assert step.n_before == step.n_excluded + step.n_unknown + step.n_after
