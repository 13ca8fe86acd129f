"""Reasons for the absence of a value."""

from enum import StrEnum


class Missing(StrEnum):
    """Why a value is absent; it stands beside the field, never in its place."""

    NA = "NA"
    ND = "ND"
    UNK = "UNK"
    ASKU = "ASKU"
    NASK = "NASK"
    MSK = "MSK"
    BLQ = "BLQ"
    ALQ = "ALQ"


QUANTIFICATION = frozenset({Missing.BLQ, Missing.ALQ})
"""Reasons that hold for a measured value only, with the limit beside it."""
