"""Numeric variables from value counts: quantiles, ranks, means."""
