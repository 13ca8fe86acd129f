"""Survival curves, restricted means and the log-rank family."""
