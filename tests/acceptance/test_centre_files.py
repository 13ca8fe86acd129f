"""The study of the golden registry, run on what centres keep of it: the same numbers."""

import numpy as np


def differing(run, golden):
    """Return the ids of the cells whose numbers are not those of the golden registry."""
    found = {cell.cell_id: cell for cell in run.results.cells}
    assert found.keys() == golden.keys()
    return {
        cell_id
        for cell_id, cell in found.items()
        if not np.array_equal(numbers(cell), numbers(golden[cell_id]), equal_nan=True)
    }


def numbers(cell):
    n = np.nan if cell.n is None else cell.n
    return np.array([cell.value, cell.conf_low, cell.conf_high, n], dtype=float)


def test_the_flat_spss_file_gives_every_number_of_the_study(spss_run, sinet):
    assert differing(spss_run, sinet) == set()
