"""Engines that hold invented records, and what must agree with the plain interpreter on each."""

from engines.agreement import check_counts, check_follow_up, check_units
from engines.covariates import check_covariates, check_outcome
from engines.duckdb import load_into_duckdb
from engines.loaded import LoadedTables
from engines.postgres import PostgresServer, start_postgres

__all__ = [
    "LoadedTables",
    "PostgresServer",
    "check_counts",
    "check_covariates",
    "check_follow_up",
    "check_outcome",
    "check_units",
    "load_into_duckdb",
    "start_postgres",
]
