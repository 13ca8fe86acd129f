"""Thresholds of the rules, per centre, with the name of who signed them off."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from osteon.errors import Problem, ProtocolError, SourceFileError, suggest
from osteon.quality import Switches
from osteon.worklist.rules import RULES

KEYS = ("signed_off_by", "signed_off_on", "rules_off", "rule")
_NONE: Switches = MappingProxyType({})


@dataclass(frozen=True)
class SignOff:
    """Who of a centre stands for its thresholds, and since when.

    Parameters
    ----------
    by : str
        The board or the person, by role.
    on : date
        The day.
    """

    by: str
    on: date


@dataclass(frozen=True)
class CentreThresholds:
    """What holds at one centre.

    Parameters
    ----------
    sign_off : SignOff or None
        Who signed; nothing where nobody did, and then the defaults hold.
    rules_off : frozenset of str
        Codes of the rules that the centre does not use.
    values : mapping of str to mapping
        Thresholds that differ from the defaults, by the code of their rule.
    """

    sign_off: SignOff | None = None
    rules_off: frozenset[str] = frozenset()
    values: Mapping[str, Switches] = field(default_factory=dict)

    def of(self, rule: str) -> dict[str, Any]:
        """Return the thresholds of a rule: as the centre set them, else the defaults."""
        return {**RULES[rule].defaults, **self.values.get(rule, _NONE)}


DEFAULTS = CentreThresholds()


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of every centre; the defaults, not signed off, where one has said nothing.

    Parameters
    ----------
    centres : mapping of str to CentreThresholds
        By the identifier of the centre.
    """

    centres: Mapping[str, CentreThresholds] = field(default_factory=dict)

    def at(self, centre_id: str) -> CentreThresholds:
        """Return what holds at a centre."""
        return self.centres.get(centre_id, DEFAULTS)


def load_thresholds(path: Path) -> Thresholds:
    """Read thresholds from a file in TOML.

    Parameters
    ----------
    path : Path
        One table a centre: ``signed_off_by`` and ``signed_off_on``, both needed; ``rules_off``, a
        list of codes; and ``rule``, thresholds by the code of their rule.

    Raises
    ------
    SourceFileError
        The file cannot be read, or is no TOML.
    ProtocolError
        A centre has no sign-off, a rule or threshold is not known, or a value is not permitted;
        all such at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(str(path), "no file that can be read", "a text file in TOML")
        raise SourceFileError("The thresholds cannot be read.", [problem]) from error
    return parse_thresholds(text, where=path.name)


def parse_thresholds(text: str, *, where: str = "thresholds") -> Thresholds:
    """Read thresholds from TOML; see `load_thresholds`.

    Examples
    --------
    >>> text = '''
    ... [centre.C01]
    ... signed_off_by = "tumour board"
    ... signed_off_on = 2026-03-01
    ... rule.CG-01.due_days = 42
    ... '''
    >>> parse_thresholds(text).at("C01").of("CG-01")["due_days"]
    42
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(where, f"text that is not TOML: {error}", "a text file in TOML")
        raise SourceFileError("The thresholds cannot be read.", [problem]) from error
    problems = [
        Problem(f"{where}: {key}", "a key that is not known", "centre", suggest(key, ["centre"]))
        for key in given
        if key != "centre"
    ]
    centres = given.get("centre", {})
    if not isinstance(centres, dict):
        problems.append(Problem(f"{where}: centre", "no table", "one table a centre"))
        centres = {}
    for centre_id, entry in centres.items():
        problems.extend(_entry_problems(f"{where}: centre.{centre_id}", entry))
    if problems:
        raise ProtocolError("The thresholds of the worklist cannot be used.", problems)
    return Thresholds({centre_id: _read_entry(entry) for centre_id, entry in centres.items()})


def _entry_problems(where: str, entry: object) -> Iterator[Problem]:
    if not isinstance(entry, dict):
        yield Problem(where, "no table", f"a table with {', '.join(KEYS)}")
        return
    for key in entry.keys() - set(KEYS):
        yield Problem(f"{where}.{key}", "a key that is not known", ", ".join(KEYS),
                      suggest(key, KEYS))  # fmt: skip
    by = entry.get("signed_off_by")
    if not isinstance(by, str) or not by.strip():
        yield Problem(f"{where}.signed_off_by", "no name", "the board or person that signed")
    if type(entry.get("signed_off_on")) is not date:
        yield Problem(f"{where}.signed_off_on", "no day", "a day, as 2026-03-01")
    yield from _rule_problems(where, entry.get("rules_off", []), entry.get("rule", {}))


def _rule_problems(where: str, rules_off: object, values: object) -> Iterator[Problem]:
    if not isinstance(rules_off, list):
        yield Problem(f"{where}.rules_off", "no list", "a list of codes of rules")
        rules_off = []
    if not isinstance(values, dict):
        yield Problem(f"{where}.rule", "no table", "thresholds by the code of their rule")
        values = {}
    for code in (*rules_off, *values):
        if code not in RULES:
            hint = suggest(str(code), list(RULES))
            yield Problem(f"{where}.{code}", "no rule of this code", "a code such as CG-01", hint)
    for code, settings in values.items():
        if code in RULES:
            yield from RULES[code].threshold_problems(f"{where}.rule.{code}", settings)


def _read_entry(entry: Mapping[str, Any]) -> CentreThresholds:
    return CentreThresholds(
        sign_off=SignOff(entry["signed_off_by"].strip(), entry["signed_off_on"]),
        rules_off=frozenset(entry.get("rules_off", ())),
        values=entry.get("rule", {}),
    )
