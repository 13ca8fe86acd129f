"""A protocol under other choices, and no larger than some of its analyses need."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from osteon.protocol.analysis import Analysis, Characteristics, Distribution
from osteon.protocol.model import Variable
from osteon.protocol.populations import Branches
from osteon.protocol.sensitivity import Sensitivity
from osteon.protocol.study_protocol import StudyProtocol

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_UNNAMED = frozenset({"title", "label", "note", "levels", "describe"})
"""Keys of a declaration without names that an analysis needs: prose, and what a flow describes."""
Part = TypeVar("Part", bound=BaseModel)


def apply_choices(protocol: StudyProtocol, names: Sequence[str]) -> StudyProtocol:
    """Return a protocol as it would be under other choices of its own."""
    for name in names:
        choice = protocol.sensitivity[name]
        rule = choice.partial_dates or protocol.settings.partial_dates
        protocol = protocol.model_copy(
            update={
                "settings": protocol.settings.model_copy(update={"partial_dates": rule}),
                "switches": {**protocol.switches, **choice.switches},
                "date": _with_options(protocol.date, choice),
                "variable": _with_options(protocol.variable, choice),
            }
        )
    return protocol


def focus(analysis: Analysis, variables: Collection[str]) -> Analysis:
    """Return an analysis without what its numbers on these variables can do without.

    Where each variable is answered for itself, the others are left out; what a publication printed
    always is.
    """
    left_out: dict[str, Any] = {"published": (), "note": ""}
    if isinstance(analysis, Characteristics | Distribution):
        left_out["variables"] = tuple(name for name in analysis.variables if name in variables)
    return analysis.model_copy(update=left_out)


def narrow(protocol: StudyProtocol, kept: Mapping[str, Analysis]) -> StudyProtocol:
    """Return a protocol with these analyses alone and what they need, directly or through others.

    Every declaration whose name occurs in one that is kept is kept: a few too many, never one too
    few. Nobody is described at the steps of a flow.
    """
    needed = _named(kept.values())
    declared: Mapping[str, Mapping[str, BaseModel]] = {
        section: getattr(protocol, section) for section in ("date", "variable", "population",
                                                            "endpoint")
    }  # fmt: skip
    open_names = set(needed)
    while open_names:
        found = [parts[name] for parts in declared.values() for name in open_names & parts.keys()]
        open_names = _named(found) - needed
        needed |= open_names
    return protocol.model_copy(
        update={
            **{section: _only(parts, needed) for section, parts in declared.items()},
            "population": {
                name: population.model_copy(update={"describe": ()})
                for name, population in _only(protocol.population, needed).items()
            },
            "analysis": dict(kept),
            "branches": tuple(_narrow_branches(protocol, needed)),
            "sensitivity": {},
            "expect": (),
            "primary": None,
        }
    )


def _narrow_branches(protocol: StudyProtocol, names: Collection[str]) -> Iterator[Branches]:
    for branches in protocol.branches:
        into = tuple(name for name in branches.into if name in names)
        if len(into) > 1:
            is_complete = branches.complete and into == branches.into
            yield branches.model_copy(update={"into": into, "complete": is_complete})


def _with_options(declared: Mapping[str, Variable], choice: Sensitivity) -> dict[str, Variable]:
    return {
        name: variable.model_copy(
            update={"options": {**variable.options, **choice.options.get(name, {})}}
        )
        for name, variable in declared.items()
    }


def _only(parts: Mapping[str, Part], names: Collection[str]) -> dict[str, Part]:
    return {name: part for name, part in parts.items() if name in names}


def _named(parts: Collection[BaseModel]) -> set[str]:
    """Return every word that may be a name, wherever it stands in these declarations."""
    return {word for part in parts for word in _words(part.model_dump(exclude=set(_UNNAMED)))}


def _words(value: Any) -> set[str]:
    if isinstance(value, str):
        return set(_WORD.findall(value))
    if isinstance(value, Mapping):
        return {word for item in (*value.keys(), *value.values()) for word in _words(item)}
    if isinstance(value, list | tuple):
        return {word for item in value for word in _words(item)}
    return set()
