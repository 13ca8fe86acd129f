"""Value sets: the codes that a field may hold, each with its place in an outside coding system."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from osteon.errors import CodeError, Problem, suggest

_LISTS = files("osteon.codes") / "lists"
_SHOWN = 12
_VERIFIED = "V"


@dataclass(frozen=True, slots=True)
class Code:
    """One permitted code.

    Parameters
    ----------
    code : str
        What a record holds.
    display : str
        What a person reads.
    system : str
        The coding system that `external_code` belongs to; ``Osteon`` where there is none.
    external_code : str
        The code in that system; empty where there is none.
    verified : bool
        False where the external code still has to be checked by a terminologist.
    group : str, optional
        The group of a bone region, for example ``SPINE``.
    side : str, optional
        ``L`` or ``R`` where the code itself fixes the side.
    """

    code: str
    display: str
    system: str
    external_code: str
    verified: bool
    group: str = ""
    side: str = ""


@dataclass(frozen=True)
class ValueSet:
    """A named and versioned list of codes.

    Parameters
    ----------
    name : str
        The name that fields of the dictionary refer to.
    version : str
        Raised whenever a code is added, withdrawn or given another meaning.
    title : str
        What the codes stand for.
    source : str
        Who maintains the codes, or where they were read.
    codes : tuple of Code
        In the order in which a form shows them.
    """

    name: str
    version: str
    title: str
    source: str
    codes: tuple[Code, ...]
    _by_code: Mapping[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = MappingProxyType({code.code: code for code in self.codes})
        object.__setattr__(self, "_by_code", by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        return self._by_code[code]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def words(self) -> tuple[str, ...]:
        """The codes as bare words."""
        return tuple(self._by_code)


@cache
def value_sets() -> Mapping[str, ValueSet]:
    """Return all value sets by name, in alphabetical order."""
    entries = _read_rows("index")
    return MappingProxyType({entry["name"]: _read_value_set(entry) for entry in entries})


def load_value_set(name: str) -> ValueSet:
    """Return the value set of a name.

    Raises
    ------
    CodeError
        If there is no value set of this name; the nearest names are suggested.
    """
    known = value_sets()
    if name in known:
        return known[name]
    hint = suggest(name, list(known)) or "The manual lists all value sets."
    problem = Problem(
        where=name, found="no value set of this name", permitted="a value set", hint=hint
    )
    raise CodeError("A value set is not known.", [problem])


def check_code(value_set: str, code: str, *, where: str) -> Problem | None:
    """Return the problem with a code, or nothing if the value set contains it.

    The code itself is not repeated, as what stands in its place may be a patient's name.
    """
    permitted = load_value_set(value_set)
    if code in permitted:
        return None
    hint = suggest(code, permitted.words)
    return Problem(where, "a code that is not in the list", _render_permitted(permitted), hint)


def _render_permitted(value_set: ValueSet) -> str:
    words = value_set.words
    if len(words) <= _SHOWN:
        return ", ".join(words)
    return f"one of the {len(words)} codes of the value set '{value_set.name}'"


def _read_value_set(entry: Mapping[str, str]) -> ValueSet:
    codes = tuple(_parse_code(row) for row in _read_rows(entry["name"]))
    return ValueSet(entry["name"], entry["version"], entry["title"], entry["source"], codes)


def _parse_code(row: Mapping[str, str]) -> Code:
    return Code(
        code=row["code"],
        display=row["display"],
        system=row["system"],
        external_code=row["external_code"],
        verified=row["status"] == _VERIFIED,
        group=row.get("group", ""),
        side=row.get("side", ""),
    )


def _read_rows(name: str) -> list[dict[str, str]]:
    text = (_LISTS / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
