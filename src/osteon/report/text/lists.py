"""Things enumerated in a sentence."""

import re
from collections.abc import Iterable

from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE

LABEL = re.compile(r"(Table|Figure)\s(\d+)")


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


def in_spans(places: Iterable[str]) -> list[str]:
    """Return places in order, with numbered ones of a kind together and runs of them as spans.

    Tables 2, 3, 4 and 7 are told as one place, *Tables 2-4, 7*, where the first of them stood.
    """
    numbers: dict[str, list[int]] = {}
    for place in places:
        label = LABEL.fullmatch(place)
        word, number = label.groups() if label else (place, None)
        numbers.setdefault(word, []).extend([int(number)] if number else [])
    return [_spanned(word, sorted(found)) for word, found in numbers.items()]


def _spanned(word: str, numbers: list[int]) -> str:
    if not numbers:
        return word
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    ends = (f"{s[0]}{EN_DASH}{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
    return f"{word}{'s' if len(numbers) > 1 else ''}{NO_BREAK_SPACE}{', '.join(ends)}"


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
