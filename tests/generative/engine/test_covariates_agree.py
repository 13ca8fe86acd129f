"""Follow-up by covariates on invented studies: two engines and plain Python, to the count."""

from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engines import LoadedTables, check_covariates, check_outcome, load_into_duckdb
from interpreter import interpret
from invention import Invented, Story, protocols, records_for
from osteon.cohort import build_cohort

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
MOST = settings.default.max_examples
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)


def examples(number: int) -> settings:
    return settings(max_examples=number, phases=PHASES, suppress_health_check=SLOW)


class Model(NamedTuple):
    """What is asked: whom, by what, and what changes on its own day."""

    story: Story
    records: Invented
    population: str
    steady: list[str]
    switching: list[str]
    outcome: str


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Return a protocol with records, and covariates of it, the same one never twice."""
    story = draw(protocols())
    records = draw(records_for(story.protocol, story.single))
    population = draw(st.sampled_from(sorted(story.protocol.population)))
    variables = story.protocol.variable
    truths = sorted(name for name, variable in variables.items() if variable.any is not None)
    switching = draw(st.lists(st.sampled_from(truths), max_size=3, unique=True))
    others = sorted(set(variables) - set(switching))
    steady = draw(st.lists(st.sampled_from(others), max_size=2, unique=True)) if others else []
    if not (steady or switching):
        switching = truths[:1]
    return Model(story, records, population, steady, switching, draw(st.sampled_from(truths)))


def check_engine(loaded: LoadedTables, model: Model) -> None:
    """Pass if the engine that holds the records counts as the interpreter does."""
    protocol = model.story.protocol
    found = interpret(protocol, model.records.rows)
    cohort = build_cohort(protocol, loaded)
    for endpoint in protocol.endpoint.values():
        check_covariates(cohort, found, endpoint, model.population, model.steady, model.switching)
    names = [name for name in model.steady if name != model.outcome] or [model.outcome]
    check_outcome(cohort, found, model.population, model.outcome, names)


@examples(8)
@given(models())
def test_duckdb_counts_covariates_as_the_interpreter(model):
    with load_into_duckdb(model.records) as loaded:
        check_engine(loaded, model)


@examples(4)
@given(models())
def test_postgresql_counts_covariates_as_the_interpreter(postgres, model):
    with postgres.load(model.records) as loaded:
        check_engine(loaded, model)


@pytest.mark.deep
@examples(MOST)
@given(models())
def test_duckdb_counts_covariates_of_many_studies(model):
    with load_into_duckdb(model.records) as loaded:
        check_engine(loaded, model)


@pytest.mark.deep
@examples(MOST)
@given(models())
def test_postgresql_counts_covariates_of_many_studies(postgres, model):
    with postgres.load(model.records) as loaded:
        check_engine(loaded, model)
