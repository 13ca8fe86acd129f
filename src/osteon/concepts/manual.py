"""The page of the manual that lists every concept with its levels and switches."""

from collections.abc import Iterator

from osteon.concepts.catalogue import CONCEPTS
from osteon.concepts.concept import Concept, Provenance, Switch

_HEAD = """# Concepts

A concept is a clinical definition that a protocol uses by name. It turns the records of a patient
into one value and the day on which that value could first be known. Where a definition leaves a
choice, the choice is a switch with a default; a protocol may set it, and the report says so.
Where a concept gives no row for a patient, the value is missing.

Some concepts have one value for each radiotherapy target instead; a protocol can use them where its
`unit` is `radiotherapy_target`, and concepts of the patient there too.

The code of a definition and its version stand beside its name. A version is raised whenever a
record may come to have another value.

Every concept has the switch `partial_dates`: the day that a partial date stands for, `earliest`,
`midpoint` (the default) or `latest`.

Provenance of defaults: {provenance}.
"""


def render_manual() -> str:
    """Return the page in Markdown."""
    provenance = ", ".join(f"*{item.value}*" for item in Provenance)
    parts = [_HEAD.format(provenance=provenance), *map(_render_concept, CONCEPTS.values())]
    return "\n".join(parts)


def _render_concept(concept: Concept) -> str:
    return "\n".join([*_lines(concept), ""])


def _lines(concept: Concept) -> Iterator[str]:
    yield f"## `{concept.name}`"
    yield ""
    unit = "" if concept.unit == "patient" else f", one a {concept.unit.replace('_', ' ')}"
    yield f"{concept.title}. {concept.code}, version {concept.version}, {concept.kind}{unit}."
    yield ""
    yield concept.help
    yield ""
    yield "Tables: " + ", ".join(f"`{table}`" for table in concept.tables) + "."
    if concept.levels:
        yield from ("", "| level | label |", "|---|---|")
        yield from (f"| `{code}` | {label} |" for code, label in concept.levels.items())
    switches = [s for s in concept.declared_switches if s.name != "partial_dates"]
    if switches:
        yield from ("", "| switch | default | permitted | provenance | what it changes |")
        yield "|---|---|---|---|---|"
        yield from map(_render_switch, switches)


def _render_switch(switch: Switch) -> str:
    default = str(switch.default).lower() if isinstance(switch.default, bool) else switch.default
    cells = (f"`{switch.name}`", f"`{default}`", switch.words, switch.provenance.value, switch.help)
    return f"| {' | '.join(cells)} |"
