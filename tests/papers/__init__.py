"""Readers of finished reports: page, Word file and PDF, read by one who did not write them."""
