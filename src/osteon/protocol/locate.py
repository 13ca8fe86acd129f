"""Where a key of a TOML file stands: the line a person has to go to."""

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")


def find_line(text: str, path: Sequence[str]) -> int | None:
    r"""Return the line, from 1, at which the longest findable part of a key path stands.

    The text is read line by line; keys inside multi-line values are found by their parent.

    Examples
    --------
    >>> find_line("[analysis.a]\ntitle = 'x'\n", ("analysis", "a", "title"))
    2
    >>> find_line("[analysis.a]\ntitle = 'x'\n", ("analysis", "a", "nothing"))
    1
    """
    best, best_length = None, 0
    header: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        match = _HEADER.match(line)
        if match:
            header = _split(match.group(1))
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


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _shared_length(left: Sequence[str], right: Sequence[str]) -> int:
    length = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        length += 1
    return length
