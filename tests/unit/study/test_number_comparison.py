"""Numbers of Table 1 between populations: the test the protocol asks for, and the difference."""

import math

import pyarrow as pa
import pytest

from osteon.cohort import CohortVariable
from osteon.errors import EstimationError, ProtocolError
from osteon.protocol import parse_protocol
from osteon.study import number_comparison, run_study
from osteon.study.cell_keys import CellKeys
from osteon.study.number_comparison import compare_numbers

AGE = CohortVariable("age", "number", "Age", "years", {})
KEYS = CellKeys("table", variable="age", n_missing=7)
YOUNG, OLD = {49.0: 1, 55.0: 1, 57.0: 1}, {58.0: 1, 61.0: 1, 70.0: 1}

TABLE = """
[variable.followed]
duration = { from = "diagnosis", to = "last_contact", unit = "days" }

[population.women]
title = "Women"
from = "all"
steps = [{ keep = "sex = 'F'", reason = "Men" }]

[population.men]
title = "Men"
from = "all"
without = "women"

[analysis.who]
kind = "characteristics"
title = "Who"
populations = ["all"]
variables = ["followed", "sex"]
compare = ["women", "men"]
"""


def counts(**groups):
    """Return the count table of groups given as counts by value; None is a missing one."""
    rows = [
        {"group": group, "value": value, "n": n}
        for group, by_value in groups.items()
        for value, n in by_value.items()
    ]
    return pa.Table.from_pylist(rows)


def compared(table, groups=("a", "b"), test="rank"):
    cells = compare_numbers(KEYS, table, groups, AGE, test=test, conf_level=0.95)
    return {(cell.group, cell.statistic): cell for cell in cells}


def test_two_groups_by_hand():
    """Every value of the first is larger: 9 pairs of 9, one in ten orders on either side."""
    cells = compared(counts(b=YOUNG, a={**OLD, None: 7}, c={90.0: 5}))
    assert set(cells) == {("a vs b", w) for w in ("test_statistic", "p_value", "location_shift")}
    p_value = cells["a vs b", "p_value"]
    assert cells["a vs b", "test_statistic"].value == 9
    assert p_value.value == pytest.approx(0.1)
    assert (p_value.n, p_value.n_missing, p_value.method) == (6, 7, "Exact Mann-Whitney test")
    shift = cells["a vs b", "location_shift"]
    assert (shift.value, shift.unit, shift.conf_level) == (9, "years", 0.95)
    assert p_value.cell_id == "table/a vs b/age/p_value"


def test_the_first_less_the_second_whatever_the_order_of_the_counts():
    table = counts(b=YOUNG, a=OLD)
    assert compared(table, ("b", "a"))["b vs a", "location_shift"].value == -9
    turned = compared(table, ("b", "a"), "welch")["b vs a", "mean_difference"].value
    assert turned == -compared(table, test="welch")["a vs b", "mean_difference"].value


@pytest.mark.parametrize(("test", "df"), [("student", 4), ("welch", 3.4845)])
def test_means_on_request(test, df):
    cells = compared(counts(a=OLD, b=YOUNG), test=test)
    words = ("test_statistic", "df", "p_value", "mean_difference")
    assert set(cells) == {("a vs b", word) for word in words}
    assert cells["a vs b", "df"].value == pytest.approx(df, abs=5e-4)
    assert {c.method for c in cells.values()} == {f"{test.capitalize()}'s t test"}


def test_three_groups_have_one_test_and_a_shift_each_from_the_first():
    groups = ("a", "b", "c")
    cells = compared(counts(a=YOUNG, b=OLD, c={80.0: 2}), groups)
    assert cells["a vs b vs c", "p_value"].method == "Kruskal-Wallis test"
    assert cells["a vs b vs c", "df"].value == 2
    shifts = {group: c.value for (group, word), c in cells.items() if word == "location_shift"}
    assert shifts == {"b vs a": 9, "c vs a": 25}


def test_none_where_nothing_can_be_compared_or_nothing_is_asked_for():
    nobody = pa.concat_tables([counts(a=OLD), counts(b={None: 4}).cast(counts(a=OLD).schema)])
    assert compared(nobody) == {}
    assert compared(counts(a=OLD, b=YOUNG), test="none") == {}


def test_values_all_tied_have_no_p_value():
    cells = compared(counts(a={60.0: 3}, b={60.0: 4}))
    assert math.isnan(cells["a vs b", "p_value"].value)


def test_too_many_pairs_leave_the_test_without_a_shift(monkeypatch):
    def refuse(*_, **__):
        raise EstimationError("Too many.", [])

    monkeypatch.setattr(number_comparison, "estimate_location_shift", refuse)
    assert {word for _, word in compared(counts(a=OLD, b=YOUNG))} == {"test_statistic", "p_value"}


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function: further parts of a protocol to the results of the study."""
    patients = [
        {"sex": sex, "last": f"201{year}-01-01"} for year, sex in enumerate("FFFMMM", start=1)
    ]

    def study(key="", *parts):
        protocol = parse_protocol(protocol_text(TABLE + key, *parts))
        return run_study(protocol, freeze_rows(tables(patients))).results

    return study


@pytest.mark.parametrize(
    ("key", "method"),
    [
        ("", "Exact Mann-Whitney test"),
        ('numeric_test = "welch"', "Welch's t test"),
        ('numeric_test = "student"', "Student's t test"),
    ],
)
def test_the_protocol_chooses_and_the_methods_say_so(run, key, method):
    results = run(key)
    cells = {cell.cell_id: cell for cell in results.cells}
    assert cells["who/women vs men/followed/p_value"].method == method
    (analysis,) = (one for one in results.analyses if one.id == "who")
    name = method.removeprefix("Exact ").removesuffix(" test")
    assert any(name in sentence for sentence in analysis.methods)


def test_a_number_is_not_tested_where_the_protocol_says_so(run):
    names = {cell.cell_id for cell in run('numeric_test = "none"').cells}
    assert not [name for name in names if name.startswith("who/women vs men/followed")]


def test_multi_01_counts_the_tests_of_numbers(run):
    few = "[settings]\nmost_tests = 2\n"
    assert "MULTI-01" in {finding.code for finding in run("", few).warnings}
    assert "MULTI-01" not in {f.code for f in run('numeric_test = "none"', few).warnings}


def test_a_large_p_value_has_its_interval_beside_it(run):
    """EQUIV-01 asks for the difference of every test that finds none."""
    assert "EQUIV-01" not in {
        finding.code for finding in run().warnings if finding.analysis == "who"
    }


@pytest.mark.parametrize("test", ["welch", "student"])
@pytest.mark.parametrize("compare", ["[]", '["women", "men", "all"]'])
def test_a_t_test_compares_two_populations(protocol_text, test, compare):
    text = TABLE.replace('["women", "men"]', compare) + f'numeric_test = "{test}"'
    with pytest.raises(ProtocolError, match="which names the two populations"):
        parse_protocol(protocol_text(text))


def test_each_pair_of_several_is_held_apart(protocol_text):
    text = TABLE.replace('["women", "men"]', '["women", "men", "all"]')
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(protocol_text(text))
    found = [problem.found for problem in caught.value.problems]
    assert found == [
        f"OVERLAP-01: every patient of '{part}' is also in 'all'" for part in ("women", "men")
    ]
