"""Coding systems and versioned code lists."""

from osteon.codes.manual import render_code_lists
from osteon.codes.value_set import Code, ValueSet, check_code, load_value_set, value_sets

__all__ = [
    "Code",
    "ValueSet",
    "check_code",
    "load_value_set",
    "render_code_lists",
    "value_sets",
]
