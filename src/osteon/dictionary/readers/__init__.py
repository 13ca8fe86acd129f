"""Readers: one for each kind of field, from what a row holds to a typed value."""

from osteon.dictionary.readers.compile import Reader, compile_reader
from osteon.dictionary.readers.numbers import parse_number, render_range

__all__ = ["Reader", "compile_reader", "parse_number", "render_range"]
