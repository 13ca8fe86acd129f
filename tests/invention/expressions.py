"""Conditions and calculations as text, over names of known kinds."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from invention.vocabulary import EXACT_DAYS, Field, Kind

COMPARATORS = ("=", "!=", "<", "<=", ">", ">=")
NUMBERS = ("0", "1", "2", "-1", "0.5", "0.1", "100", "30")
DEEPEST = 2


@dataclass(frozen=True)
class Sketch:
    """What a name stands for, and literals to hold it against."""

    kind: Kind
    literals: tuple[str, ...]


Scope = Mapping[str, Sketch]


def scope_of(fields: tuple[Field, ...]) -> dict[str, Sketch]:
    """Return the names of a condition on the rows of a table."""
    return {field.name: Sketch(field.kind, field.literals) for field in fields}


def conditions(scope: Scope, depth: int = DEEPEST) -> st.SearchStrategy[str]:
    """Return conditions over the names of a scope, which must not be empty."""
    leaves = st.sampled_from(sorted(scope)).flatmap(lambda name: _leaf(scope, name))
    if depth == 0:
        return leaves
    inner = conditions(scope, depth - 1)
    joined = st.tuples(inner, st.sampled_from(("and", "or")), inner).map(" ".join)
    bracketed = inner.map("({})".format)
    return st.one_of(leaves, leaves, joined, bracketed.map("not {}".format), bracketed)


def calculations(scope: Scope, depth: int = DEEPEST) -> st.SearchStrategy[str]:
    """Return calculations that give a number."""
    numbers = [name for name in sorted(scope) if scope[name].kind == "number"]
    dates = [name for name in sorted(scope) if scope[name].kind == "date"]
    leaves = [st.sampled_from(NUMBERS)]
    if numbers:
        leaves += [st.sampled_from(numbers)] * 2
    if len(dates) > 1:
        pairs = st.tuples(st.sampled_from(dates), st.sampled_from(dates))
        leaves.append(pairs.map("({0[0]} - {0[1]})".format))
    if depth == 0:
        return st.one_of(leaves)
    inner = calculations(scope, depth - 1)
    combined = st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join)
    return st.one_of(*leaves, combined, combined.map("({})".format))


def _leaf(scope: Scope, name: str) -> st.SearchStrategy[str]:
    about = st.sampled_from((f"{name} is missing", f"{name} is not missing"))
    match scope[name].kind:
        case "boolean":
            said = st.sampled_from(
                (name, name, f"not {name}", f"{name} = true", f"{name} != false")
            )
            return st.one_of(said, about)
        case "category":
            return st.one_of(_compared(scope, name), _listed(scope[name], name), about)
        case "number":
            return st.one_of(
                _compared(scope, name), _listed(scope[name], name), _reckoned(scope), about
            )
        case "date":
            return st.one_of(_compared(scope, name), _dated(scope, name), about)


def _compared(scope: Scope, name: str) -> st.SearchStrategy[str]:
    """Return a name held against a literal, or against another name of its kind."""
    kind = scope[name].kind
    others = [other for other in sorted(scope) if scope[other].kind == kind]
    right = st.sampled_from((*scope[name].literals, *others))
    simple = st.tuples(st.just(name), st.sampled_from(COMPARATORS), right).map(" ".join)
    between = st.tuples(right, right).map(lambda ends: f"{name} between {ends[0]} and {ends[1]}")
    return st.one_of(simple, simple, between)


def _listed(sketch: Sketch, name: str) -> st.SearchStrategy[str]:
    values = st.lists(st.sampled_from(sketch.literals), min_size=1, max_size=3, unique=True)
    words = st.sampled_from(("in", "not in"))
    return st.tuples(words, values).map(lambda w: f"{name} {w[0]} ({', '.join(w[1])})")


def _reckoned(scope: Scope) -> st.SearchStrategy[str]:
    sides = calculations(scope, 1)
    return st.tuples(sides, st.sampled_from(COMPARATORS), sides).map(" ".join)


def _dated(scope: Scope, name: str) -> st.SearchStrategy[str]:
    """Return a day some days before or after a date, held against another day."""
    dates = [other for other in sorted(scope) if scope[other].kind == "date"]
    shifted = st.tuples(st.sampled_from("+-"), st.sampled_from(("1", "30", "400")))
    right = st.sampled_from((*dates, *EXACT_DAYS))
    return st.tuples(shifted, st.sampled_from(COMPARATORS), right).map(
        lambda parts: f"{name} {' '.join(parts[0])} {parts[1]} {parts[2]}"
    )
