"""Rows of a cohort of invented patients; of real ones nothing but counts leaves the engine."""

import pyarrow as pa

from osteon.cohort.build import Cohort
from osteon.cohort.endpoints import follow
from osteon.protocol import Endpoint


def reveal_units(cohort: Cohort) -> pa.Table:
    """Return one row a unit, with the columns that `Cohort` describes."""
    return cohort.table.to_pyarrow()


def reveal_follow_up(cohort: Cohort, endpoint: Endpoint) -> pa.Table:
    """Return one row a unit: ``unit_id``, ``time``, ``status``, ``ended_by``, ``left_out``."""
    rows = follow(
        cohort.table,
        endpoint,
        data_cutoff=cohort.data_cutoff,
        group=cohort.table.unit_id,
        unit_id=cohort.table.unit_id,
    )
    return rows.select("unit_id", "time", "status", "ended_by", "left_out").to_pyarrow()
