"""How far apart two populations are, in standard deviations, beside the tests of Table 1."""

import math

import pyarrow as pa
import pytest

from osteon.cohort import CohortVariable
from osteon.protocol import parse_protocol
from osteon.study import run_study
from osteon.study.cell_keys import CellKeys
from osteon.study.standardised import standardised_difference

AGE = CohortVariable("age", "number", "Age", "years", {})
SEX = CohortVariable("sex", "category", "Sex", "", {"M": "Male", "F": "Female"})
GRADE = CohortVariable("grade", "category", "Grade", "", {g: g for g in ("G1", "G2", "G3")})
KEYS = CellKeys("table", group="a vs b", variable="x")

TABLE = """
[population.late]
title = "Referred late"
from = "all"
steps = [{ keep = "referral > diagnosis", reason = "Referred at once" }]

[population.rest]
title = "Referred at once"
from = "all"
without = "late"

[analysis.who]
kind = "characteristics"
title = "Who"
populations = ["all"]
variables = ["sex"]
compare = ["late", "rest"]
"""


def counts(**groups):
    """Return the count table of groups given as counts by value; None is a missing one."""
    rows = [
        {"group": group, "value": value, "n": n}
        for group, by_value in groups.items()
        for value, n in by_value.items()
    ]
    return pa.Table.from_pylist(rows)


def compared(variable, table):
    return standardised_difference(KEYS, table, ["a", "b"], variable)


def test_a_number_by_hand():
    """Means 2 and 4 with the same variance, 1: two standard deviations apart, the first below."""
    table = counts(b={3.0: 1, 4.0: 1, 5.0: 1}, a={1.0: 1, 2.0: 1, 3.0: 1, None: 7}, c={90.0: 5})
    cell = compared(AGE, table)
    assert cell.value == pytest.approx(-2)
    assert cell.n == 6
    assert cell.cell_id == "table/a vs b/x/standardised_difference"


def test_two_levels_are_compared_in_the_first_which_the_method_names():
    cell = compared(SEX, counts(a={"F": 40, "M": 65}, b={"M": 108, "F": 92, None: 3}))
    assert cell.value == pytest.approx(0.1606, abs=5e-5)
    assert "'Male'" in cell.method


def test_three_levels_have_a_distance_without_sign():
    table = counts(a={"G1": 5, "G2": 3, "G3": 2}, b={"G1": 2, "G2": 3, "G3": 5})
    turned = counts(b={"G1": 5, "G2": 3, "G3": 2}, a={"G1": 2, "G2": 3, "G3": 5})
    assert compared(GRADE, table).value == pytest.approx(compared(GRADE, turned).value)
    assert compared(GRADE, table).value > 0


def test_populations_of_one_level_do_not_differ():
    assert compared(SEX, counts(a={"M": 3}, b={"M": 8})).value == 0


@pytest.mark.parametrize(
    ("variable", "known"), [(AGE, {1.0: 2, 2.0: 3}), (SEX, {"M": 1, "F": 1}), (GRADE, {"G1": 2})]
)
def test_a_population_without_a_known_value_makes_it_not_estimable(variable, known):
    table = pa.concat_tables([counts(a=known), counts(b={None: 4}).cast(counts(a=known).schema)])
    assert math.isnan(compared(variable, table).value)


@pytest.fixture
def cells(freeze_rows, tables, protocol_text):
    """Return a function: a key of the analysis to the cells of the study."""
    patients = [{"sex": sex, "referral": day} for sex, day in
                (("M", "2012-01-01"), ("M", "2012-01-01"), ("F", "2012-01-01"),
                 ("M", "2010-01-01"), ("F", "2010-01-01"), ("F", "2010-01-01"))]  # fmt: skip

    def run(key):
        protocol = parse_protocol(protocol_text(TABLE + key))
        results = run_study(protocol, freeze_rows(tables(patients))).results
        return {cell.cell_id: cell for cell in results.cells}

    return run


def test_a_table_has_them_on_request_only(cells):
    name = "who/late vs rest/sex/standardised_difference"
    assert name not in cells("")
    asked = cells("standardised_differences = true\n")
    assert abs(asked[name].value) == pytest.approx(1 / 3 / math.sqrt(2 / 9))
