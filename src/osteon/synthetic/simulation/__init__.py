"""Registries of any size that follow a declared truth, drawn column by column."""
