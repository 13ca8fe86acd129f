"""Coding systems and versioned code lists."""

from osteon.codes.manual import render_manual
from osteon.codes.value_set import Code, ValueSet, check_code, load_value_set, value_sets

__all__ = [
    "Code",
    "ValueSet",
    "check_code",
    "load_value_set",
    "render_manual",
    "value_sets",
]
