"""A registry with two centres and one account for each role."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from osteon.registry import actions
from osteon.registry.operations import found_chain
from osteon.registry.policies import Actor, Role, operator

AT = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)


@pytest.fixture
def registry(db: None) -> SimpleNamespace:
    """Two centres, A and B, and an actor for each role at A."""
    by = operator("tests")
    found_chain()
    for code in ("A", "B"):
        actions.create_centre(code, f"Centre {code}", by=by, at=AT)
    actors = {role: Actor(f"{role.value}_a", {"A": frozenset({role})}) for role in Role}
    return SimpleNamespace(operator=by, actors=actors, at=AT)
