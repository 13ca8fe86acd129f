"""Counts below a time axis add up to all who were there from time zero on."""

import numpy as np
import pyarrow as pa
import pytest

from osteon.cohort import EndpointCounts
from osteon.study.axis_counts import Leavers, leaving_cells
from osteon.study.cell_keys import CellKeys

TIME = np.array([0.0, 5.0, 10.0, 400.0])
EVENTS = {"fracture": np.array([1.0, 0.0, 2.0, 1.0]), "death": np.array([0.0, 1.0, 0.0, 1.0])}
CENSORED = np.array([0.0, 2.0, 0.0, 2.0])
COUNTED = EndpointCounts(pa.table({"time": [0, 5, 10, 400]}), 10, 0, 0, 0)


def cells(*below):
    keys = CellKeys("a", "p", "g")
    return leaving_cells(keys, Leavers(TIME, EVENTS, CENSORED), below, COUNTED, "days")


def test_only_what_is_asked_for_is_counted():
    assert cells("at_risk") == []
    assert {cell.statistic for cell in cells("censored")} == {"n_censored_by"}
    assert {cell.variable for cell in cells("events")} == {"fracture", "death"}


@pytest.mark.parametrize(("time", "at_risk"), [("0", 10), ("60", 4), ("360", 4)])
def test_those_who_left_before_a_time_and_those_at_risk_then_are_all(time, at_risk):
    left = sum(cell.value for cell in cells("events", "censored") if cell.level == time)
    assert left + at_risk == 10
