"""Word lists of a mapping: written once, named by every entry that reads the same words."""

from collections.abc import Iterator, Mapping
from typing import Any

from osteon.errors import Problem, suggest


def fill_in_words(written: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return a mapping file with its word lists in the place of their names.

    Parameters
    ----------
    written : mapping
        The file as TOML has it; ``[words.<name>]`` is a word list, and ``values = "<name>"`` an
        entry that reads by it.

    Returns
    -------
    tuple of dict and list of Problem
        The file without its word lists, and every name that none of them bears.
    """
    lists = written.get("words", {})
    rest = {key: value for key, value in written.items() if key != "words"}
    if not isinstance(lists, dict):
        return rest, [Problem("words", "no tables", "one table a word list, [words.<name>]")]
    named = {name: words for name, words in lists.items() if isinstance(words, dict)}
    problems = [
        Problem(f"words.{name}", "no table", "words with what they mean")
        for name in lists
        if name not in named
    ]
    entries = list(_entries(rest.get("record")))
    for path, entry in entries:
        name = entry["values"]
        if name not in named:
            found = f"'{name}'"
            hint = suggest(name, tuple(named))
            problems.append(Problem(f"{path}.values", found, "the name of a word list", hint))
    return _replaced(rest, named), problems


def _entries(records: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, record in enumerate(records if isinstance(records, list) else [], start=1):
        fields = record.get("fields") if isinstance(record, dict) else None
        for name, entry in fields.items() if isinstance(fields, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("values"), str):
                yield f"record[{number}].fields.{name}", entry


def _replaced(part: Any, lists: Mapping[str, Any]) -> Any:
    if isinstance(part, list):
        return [_replaced(item, lists) for item in part]
    if isinstance(part, dict):
        return {
            key: lists.get(value, {})
            if key == "values" and isinstance(value, str)
            else _replaced(value, lists)
            for key, value in part.items()
        }
    return part
