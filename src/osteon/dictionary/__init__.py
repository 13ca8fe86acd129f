"""What the registry records: every entity and field, declared once."""

from osteon.dictionary.about import Requirement, Source, When
from osteon.dictionary.arrow import arrow_schema, to_arrow
from osteon.dictionary.companion import companions
from osteon.dictionary.field import DICTIONARY_VERSION, ENTITIES, Entity, FieldSpec, entity
from osteon.dictionary.json_schema import json_schema
from osteon.dictionary.manual import render_manual
from osteon.dictionary.missing import Missing
from osteon.dictionary.partial_date import DayRule, Order, PartialDate, compare
from osteon.dictionary.references import check_references
from osteon.dictionary.row_check import CheckedRows, RejectedRow, check_rows
from osteon.dictionary.units import find_quantity

__all__ = [
    "DICTIONARY_VERSION",
    "ENTITIES",
    "CheckedRows",
    "DayRule",
    "Entity",
    "FieldSpec",
    "Missing",
    "Order",
    "PartialDate",
    "RejectedRow",
    "Requirement",
    "Source",
    "When",
    "arrow_schema",
    "check_references",
    "check_rows",
    "companions",
    "compare",
    "entity",
    "find_quantity",
    "json_schema",
    "render_manual",
    "to_arrow",
]
