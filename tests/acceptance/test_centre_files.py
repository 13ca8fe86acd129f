"""The study of the golden registry, run on what centres keep of it: the same numbers."""

import numpy as np
import pytest

LESS_PRECISE = {
    "sre_incidence",
    "sre_incidence_by_evidence",
    "sre_incidence_by_morphology",
    "sre_rates",
    "sre_recurrent",
    "sre_under_antiresorptive",
}
"""Analyses that rest on days of which the sheet has the month or the year alone."""


def differing(run, golden):
    """Return the ids of the cells that are not those of the golden registry, or not there."""
    found = {cell.cell_id: cell for cell in run.results.cells}
    return (found.keys() ^ golden.keys()) | {
        cell_id
        for cell_id in found.keys() & golden.keys()
        if not np.array_equal(numbers(found[cell_id]), numbers(golden[cell_id]), equal_nan=True)
    }


def numbers(cell):
    n = np.nan if cell.n is None else cell.n
    return np.array([cell.value, cell.conf_low, cell.conf_high, n], dtype=float)


def test_the_flat_spss_file_gives_every_number_of_the_study(spss_run, sinet):
    assert differing(spss_run, sinet) == set()


@pytest.mark.deep
def test_the_excel_sheet_gives_every_number_whose_days_it_carries(excel_run, sinet):
    analyses = {cell_id.partition("/")[0] for cell_id in differing(excel_run, sinet)}
    assert analyses == LESS_PRECISE
