"""Value sets: complete, versioned, honest about what was not verified."""

import csv
from pathlib import Path

import pytest

from osteon.codes import Code, check_code, load_value_set, value_sets
from osteon.errors import CodeError

ROOT = Path(__file__).parents[3]
LISTS = ROOT / "src" / "osteon" / "codes" / "lists"

OUTSIDE_LISTS = {
    "bone_region_snomed": 42,
    "bone_region_totalsegmentator": 62,
    "rt_target_obds2021": 19,
    "metastasis_organ_obds": 12,
    "drug_atc": 15,
    "drug_rxnorm": 6,
    "observation": 51,
    "clinical": 19,
    "dicom": 7,
    "icd10cm": 11,
    "omop": 6,
}


@pytest.mark.parametrize(("name", "n_codes"), OUTSIDE_LISTS.items())
def test_lists_of_outside_systems_are_complete(name, n_codes):
    value_set = load_value_set(name)
    assert len(value_set) == n_codes
    assert all(code.external_code for code in value_set)


def test_every_file_is_in_the_index_and_has_a_version():
    files = {path.stem for path in LISTS.glob("*.csv")} - {"index"}
    assert set(value_sets()) == files
    assert all(item.version and item.title and item.source for item in value_sets().values())
    assert list(value_sets()) == sorted(value_sets())


def test_the_lists_can_be_found_from_the_root():
    assert (ROOT / "codelists").resolve() == LISTS


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.csv")), ids=lambda path: path.stem)
def test_no_code_stands_twice_and_no_row_is_ragged(path):
    """A display with a comma in it must not shift the columns after it."""
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert all(len(row) == len(head) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_a_comma_in_a_display_is_kept():
    code = load_value_set("morphology")["8249/3"]
    assert code.display == "NET G2 (also G3, atypical carcinoid)"
    assert code.external_code == "8249/3"


def test_what_was_written_from_memory_stays_unverified():
    assert not load_value_set("drug_rxnorm")["sunitinib"].verified
    assert load_value_set("drug_rxnorm")["octreotide"].verified
    assert not any(code.verified for code in load_value_set("topography"))


def test_a_bone_region_knows_its_group_its_side_and_its_code():
    rib = load_value_set("bone_region")["RIB_L3"]
    assert rib == Code(
        code="RIB_L3",
        display="left rib 3",
        system="SNOMED CT",
        external_code="113197003",
        verified=True,
        group="THORAX",
        side="L",
    )


def test_every_bone_region_has_a_group_and_a_target_area():
    groups = load_value_set("region_group")
    areas = load_value_set("rt_target_obds2021")
    targets = load_value_set("bone_region_obds")
    for region in load_value_set("bone_region"):
        assert region.group in groups
        assert targets[region.code].external_code in areas


def test_labels_of_the_segmentation_are_bone_regions():
    regions = load_value_set("bone_region")
    assert all(code.code in regions for code in load_value_set("bone_region_totalsegmentator"))


def test_an_organ_maps_to_the_message_of_the_cancer_registry():
    outside = load_value_set("metastasis_organ_obds")
    assert all(organ.external_code in outside for organ in load_value_set("organ"))
    assert load_value_set("organ")["BONE"].external_code == "OSS"
    assert load_value_set("organ")["HEART"].external_code == "OTH"


def test_the_two_denosumab_products_share_a_class_but_not_a_code():
    agents = load_value_set("antiresorptive_agent")
    assert agents["denosumab"].external_code == agents["denosumab_60mg"].external_code == "M05BX04"


def test_a_code_of_the_list_is_no_problem():
    assert check_code("sex", "F", where="patient.sex") is None


def test_an_unknown_code_is_answered_with_the_permitted_ones_and_not_repeated():
    problem = check_code("functioning", "non-functioning", where="row 3, functioning")
    assert str(problem) == (
        "row 3, functioning: found a code that is not in the list; "
        "permitted: functioning, non_functioning, unknown. "
        "Did you mean 'non_functioning' or 'functioning'?"
    )


def test_of_a_long_list_only_the_nearest_codes_are_named():
    problem = check_code("bone_region", "FEMUR", where="region")
    assert problem is not None
    assert problem.permitted == "one of the 71 codes of the value set 'bone_region'"
    assert "'FEMUR_L'" in problem.hint


def test_an_unknown_value_set_is_answered_with_the_nearest_names():
    with pytest.raises(CodeError) as caught:
        load_value_set("modalities")
    assert str(caught.value) == (
        "A value set is not known.\n"
        "  - modalities: found no value set of this name; permitted: a value set. "
        "Did you mean 'modality'?"
    )
