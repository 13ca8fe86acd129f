"""Clinical concepts: named and versioned definitions, each beside a plain reference."""

from osteon.concepts.catalogue import CONCEPTS, concept
from osteon.concepts.concept import Concept, Known, Provenance, Records, Switch, Switches, Tables
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
    "concept",
    "render_manual",
]
