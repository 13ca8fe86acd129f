"""Kinds of analyses by family, one module a family."""
