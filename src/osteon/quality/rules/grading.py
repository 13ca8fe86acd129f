"""The grade that a specimen's indices give, for comparison with the reported one: W-03.

The clinical definition is the concept `grade`; a test keeps both alike.
"""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

LUNG = "C34"
BEYOND_CARCINOID = "REVIEW"
NO_GRADE = "GX"
SAME_GRADE = frozenset({("G1", "TC"), ("G2", "AC")})
"""A carcinoid of the lung reported by the grades of the digestive tract."""
OLD_EDITION = "WHO2010"
HIGH_GRADE = frozenset({"G3", "NEC"})
"""In the edition of 2010 one and the same."""


def derive_grade(row: Row, topography: str, switches: Switches) -> str | None:
    """Return the grade that a specimen's indices give, nothing where they give none."""
    if row.get("differentiation") == "poor":
        return "NEC"
    if row.get("differentiation") != "well":
        return None
    if topography.startswith(LUNG):
        return _derive_carcinoid(row, switches)
    grades = [
        1 + (value >= switches[f"{index}_g2_from"]) + (value > switches[f"{index}_g3_above"])
        for index in ("ki67_percent", "mitoses_per_2mm2")
        if (value := row.get(index)) is not None
    ]
    return f"G{max(grades)}" if grades else None


def _derive_carcinoid(row: Row, switches: Switches) -> str | None:
    mitoses, necrosis = row.get("mitoses_per_2mm2"), row.get("necrosis")
    if mitoses is None:
        return None
    if mitoses > switches["mitoses_per_2mm2_review_above"]:
        return BEYOND_CARCINOID
    if mitoses >= switches["mitoses_per_2mm2_atypical_from"] or necrosis in {"focal", "extensive"}:
        return "AC"
    return "TC" if necrosis == "none" else None


def find_discordant_grades(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield specimens whose reported grade is not the one that their indices give."""
    for row in chart.rows("pathology"):
        reported = row.get("grade_reported")
        tumour = chart.record("tumour", row["tumour_id"])
        topography = None if tumour is None else tumour.get("topography")
        if reported in {None, NO_GRADE} or topography is None or _is_range_only(row):
            continue
        derived = derive_grade(row, topography, switches)
        if derived == BEYOND_CARCINOID:
            message = "Mitoses exceed what a carcinoid of the lung may have; ask the pathologist."
            yield Flaw("pathology", row, ("mitoses_per_2mm2", "grade_reported"), message)
        elif derived is not None and not _agree(reported, derived, row.get("grade_edition")):
            message = "The reported grade is not the one that the indices give."
            fields = ("grade_reported", "ki67_percent", "mitoses_per_2mm2")
            yield Flaw("pathology", row, fields, message)


def _is_range_only(row: Row) -> bool:
    has_range = row.get("ki67_low_percent") is not None or row.get("ki67_high_percent") is not None
    return row.get("ki67_percent") is None and has_range


def _agree(reported: str, derived: str, edition: str | None) -> bool:
    if reported == derived or (reported, derived) in SAME_GRADE:
        return True
    return edition == OLD_EDITION and {reported, derived} <= HIGH_GRADE


RULES = (
    QualityRule(
        code="W-03",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="The reported grade is the one that the indices give",
        help="Digestive tract and others: the higher of the grades by Ki-67 and by mitoses; where "
        "one is unknown, by the other. Lung: by mitoses and necrosis, G1 and G2 taken for typical "
        "and atypical. Poorly differentiated: NEC, in the edition of 2010 also G3. Silent where "
        "the report states no grade (GX), where only a range of Ki-67 is known, and where the "
        "topography or the differentiation is not.",
        reads={
            "tumour": ("topography",),
            "pathology": (
                "tumour_id",
                "differentiation",
                "ki67_percent",
                "ki67_low_percent",
                "ki67_high_percent",
                "mitoses_per_2mm2",
                "necrosis",
                "grade_reported",
                "grade_edition",
            ),
        },
        declared_switches=(
            Switch("ki67_percent_g2_from", 3, "Lowest Ki-67 of G2.", Source.WHO),
            Switch("ki67_percent_g3_above", 20, "Highest Ki-67 of G2.", Source.WHO),
            Switch("mitoses_per_2mm2_g2_from", 2, "Fewest mitoses of G2.", Source.WHO),
            Switch("mitoses_per_2mm2_g3_above", 20, "Most mitoses of G2.", Source.WHO),
            Switch(
                "mitoses_per_2mm2_atypical_from", 2, "Fewest of an atypical carcinoid.", Source.WHO
            ),
            Switch("mitoses_per_2mm2_review_above", 10, "Most that a carcinoid may have."),
        ),
        find=find_discordant_grades,
    ),
)
