"""The code lists as a page of the manual."""

from collections.abc import Iterator

from osteon.codes.value_set import Code, ValueSet, value_sets

_INTRODUCTION = """# Code lists

This page is generated from the code lists; a test fails if it differs. A list is a CSV file in \
`codelists/`, with its version in `codelists/index.csv`. A code marked *to be checked* was written \
from memory: its place in the outside system has to be confirmed by a terminologist. SNOMED CT, \
LOINC and ICD-O belong to their owners; only codes and short names of this registry are listed.
"""


def render_manual() -> str:
    """Return the page of the manual that lists all value sets and their codes, in Markdown."""
    return "\n".join([_INTRODUCTION, *(_render_value_set(item) for item in value_sets().values())])


def _render_value_set(value_set: ValueSet) -> str:
    heading = f"## {value_set.name}\n\n{value_set.title}. Version {value_set.version}. "
    origin = f"Source: {value_set.source}.\n"
    return "\n".join([heading + origin, *_render_table(value_set), ""])


def _render_table(value_set: ValueSet) -> Iterator[str]:
    grouped = any(code.group for code in value_set)
    coded = any(code.external_code or not code.verified for code in value_set)
    heads = ["Code", "Meaning", *["Group", "Side"] * grouped, *["System", "Outside code"] * coded]
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for code in value_set:
        cells = [f"`{code.code}`", code.display, *[code.group, code.side] * grouped]
        yield f"| {' | '.join([*cells, *_outside(code) * coded])} |"


def _outside(code: Code) -> list[str]:
    outside = [f"`{code.external_code}`"] * bool(code.external_code)
    checked = ["(to be checked)"] * (not code.verified)
    return [code.system, " ".join(outside + checked)]
