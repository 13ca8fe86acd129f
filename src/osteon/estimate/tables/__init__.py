"""Counts by characteristics: proportions, association, agreement."""
