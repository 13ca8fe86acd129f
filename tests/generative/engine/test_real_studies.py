"""The study of the golden registry: engines and plain Python, to the row and to the count."""

from pathlib import Path

import pytest

from engines import (
    LoadedTables,
    check_counts,
    check_covariates,
    check_follow_up,
    check_units,
    load_into_duckdb,
)
from interpreter import Interpretation, interpret
from invention import Invented
from osteon.cohort import build_cohort
from osteon.dictionary import ENTITIES, to_arrow
from osteon.protocol import (
    CumulativeIncidence,
    Rates,
    Recurrent,
    Regression,
    StudyProtocol,
    Survival,
    load_protocol,
)
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

PROTOCOLS = Path(__file__).parents[3] / "protocols"
GROUPED = (Survival, CumulativeIncidence, Recurrent, Rates)


@pytest.fixture(scope="module")
def registry() -> Invented:
    records = golden_records()
    tables = {
        name: to_arrow(name, records.get(name, []))
        for name, entity in ENTITIES.items()
        if "patient_id" in entity.by_name
    }
    return Invented(tables, GOLDEN_DATA_CUTOFF)


@pytest.fixture(scope="module")
def protocol() -> StudyProtocol:
    return load_protocol(PROTOCOLS / "sinet_bone.toml")


@pytest.fixture(scope="module")
def found(protocol, registry) -> Interpretation:
    return interpret(protocol, registry.rows)


def check_study(loaded: LoadedTables, protocol: StudyProtocol, found: Interpretation) -> None:
    cohort = build_cohort(protocol, loaded)
    check_units(cohort, found)
    for endpoint in protocol.endpoint.values():
        check_follow_up(cohort, found, endpoint)
    for analysis in protocol.analysis.values():
        if isinstance(analysis, Regression) and analysis.endpoint is not None:
            endpoint = protocol.endpoint[analysis.endpoint]
            steady = [c.variable for c in analysis.covariates if c.reading != "time_dependent"]
            switching = [c.variable for c in analysis.covariates if c.variable not in steady]
            check_covariates(cohort, found, endpoint, analysis.population, steady, switching)
        if isinstance(analysis, GROUPED) and analysis.group is not None:
            endpoint = protocol.endpoint[analysis.endpoint]
            check_counts(cohort, found, endpoint, analysis.population, analysis.group)


def test_duckdb_agrees_on_the_golden_registry(protocol, registry, found):
    with load_into_duckdb(registry) as loaded:
        check_study(loaded, protocol, found)


def test_postgresql_agrees_on_the_golden_registry(postgres, protocol, registry, found):
    with postgres.load(registry) as loaded:
        check_study(loaded, protocol, found)
