"""Rules that records must keep, declared once, and the check against them."""

from osteon.quality.bone import BONE_DATES, BONE_READS, bone_sites, bone_studies, is_counted
from osteon.quality.certainty import STILL_RUNNING, add_days, add_months, date_of
from osteon.quality.chart import Chart, Records, Row, index_registry
from osteon.quality.check import check_quality, rules_for
from osteon.quality.cohorts import check_completeness, check_imputed_dates, check_time_origins
from osteon.quality.consent import check_consent
from osteon.quality.finding import QualityFinding, Severity
from osteon.quality.life import completed_years
from osteon.quality.manual import render_manual
from osteon.quality.pain_sites import assessments_of, pain_state
from osteon.quality.printed_tables import check_table_total
from osteon.quality.rule import QualityRule, Reads, Scope, merge_reads
from osteon.quality.rules import RULES
from osteon.quality.switch import Switch, Switches, SwitchValue
from osteon.quality.updates import check_follow_up_update

__all__ = [
    "BONE_DATES",
    "BONE_READS",
    "RULES",
    "STILL_RUNNING",
    "Chart",
    "QualityFinding",
    "QualityRule",
    "Reads",
    "Records",
    "Row",
    "Scope",
    "Severity",
    "Switch",
    "SwitchValue",
    "Switches",
    "add_days",
    "add_months",
    "assessments_of",
    "bone_sites",
    "bone_studies",
    "check_completeness",
    "check_consent",
    "check_follow_up_update",
    "check_imputed_dates",
    "check_quality",
    "check_table_total",
    "check_time_origins",
    "completed_years",
    "date_of",
    "index_registry",
    "is_counted",
    "merge_reads",
    "pain_state",
    "render_manual",
    "rules_for",
]
