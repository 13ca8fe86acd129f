"""What the language can say is interpreted and invented; a new key has to come here first."""

import pytest

from invention.variables import SOURCES
from osteon.protocol import (
    Bands,
    Branches,
    Case,
    Duration,
    Endpoint,
    EventRows,
    Population,
    Selection,
    Step,
    Variable,
)

PRINTED = {"label", "unit", "levels", "title", "reason", "describe", "are", "complete"}
"""Words of a report, and what a study refuses by; no row depends on them."""
GUARDED = {"found_at_assessments"}
"""What a guard looks at; no row depends on it."""
BESIDE_A_SOURCE = {"known", "options", "version"}
INTERPRETED = {
    Variable: {*SOURCES, *BESIDE_A_SOURCE},
    Selection: {"table", "where", "date", "value", "near", "link", "after", "before"},
    Duration: {"start", "end", "unit"},
    Bands: {"of", "limits", "labels"},
    Case: {"when", "level"},
    Population: {"parent", "steps", "without"},
    Step: {"keep", "drop"},
    Branches: {"parent", "into"},
    Endpoint: {
        "origin", "events", "recurrent", "competing", "censored_at", "entry", "exclude_prevalent",
        "minimum_follow_up", "observed_until", "observed_for", "last_negative",
    },
    EventRows: {"table", "where", "date", "link", "part_of", "window_days"},
}  # fmt: skip


@pytest.mark.parametrize("model", INTERPRETED, ids=lambda model: model.__name__)
def test_every_key_is_interpreted_and_invented(model):
    """Where this fails: teach tests/interpreter and tests/invention the key, and add it above."""
    keys = set(model.model_fields)
    words = PRINTED - {"unit"} if model is Duration else PRINTED
    assert keys - words - GUARDED == INTERPRETED[model]
