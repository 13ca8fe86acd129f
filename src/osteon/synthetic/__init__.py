"""Records whose truth is known, made by fixed rules from small tables."""

from osteon.synthetic.golden import GOLDEN_DATA_CUTOFF, golden_records

__all__ = ["GOLDEN_DATA_CUTOFF", "golden_records"]
