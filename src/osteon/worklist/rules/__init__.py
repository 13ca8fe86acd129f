"""The rules, one module a theme; each module declares its own and says how they are found."""

from collections.abc import Mapping
from types import MappingProxyType

from osteon.worklist.rule import CareGapRule
from osteon.worklist.rules import (
    bone_imaging,
    calcium,
    courses,
    decisions,
    events,
    kidneys,
    pain,
    radioligands,
    record_keeping,
    restaging,
    stability,
)

_THEMES = (
    decisions,
    calcium,
    kidneys,
    courses,
    bone_imaging,
    restaging,
    stability,
    pain,
    events,
    radioligands,
    record_keeping,
)

RULES: Mapping[str, CareGapRule] = MappingProxyType(
    {
        rule.code: rule
        for rule in sorted(
            (rule for theme in _THEMES for rule in theme.RULES), key=lambda rule: rule.code
        )
    }
)
"""All rules by code."""
