"""What the shape checker found, in the words of a problem: found, permitted, what to do."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from pydantic_core import ErrorDetails

from osteon.errors import suggest

Words: TypeAlias = tuple[str, str, str]


def explain(detail: ErrorDetails, keys: Sequence[str]) -> Words:
    """Return what was found, what is permitted and what to do.

    Parameters
    ----------
    detail : ErrorDetails
        One error of Pydantic.
    keys : sequence of str
        The keys permitted in the table where it was found.
    """
    if detail["type"] == "extra_forbidden":
        return "a key that is not known", ", ".join(keys), suggest(str(detail["loc"][-1]), keys)
    return _EXPLANATIONS.get(detail["type"], _other)(detail)


def _missing(_: ErrorDetails) -> Words:
    return "nothing", "a value", "The key is required."


def _unknown_kind(detail: ErrorDetails) -> Words:
    kinds = _quoted_words(detail["ctx"]["expected_tags"])
    tag = str(detail["ctx"]["tag"])
    return f"the kind {tag!r}", ", ".join(kinds), suggest(tag, kinds)


def _no_kind(_: ErrorDetails) -> Words:
    return "no kind", "a table with the key `kind`", ""


def _other_word(detail: ErrorDetails) -> Words:
    words = _quoted_words(detail["ctx"]["expected"].replace(" or ", ","))
    return repr(detail["input"]), ", ".join(words), suggest(str(detail["input"]), words)


def _no_name(detail: ErrorDetails) -> Words:
    return (
        repr(detail["input"]),
        "a name of small letters, digits and _, beginning with a letter",
        "",
    )


def _own_rule(detail: ErrorDetails) -> Words:
    key, _, rule = str(detail["ctx"]["error"]).partition(": ")
    return key, rule, ""


def _other(detail: ErrorDetails) -> Words:
    value = detail["input"]
    found = "a table" if isinstance(value, dict) else repr(value)
    return found, detail["msg"].removeprefix("Input should be "), ""


def _quoted_words(listed: str) -> tuple[str, ...]:
    return tuple(word.strip(" '") for word in listed.split(","))


_EXPLANATIONS: Mapping[str, Callable[[ErrorDetails], Words]] = {
    "missing": _missing,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
    "literal_error": _other_word,
    "string_pattern_mismatch": _no_name,
    "value_error": _own_rule,
}
