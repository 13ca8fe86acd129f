"""Counts below a time axis add up to all who were there from time zero on."""

import numpy as np
import pyarrow as pa
import pytest

from osteon.cohort import EndpointCounts
from osteon.protocol import Survival
from osteon.study.axis_counts import Leavers, leaving_cells
from osteon.study.cell_keys import CellKeys
from osteon.study.hazards import hazard_ratio_cells

TIME = np.array([0.0, 5.0, 10.0, 400.0])
EVENTS = {"fracture": np.array([1.0, 0.0, 2.0, 1.0]), "death": np.array([0.0, 1.0, 0.0, 1.0])}
CENSORED = np.array([0.0, 2.0, 0.0, 2.0])
ASKED = Survival(
    kind="survival", title="", population="p", endpoint="e", group="g", hazard_ratio=True
)
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


def test_a_hazard_ratio_compares_each_group_with_the_first():
    days = list(range(1, 41))
    table = pa.table(
        {
            "group": ["b", "a"] * 20 + ["c"] * 40,
            "time": days * 2,
            "status": [1] * 40 + [1, 0] * 20,
            "n": [1] * 80,
        }
    )
    found = hazard_ratio_cells(CellKeys("a", "p"), ASKED, table, ["c", "a", "b"], 0.95)
    assert [cell.group for cell in found] == ["a vs c", "b vs c"]
    assert all(1 < cell.value < 4 and cell.conf_low < cell.value < cell.conf_high for cell in found)


def test_groups_without_an_event_get_no_hazard_ratio():
    table = pa.table({"group": ["a", "b"], "time": [1, 2], "status": [0, 0], "n": [3, 4]})
    assert hazard_ratio_cells(CellKeys("a"), ASKED, table, ["a", "b"], 0.95) == []
    assert hazard_ratio_cells(CellKeys("a"), ASKED, table, ["a"], 0.95) == []
