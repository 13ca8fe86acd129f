"""Clinical concepts: named and versioned definitions, each beside a plain reference."""

from osteon.concepts.catalogue import CONCEPTS, concept
from osteon.concepts.concept import (
    Concept,
    Known,
    Provenance,
    Records,
    Switch,
    Switches,
    Tables,
    Unit,
)
from osteon.concepts.manual import render_manual

__all__ = [
    "CONCEPTS",
    "Concept",
    "Known",
    "Provenance",
    "Records",
    "Switch",
    "Switches",
    "Tables",
    "Unit",
    "concept",
    "render_manual",
]
