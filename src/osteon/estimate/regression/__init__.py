"""Regressions of the time to an event, or of its occurrence, on covariates."""
