"""Invented protocols on invented records: DuckDB, PostgreSQL and plain Python, to the row."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engines import LoadedTables, check_counts, check_follow_up, check_units, load_into_duckdb
from interpreter import interpret
from invention import Invented, Story, protocols, records_for
from osteon.cohort import build_cohort

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes here: a failure prints protocol and records."""
MOST = settings.default.max_examples
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def examples(number: int) -> settings:
    return settings(max_examples=number, phases=PHASES, suppress_health_check=SLOW)


@st.composite
def studies(draw: st.DrawFn) -> tuple[Story, Invented, str, str]:
    """Return a protocol, records for it, and one of its populations and variables to count by."""
    story = draw(protocols())
    records = draw(records_for(story.protocol, story.single))
    population = draw(st.sampled_from(sorted(story.protocol.population)))
    variables = story.protocol.variable
    truths = [name for name, variable in variables.items() if variable.any is not None]
    group = draw(st.sampled_from(truths + sorted(variables)))
    return story, records, population, group


def check_engine(loaded: LoadedTables, story: Story, records: Invented, *counted: str) -> None:
    """Pass if the engine that holds the records answers as the interpreter does."""
    found = interpret(story.protocol, records.rows)
    cohort = build_cohort(story.protocol, loaded)
    check_units(cohort, found)
    for endpoint in story.protocol.endpoint.values():
        check_follow_up(cohort, found, endpoint)
        check_counts(cohort, found, endpoint, *counted)


@examples(40)
@given(studies())
def test_duckdb_agrees_with_the_interpreter(study):
    with load_into_duckdb(study[1]) as loaded:
        check_engine(loaded, *study)


@examples(12)
@given(studies())
def test_postgresql_agrees_with_the_interpreter(postgres, study):
    with postgres.load(study[1]) as loaded:
        check_engine(loaded, *study)


@pytest.mark.deep
@examples(MOST)
@given(studies())
def test_duckdb_agrees_on_many_studies(study):
    with load_into_duckdb(study[1]) as loaded:
        check_engine(loaded, *study)


@pytest.mark.deep
@examples(MOST)
@given(studies())
def test_postgresql_agrees_on_many_studies(postgres, study):
    with postgres.load(study[1]) as loaded:
        check_engine(loaded, *study)
