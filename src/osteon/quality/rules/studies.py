"""Rules that need more than the records: H-06, H-34, W-30, W-34."""

from osteon.quality.finding import Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch

RULES = (
    QualityRule(
        code="H-06",
        severity=Severity.HARD,
        scope=Scope.STUDY,
        title="Whoever enters a survival analysis has a date of diagnosis",
        help="Needs the patients of the analysis: `check_time_origins`. A year is enough here.",
        reads={"tumour": ("dx_date",)},
        interface="check_time_origins",
    ),
    QualityRule(
        code="H-34",
        severity=Severity.HARD,
        scope=Scope.STUDY,
        title="There is consent, or another basis, for the purpose on the day of use",
        help="Needs the purpose and the day: `check_consent`. Here doubt counts against the use: "
        "a consent has to be signed by the day, active, and neither expired nor withdrawn. A "
        "legal basis or a waiver needs no signature.",
        reads={
            "consent": (
                "consent_type",
                "basis",
                "status",
                "signed_date",
                "valid_until_date",
                "withdrawn_date",
                "withdrawal_scope",
            )
        },
        declared_switches=(
            Switch(
                "ending_scopes",
                ("stop_new", "block_all", "delete"),
                "Scopes of a withdrawal that end the use of what is already recorded.",
                value_set="withdrawal_scope",
            ),
        ),
        interface="check_consent",
    ),
    QualityRule(
        code="W-30",
        severity=Severity.WARNING,
        scope=Scope.STUDY,
        title="Follow-up is recent at the data cut-off",
        help="Needs the patients of the study: `check_completeness`. Looks at the share of those "
        "not known to be dead whose last day alive certainly lies further back than the months, "
        "or who have no follow-up. Report Clark's index of completeness beside it "
        "(`osteon.estimate.completeness_of_follow_up`).",
        reads={"follow_up": ("status", "last_alive_date")},
        declared_switches=(
            Switch("months", 12, "Calendar months before the cut-off."),
            Switch("share_percent", 10, "Share of patients, above it fires."),
        ),
        interface="check_completeness",
    ),
    QualityRule(
        code="W-34",
        severity=Severity.WARNING,
        scope=Scope.STUDY,
        title="The levels of a printed table add up",
        help="Needs a printed table: `check_table_total`. Counts, a level for missing values "
        "included, sum to N; percentages to 100 as far as their rounding permits.",
        reads={},
        interface="check_table_total",
    ),
)
