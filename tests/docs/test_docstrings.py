"""Everything public in the statistics room is documented as NumPy documents."""

import inspect

import pytest
from numpydoc.validate import validate

from osteon import estimate

ESTIMATORS = [n for n in estimate.__all__ if n.startswith(("estimate", "fit", "test"))]
NOT_ASKED = {
    "ES01",  # a summary that says it needs no second one
    "EX01",  # results are shown by the functions that give them
    "SA01",  # the manual has the overview
    "GL01",  # text begins on the line of the quotes
}
MEMBERS = [
    f"{name}.{member}"
    for name in estimate.__all__
    if inspect.isclass(getattr(estimate, name))
    for member, value in vars(getattr(estimate, name)).items()
    if inspect.isfunction(value) and not member.startswith("_")
]


def inherits_its_fields(name):
    """Whether a result adds to one that documents the common part."""
    thing = getattr(estimate, name)
    return inspect.isclass(thing) and any(
        hasattr(b, "__dataclass_fields__") for b in thing.__mro__[1:]
    )


@pytest.mark.parametrize("name", estimate.__all__)
def test_docstring(name):
    not_asked = NOT_ASKED | ({"PR01"} if inherits_its_fields(name) else set())
    errors = [
        f"{code} {message}"
        for code, message in validate(f"osteon.estimate.{name}")["errors"]
        if code not in not_asked
    ]
    assert not errors


@pytest.mark.parametrize("name", MEMBERS)
def test_methods_say_what_they_do(name):
    class_name, _, member = name.partition(".")
    assert inspect.getdoc(getattr(getattr(estimate, class_name), member))


@pytest.mark.parametrize("name", ESTIMATORS)
def test_estimators_name_their_source(name):
    """A paper, or the package of R that gives the same."""
    assert "References\n" in (inspect.getdoc(getattr(estimate, name)) or "")
