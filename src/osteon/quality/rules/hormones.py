"""Rules about hormone syndromes: H-33, W-05, W-06."""

from collections.abc import Iterator

from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

SEROTONIN, GASTRIN = "carcinoid", "gastrinoma"
DUODENUM, ILEUM = "C17.0", "C17.2"


def _has_syndrome(row: Row, syndrome: str) -> bool:
    return row.get("functioning") == "functioning" and syndrome in (row.get("syndrome") or ())


def find_missing_syndromes(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield functioning tumours without a syndrome."""
    for row in chart.rows("hormone_assessment"):
        if row.get("functioning") == "functioning" and not row.get("syndrome"):
            message = "The tumour is functioning, and no syndrome is named."
            yield Flaw("hormone_assessment", row, ("functioning", "syndrome"), message)


def find_unusual_syndromes(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield syndromes that tumours of the site hardly ever cause."""
    sites = {row.get("topography") for row in chart.rows("tumour")}
    for site, syndrome in ((DUODENUM, SEROTONIN), (ILEUM, GASTRIN)):
        for row in chart.rows("hormone_assessment"):
            if sites == {site} and _has_syndrome(row, syndrome):
                message = "The syndrome is unusual for the site of the primary; check both."
                yield Flaw("hormone_assessment", row, ("syndrome",), message)


def find_serotonin_without_source(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield a serotonin syndrome without a metastasis that would explain it."""
    sites = chart.rows("metastasis_site")
    if any(_may_explain(row, switches["organs"]) for row in sites):
        return
    assessed = [row for row in chart.rows("hormone_assessment") if _has_syndrome(row, SEROTONIN)]
    for row in sorted(assessed, key=lambda row: str(row["id"]))[:1]:
        message = "A serotonin syndrome, and no metastasis recorded past the liver's filter."
        yield Flaw("hormone_assessment", row, ("syndrome",), message)


def _may_explain(row: Row, organs: tuple[str, ...]) -> bool:
    is_there = row.get("status") in {"Y", None} and row.get("certainty") != "refuted"
    return is_there and (row.get("organ") is None or row["organ"] in organs)


RULES = (
    QualityRule(
        code="H-33",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="A functioning tumour has a syndrome",
        help="A reason for the absence of the syndrome does not help: functioning is what has a "
        "syndrome.",
        reads={"hormone_assessment": ("functioning", "syndrome")},
        find=find_missing_syndromes,
    ),
    QualityRule(
        code="W-05",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="The syndrome fits the site",
        help="Serotonin from the duodenum, gastrin from the ileum. Silent where a primary "
        "elsewhere, or of unknown site, may be the source.",
        reads={"tumour": ("topography",), "hormone_assessment": ("functioning", "syndrome")},
        find=find_unusual_syndromes,
    ),
    QualityRule(
        code="W-06",
        severity=Severity.WARNING,
        scope=Scope.PATIENT,
        title="A serotonin syndrome has a source past the liver",
        help="Liver, ovary or retroperitoneum. The retroperitoneum has no code of its own; "
        "peritoneum, distant lymph nodes, other organs and generalised stand for it. Fires at the "
        "first such assessment by key.",
        reads={
            "hormone_assessment": ("functioning", "syndrome"),
            "metastasis_site": ("organ", "status", "certainty"),
        },
        declared_switches=(
            Switch(
                "organs",
                (
                    "LIVER",
                    "OVARY",
                    "REPRODUCTIVE",
                    "PERITONEUM",
                    "DISTANT_LN",
                    "GENERALISED",
                    "OTHER",
                ),
                "Organs whose metastases explain the syndrome.",
                value_set="organ",
            ),
        ),
        find=find_serotonin_without_source,
    ),
)
