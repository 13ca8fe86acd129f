"""Reasons for the absence of a value."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from osteon.codes import load_value_set


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

MEANINGS: Mapping[str, str] = MappingProxyType(
    {code.code: code.display for code in load_value_set("missing_reason_measured")}
)
"""What each reason says to a person."""
