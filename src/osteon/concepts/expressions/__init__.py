"""Concepts as Ibis expressions over the tables of a snapshot."""
