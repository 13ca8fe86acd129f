"""The rules, one module a theme; each module declares its own and says how they are found."""

from collections.abc import Mapping
from types import MappingProxyType

from osteon.quality.rule import QualityRule
from osteon.quality.rules import (
    antiresorptives,
    calendar,
    events,
    follow_up,
    grading,
    hormones,
    identity,
    imaging,
    lesion_course,
    lesions,
    measurements,
    metastases,
    monitoring,
    pain,
    pathology,
    radiotherapy,
    skeletal_findings,
    stability,
    stage,
    studies,
    systemic,
)

_THEMES = (
    identity,
    calendar,
    measurements,
    pathology,
    grading,
    hormones,
    stage,
    metastases,
    imaging,
    skeletal_findings,
    lesions,
    lesion_course,
    stability,
    events,
    antiresorptives,
    monitoring,
    radiotherapy,
    pain,
    systemic,
    follow_up,
    studies,
)

RULES: Mapping[str, QualityRule] = MappingProxyType(
    {
        rule.code: rule
        for rule in sorted(
            (rule for theme in _THEMES for rule in theme.RULES), key=lambda rule: rule.code
        )
    }
)
"""All rules by code, hard errors first."""
