"""Numbers of Table 1 are tested from records as R tests those of the cohort's own file."""

import csv
from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from osteon.protocol import parse_protocol
from osteon.study import run_study

RTOL = 1e-9  # the same closed forms in another order
EXPECTED = Path(__file__).parents[2] / "oracle" / "expected" / "golden_numbers.csv"
HEAD = """
protocol = 1
id = "numbers"
title = "Numbers"

[variable.age]
column = "tumour.age_at_diagnosis"
unit = "years"

[variable.sex]
column = "patient.sex"

[variable.grade.first]
from = "pathology"
where = "is_reference"
date = "specimen_date"
value = "grade_reported"

[population.all]
title = "All"

[[branches]]
from = "all"
into = ["men", "women", "g1", "g2", "g3"]
are = "overlapping"
"""
PART = """
[population.{name}]
title = "{name}"
from = "all"
steps = [{{ keep = "{keep}", reason = "Another" }}]
"""
TABLE = """
[analysis.{name}]
kind = "characteristics"
title = "Age"
populations = ["all"]
variables = ["age"]
compare = {compare}
numeric_test = "{test}"
"""
SEXES, GRADES = ["men", "women"], ["g1", "g2", "g3"]
PROTOCOL = "".join(
    [
        HEAD,
        PART.format(name="men", keep="sex = 'M'"),
        PART.format(name="women", keep="sex = 'F'"),
        *(PART.format(name=name, keep=f"grade = '{name.upper()}'") for name in GRADES),
        *(TABLE.format(name=t, test=t, compare=SEXES) for t in ("rank", "welch", "student")),
        TABLE.format(name="grades", test="rank", compare=GRADES),
    ]
)


@pytest.fixture(scope="module")
def r() -> dict[str, float]:
    with EXPECTED.open(encoding="utf-8") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def cells(golden_snapshot):
    """Cells that compare, by analysis, groups and statistic."""
    results = run_study(parse_protocol(PROTOCOL), golden_snapshot).results
    return {(c.analysis, c.group, c.statistic): c for c in results.cells if " vs " in c.group}


@pytest.mark.parametrize("test", ["rank", "welch", "student"])
def test_two_populations(cells, r, test):
    for word, name in (("test_statistic", "statistic"), ("df", "df"), ("p_value", "p")):
        expected = r.get(f"{test}_{name}")
        found = cells.get((test, "men vs women", word))
        assert (found is None) == (expected is None)
        if found is not None:
            assert_allclose(found.value, expected, rtol=RTOL)


@pytest.mark.parametrize(
    ("test", "groups", "statistic", "name"),
    [
        ("rank", "men vs women", "location_shift", "rank_shift"),
        ("welch", "men vs women", "mean_difference", "welch_difference"),
        ("student", "men vs women", "mean_difference", "student_difference"),
        ("grades", "g2 vs g1", "location_shift", "grade_2_shift"),
        ("grades", "g3 vs g1", "location_shift", "grade_3_shift"),
    ],
)
def test_the_difference_and_its_interval(cells, r, test, groups, statistic, name):
    cell = cells[test, groups, statistic]
    expected = [r[f"{name}{end}"] for end in ("", "_low", "_high")]
    assert_allclose([cell.value, cell.conf_low, cell.conf_high], expected, rtol=RTOL, atol=1e-12)
    assert cell.unit == "years"


def test_three_populations(cells, r):
    for word, name in (("chi_square", "statistic"), ("df", "df"), ("p_value", "p")):
        found = cells["grades", "g1 vs g2 vs g3", word].value
        assert_allclose(found, r[f"grades_{name}"], rtol=RTOL)


@pytest.mark.parametrize("mistake", ["rank_uncorrected_p", "rank_ties_ignored_p"])
def test_without_correction_or_ties_two_populations_do_not_agree(cells, r, mistake):
    found = cells["rank", "men vs women", "p_value"].value
    assert abs(found / r[mistake] - 1) > 1000 * RTOL


def test_without_ties_three_populations_do_not_agree(cells, r):
    found = cells["grades", "g1 vs g2 vs g3", "chi_square"].value
    assert abs(found / r["grades_ties_ignored_statistic"] - 1) > 1000 * RTOL


def test_the_method_names_the_test(cells):
    methods = {key[0]: c.method for key, c in cells.items() if key[2] == "p_value"}
    assert methods == {
        "rank": "Mann-Whitney test with continuity correction",
        "welch": "Welch's t test",
        "student": "Student's t test",
        "grades": "Kruskal-Wallis test",
    }
