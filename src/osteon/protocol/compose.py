"""A protocol that is based on another: that file with some of its tables replaced."""

import re
import tomllib

BASED_ON, LEAVE_OUT = "based_on", "leave_out"
_HEADER = re.compile(r"^\[\[?\s*([^\]]+?)\s*\]\]?", re.MULTILINE)
_PUBLISHED = re.compile(r"^published = \[\n.*?^\]\n?", re.MULTILINE | re.DOTALL)
_OWN_KEYS = re.compile(r"^(?:based_on|leave_out) = (?:\[.*?\]|.*?)\n", re.MULTILINE | re.DOTALL)

Part = tuple[str, str]
"""A table's name and its lines; what stands before the first table has no name."""


def compose(text: str, base: str) -> str:
    r"""Return a protocol as one text: the base, with the tables of the other in place of its own.

    Parameters
    ----------
    text : str
        The protocol that is based on another. What it says before its first table replaces what
        the base says there; each of its tables replaces the one of the same name, or stands at
        the end where the base has none. Analyses in its ``leave_out`` are not asked.
    base : str
        The protocol it is based on. Values quoted from its own source and expectations of its own
        invented patients are left out.

    Returns
    -------
    str
        A whole protocol in TOML, which anyone can read, and run, without the two files.

    Examples
    --------
    >>> print(compose('id = "b"\n[switches]\nx = 2\n', 'id = "a"\n[switches]\nx = 1\n[date.d]\n'))
    id = "b"
    [switches]
    x = 2
    [date.d]
    <BLANKLINE>
    """
    left_out = tomllib.loads(text).get(LEAVE_OUT, [])
    own = _split(_OWN_KEYS.sub("", text, count=2))
    inherited = [
        part for part in _split(_PUBLISHED.sub("", base)) if _is_inherited(part[0], left_out)
    ]
    parts: list[Part] = []
    for part in inherited:
        replacing = [other for other in own if other[0] == part[0]]
        parts += [one for one in replacing or [part] if one not in parts]
    parts += [part for part in own if part not in parts]
    return "".join(body if body.endswith("\n") or not body else f"{body}\n" for _, body in parts)


def _split(text: str) -> list[Part]:
    """Return what stands before the first table, then each table."""
    places = [match.start() for match in _HEADER.finditer(text)]
    ends = [*places, len(text)]
    tables = [text[start:end] for start, end in zip(places, ends[1:], strict=True)]
    return [("", text[: ends[0]]), *((_name(table), table) for table in tables)]


def _name(table: str) -> str:
    match = _HEADER.match(table)
    return match[1] if match else ""


def _is_inherited(name: str, left_out: list[str]) -> bool:
    """Return whether a table of the base still holds under another title and source."""
    section, _, rest = name.partition(".")
    analysis, _, key = rest.partition(".")
    if section == "analysis":
        return key != "published" and analysis not in left_out
    return section != "expect"
