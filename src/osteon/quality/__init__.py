"""Rules that records must keep, declared once, and the check against them."""

from osteon.quality.chart import Records, Row
from osteon.quality.check import check_quality, rules_for
from osteon.quality.cohorts import check_completeness, check_imputed_dates, check_time_origins
from osteon.quality.consent import check_consent
from osteon.quality.finding import QualityFinding, Severity
from osteon.quality.manual import render_manual
from osteon.quality.printed_tables import check_table_total
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.rules import RULES
from osteon.quality.switch import Switch
from osteon.quality.updates import check_follow_up_update

__all__ = [
    "RULES",
    "QualityFinding",
    "QualityRule",
    "Records",
    "Row",
    "Scope",
    "Severity",
    "Switch",
    "check_completeness",
    "check_consent",
    "check_follow_up_update",
    "check_imputed_dates",
    "check_quality",
    "check_table_total",
    "check_time_origins",
    "render_manual",
    "rules_for",
]
