"""Where a key of a TOML file stands: the line a person has to go to."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")


def find_line(text: str, path: Sequence[str]) -> int | None:
    r"""Return the line, from 1, at which the longest findable part of a key path stands.

    The text is read line by line; keys inside multi-line values are found by their parent. Tables
    of an array are counted from 0.

    Examples
    --------
    >>> find_line("[analysis.a]\ntitle = 'x'\n", ("analysis", "a", "title"))
    2
    >>> find_line("[analysis.a]\ntitle = 'x'\n", ("analysis", "a", "nothing"))
    1
    >>> find_line("[[expect]]\ntitle = 'x'\n[[expect]]\ntitle = 'y'\n", ("expect", "1", "title"))
    4
    """
    best, best_length = None, 0
    header: tuple[str, ...] = ()
    arrays: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        match = _HEADER.match(line)
        if match:
            name = _split(match.group(2))
            arrays[name] += match.group(1) == "[["
            header = _numbered(name, arrays)
            here = header
        else:
            key, equals, _ = line.partition("=")
            if not equals or line.lstrip().startswith("#"):
                continue
            here = header + _split(key)
        shared = _shared_length(here, path)
        if shared == len(here) and shared > best_length:
            best, best_length = number, shared
    return best


def place_of(text: str, path: Sequence[str], *, name: str) -> str:
    r"""Return where a key stands, as ``FILE:LINE, KEY``; without a line where it stands nowhere.

    Examples
    --------
    >>> place_of("[analysis.a]\ntitle = 'x'\n", ("analysis", "a", "title"), name="small.toml")
    'small.toml:2, analysis.a.title'
    """
    line = find_line(text, path)
    file = f"{name}:{line}" if line else name
    return f"{file}, {'.'.join(path)}"


def _numbered(name: tuple[str, ...], arrays: Mapping[tuple[str, ...], int]) -> tuple[str, ...]:
    """Return the path of a header, with the present number of each array of tables in it."""
    path: list[str] = []
    for length, part in enumerate(name, start=1):
        path.append(part)
        seen = arrays.get(name[:length], 0)
        if seen:
            path.append(str(seen - 1))
    return tuple(path)


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _shared_length(left: Sequence[str], right: Sequence[str]) -> int:
    length = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        length += 1
    return length
