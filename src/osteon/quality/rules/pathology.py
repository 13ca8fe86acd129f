"""Rules about codes, differentiation and grade of a specimen: H-09, H-10, W-04."""

import re
from collections.abc import Iterator

from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

TOPOGRAPHY = re.compile(r"C\d\d\.\d")
MORPHOLOGY = re.compile(r"\d{4}/\d")
METASTATIC_BEHAVIOUR = "/6"
CARCINOMA = frozenset({"8246/3", "8013/3", "8041/3"})
NET_NOS, NET_G2_OR_G3 = "8240/3", "8249/3"


def find_unreadable_codes(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield codes that are no codes of ICD-O, and metastatic behaviour of a primary."""
    for row in chart.rows("tumour"):
        topography = row.get("topography")
        if topography is not None and not TOPOGRAPHY.fullmatch(topography):
            yield Flaw("tumour", row, ("topography",), "The code is no topography of ICD-O.")
    for row in chart.rows("pathology"):
        morphology = row.get("morphology")
        if morphology is None:
            continue
        if not MORPHOLOGY.fullmatch(morphology):
            yield Flaw("pathology", row, ("morphology",), "The code is no morphology of ICD-O.")
        elif morphology.endswith(METASTATIC_BEHAVIOUR) and row.get("specimen_site") == "primary":
            message = "The behaviour says metastasis, the specimen comes from the primary."
            yield Flaw("pathology", row, ("morphology", "specimen_site"), message)


def find_contradicting_differentiation(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield specimens whose differentiation contradicts grade or morphology."""
    for row in chart.rows("pathology"):
        differentiation = row.get("differentiation")
        if differentiation == "poor" and row.get("grade_reported") in {"G1", "G2"}:
            message = "Poorly differentiated is not G1 or G2."
            yield Flaw("pathology", row, ("differentiation", "grade_reported"), message)
        if differentiation == "well" and row.get("morphology") in CARCINOMA:
            message = "The morphology of a neuroendocrine carcinoma is not well differentiated."
            yield Flaw("pathology", row, ("differentiation", "morphology"), message)


def find_unusual_specimens(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield specimens whose morphology, grade and Ki-67 go together only rarely."""
    for row in chart.rows("pathology"):
        morphology, grade = row.get("morphology"), row.get("grade_reported")
        if (morphology == NET_NOS and grade in {"G2", "G3"}) or (
            morphology == NET_G2_OR_G3 and grade == "G1"
        ):
            message = "The morphology code belongs to another grade."
            yield Flaw("pathology", row, ("morphology", "grade_reported"), message)
        yield from _unusual_ki67(row, switches)


def _unusual_ki67(row: Row, switches: Switches) -> Iterator[Flaw]:
    ki67, grade = row.get("ki67_percent"), row.get("grade_reported")
    if ki67 is None:
        return
    if (grade == "NEC" or row.get("morphology") in CARCINOMA) and ki67 < switches[
        "carcinoma_from_percent"
    ]:
        message = "Ki-67 is low for a neuroendocrine carcinoma; ask for a review."
        yield Flaw("pathology", row, ("ki67_percent", "grade_reported", "morphology"), message)
    is_net_g3 = grade == "G3" and row.get("differentiation") == "well"
    if is_net_g3 and ki67 > switches["net_g3_up_to_percent"]:
        message = "Ki-67 is high for a well-differentiated tumour; ask for a review."
        yield Flaw("pathology", row, ("ki67_percent", "grade_reported"), message)


RULES = (
    QualityRule(
        code="H-09",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Topography and morphology are codes of ICD-O",
        help="Topography as in C17.2, morphology as in 8240/3; a specimen of the primary does not "
        "have the behaviour of a metastasis (/6). Where the rows passed the dictionary's check, "
        "its code lists have seen to this.",
        reads={"tumour": ("topography",), "pathology": ("morphology", "specimen_site")},
        find=find_unreadable_codes,
    ),
    QualityRule(
        code="H-10",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Differentiation agrees with grade and morphology",
        help="Poorly differentiated with G1 or G2, or well differentiated with the morphology of a "
        "carcinoma (8246/3, 8013/3, 8041/3).",
        reads={"pathology": ("differentiation", "grade_reported", "morphology")},
        find=find_contradicting_differentiation,
    ),
    QualityRule(
        code="W-04",
        severity=Severity.WARNING,
        scope=Scope.RECORD,
        title="Morphology, grade and Ki-67 go together",
        help="8240/3 with G2 or G3, 8249/3 with G1, a carcinoma with low Ki-67, a NET G3 with "
        "high Ki-67.",
        reads={"pathology": ("morphology", "grade_reported", "ki67_percent", "differentiation")},
        declared_switches=(
            Switch("carcinoma_from_percent", 20, "Ki-67 of a carcinoma, below it fires."),
            Switch("net_g3_up_to_percent", 55, "Ki-67 of a NET G3, above it fires."),
        ),
        find=find_unusual_specimens,
    ),
)
