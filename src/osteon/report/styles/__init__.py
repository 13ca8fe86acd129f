"""Styles of numbers as data: one TOML file a journal."""
