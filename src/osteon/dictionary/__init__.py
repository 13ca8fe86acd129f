"""What the registry records: every entity and field, declared once."""

from osteon.dictionary.about import Requirement, Source
from osteon.dictionary.field import DICTIONARY_VERSION, ENTITIES, Entity, FieldSpec, entity
from osteon.dictionary.missing import Missing
from osteon.dictionary.partial_date import DayRule, Order, PartialDate, compare

__all__ = [
    "DICTIONARY_VERSION",
    "ENTITIES",
    "DayRule",
    "Entity",
    "FieldSpec",
    "Missing",
    "Order",
    "PartialDate",
    "Requirement",
    "Source",
    "compare",
    "entity",
]
