"""From a file to a protocol that is whole, or to one message with all that is wrong."""

import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from osteon.errors import Problem, ProtocolError, suggest
from osteon.protocol.check import find_problems
from osteon.protocol.compose import BASED_ON, LEAVE_OUT, compose
from osteon.protocol.explain import explain
from osteon.protocol.locate import place_of
from osteon.protocol.study_protocol import StudyProtocol
from osteon.protocol.words import permitted_keys, written_path


def load_protocol(path: Path) -> StudyProtocol:
    """Read a protocol from a TOML file and check it as a whole.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    StudyProtocol
        Complete: every name it uses is declared, every column and concept exists.

    Raises
    ------
    ProtocolError
        With every problem, by file, line and key.
    """
    text = _read(path)
    base = _find_base(path, text)
    return parse_protocol(text if base is None else compose(text, base), name=str(path))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(
            where=str(path),
            found="no text file that can be read",
            permitted="a protocol in TOML, encoded as UTF-8",
        )
        raise ProtocolError("The protocol cannot be read.", [problem]) from error


def _find_base(path: Path, text: str) -> str | None:
    """Return the text of the protocol that this one is based on; None where it stands alone."""
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None  # which is reported with the rest
    name = own.get(BASED_ON)
    if name is None:
        return None
    where = f"{path}, {BASED_ON}"
    if not isinstance(name, str) or Path(name).name != name:
        problem = Problem(where, "no name of a file", "a file beside this one")
        raise ProtocolError(f"{path.name} is not a protocol.", [problem])
    base = _read(path.parent / name)
    try:
        inherited = tomllib.loads(base)
    except tomllib.TOMLDecodeError:
        return base  # which is reported with the rest
    analyses = inherited.get("analysis", {})
    problems = [
        Problem(f"{path}, {LEAVE_OUT}", f"{left!r}", ", ".join(analyses), suggest(left, analyses))
        for left in own.get(LEAVE_OUT, [])
        if left not in analyses
    ]
    if BASED_ON in inherited:
        problems.append(
            Problem(where, f"'{name}', itself based on another", "a protocol that stands by itself")
        )
    if problems:
        raise ProtocolError(f"{path.name} is not a protocol.", problems)
    return base


def parse_protocol(text: str, *, name: str = "protocol") -> StudyProtocol:
    """Read a protocol from text; as `load_protocol`, with a name for the messages."""
    summary = f"{name} is not a protocol."
    try:
        protocol = StudyProtocol.from_text(text)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(
            where=name,
            found=f"text that is not TOML: {error}",
            permitted="TOML 1.0",
            hint="Text values stand in quotes; a table begins with [its.name].",
        )
        raise ProtocolError(summary, [problem]) from error
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise ProtocolError(summary, [_translate(d, text, name) for d in details]) from error
    problems = find_problems(protocol)
    if problems:
        located = [
            Problem(place_of(text, path, name=name), problem.found, problem.permitted, problem.hint)
            for path, problem in problems
        ]
        raise ProtocolError(summary, located)
    return protocol


def _translate(detail: ErrorDetails, text: str, name: str) -> Problem:
    location = tuple(str(part) for part in detail["loc"])
    found, permitted, hint = explain(detail, permitted_keys(location[:-1]))
    return Problem(place_of(text, written_path(location), name=name), found, permitted, hint)
