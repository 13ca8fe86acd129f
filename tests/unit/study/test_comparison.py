"""Tests of a table of counts: by one rule, and the exact forms where they are asked for."""

import pyarrow as pa

from osteon.cohort import CohortVariable
from osteon.estimate import ContingencyTable, estimate_odds_ratio
from osteon.estimate import test_for_independence_exact as independence_exact
from osteon.protocol import parse_protocol
from osteon.study import run_study
from osteon.study.cell_keys import CellKeys
from osteon.study.comparison import compare, tabulate

KEYS = CellKeys("table", group="a vs b", variable="x")
DEAD = CohortVariable("dead", "boolean", "Dead", unit="", levels={"true": "Yes", "false": "No"})
EXACT_FORMS = {"p_value_exact", "odds_ratio_exact"}
ASSOCIATION = """
[variable.dead]
any = { from = "follow_up", where = "status = 'dead'", date = "death_date" }

[analysis.answer]
kind = "association"
title = "Answer"
population = "all"
outcome = "dead"
group = "sex"
"""


def compared(counts, **options):
    labels = {"row_labels": ["A", "B"], "column_labels": ["Yes", "No"]}
    table = ContingencyTable.from_array(counts, **labels)
    return {cell.statistic: cell for cell in compare(KEYS, "X", table, 0.95, **options)}


def test_large_counts_have_exact_forms_on_request_only():
    counts = [[65, 40], [108, 92]]
    assert not EXACT_FORMS & set(compared(counts))
    asked = compared(counts, is_exact=True)
    table = ContingencyTable.from_array(counts)
    assert asked["p_value_exact"].value == independence_exact(table).p_value
    exact = asked["odds_ratio_exact"]
    wanted = estimate_odds_ratio(table, method="conditional")
    assert (exact.value, exact.conf_low) == (wanted.value, wanted.conf_low)
    assert exact.value != asked["odds_ratio"].value
    assert exact.method == "X: odds of 'Yes' against 'No', 'A' over 'B'; exact conditional interval"


def test_small_counts_have_the_exact_test_anyway():
    assert set(compared([[1, 9], [5, 3]])) >= {"p_value_exact"}


def test_an_empty_cell_has_the_exact_ratio_already():
    asked = compared([[0, 9], [5, 3]], is_exact=True)
    assert "odds_ratio_exact" not in asked
    assert "exact conditional interval" in asked["odds_ratio"].method


def test_an_association_asks_for_them_by_a_key(freeze_rows, tables, protocol_text):
    patients = [
        {"sex": sex, **({"death": "2015-01-01"} if number % 2 else {})}
        for sex, n in (("F", 24), ("M", 25))
        for number in range(n)
    ]
    snapshot = freeze_rows(tables(patients))

    def run(*keys):
        text = protocol_text(ASSOCIATION + "\n".join(keys))
        return run_study(parse_protocol(text), snapshot).results

    statistics = {cell.statistic for cell in run().cells}
    assert not EXACT_FORMS & statistics
    asked = run("exact = true")
    assert {cell.statistic for cell in asked.cells} == statistics | EXACT_FORMS
    (answer,) = (analysis for analysis in asked.analyses if analysis.id == "answer")
    assert any("as the protocol asks" in method for method in answer.methods)


def test_no_groups_make_an_empty_table_without_tests():
    empty = pa.table({"group": pa.array([], pa.string()), "level": pa.array([], pa.string())})
    counts = empty.append_column("n", pa.array([], pa.int64()))
    table = tabulate(counts, {}, DEAD, column="level")
    assert table.n_total == 0
    assert compare(KEYS, "Dead", table, 0.95) == []
