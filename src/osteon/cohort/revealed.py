"""Rows of a cohort of invented patients; of real ones nothing but counts leaves the engine."""

import pyarrow as pa

from osteon.cohort.build import Cohort
from osteon.cohort.endpoints import derive_endpoint
from osteon.cohort.follow_up import follow
from osteon.protocol import Endpoint


def reveal_units(cohort: Cohort) -> pa.Table:
    """Return one row a unit, with the columns that `Cohort` describes."""
    return cohort.table.to_pyarrow()


def reveal_follow_up(cohort: Cohort, endpoint: Endpoint) -> pa.Table:
    """Return one row a unit: ``unit_id``, ``time``, ``status``, ``ended_by``, ``left_out``."""
    table = cohort.table
    followed = follow(cohort, table, endpoint, unit_id=table.unit_id)
    ended = derive_endpoint(
        table, endpoint, data_cutoff=cohort.data_cutoff, unit_id=table.unit_id
    ).select("unit_id", "ended_by")
    rows = followed.join(ended, "unit_id")
    return rows.select("unit_id", "time", "status", "ended_by", "left_out").to_pyarrow()
