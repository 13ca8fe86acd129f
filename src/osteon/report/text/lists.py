"""Things enumerated in a sentence."""

from collections.abc import Iterable


def listed(things: Iterable[str], *, joint: str = "and") -> str:
    """Return things with commas and a last joint.

    Examples
    --------
    >>> listed(["G1", "G2", "G3"]), listed(["G1"])
    ('G1, G2 and G3', 'G1')
    """
    *others, last = [*things] or [""]
    return f"{', '.join(others)} {joint} {last}" if others else last


def quoted(things: Iterable[str]) -> str:
    """Return titles in quotation marks, enumerated."""
    return listed(f"'{thing}'" for thing in things)


def within_sentence(words: str) -> str:
    """Return words with a small first letter, unless they begin with a name or an abbreviation.

    Examples
    --------
    >>> within_sentence("Last known alive"), within_sentence("Ki-67"), within_sentence("WHO grade")
    ('last known alive', 'Ki-67', 'WHO grade')
    """
    first, _, _ = words.partition(" ")
    is_plain = first[1:].islower() and first.isalpha()
    return f"{words[:1].lower()}{words[1:]}" if is_plain else words
