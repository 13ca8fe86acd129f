"""Rules about stage and what it says of metastases: H-11, H-12, H-13."""

from collections.abc import Iterator

from osteon.dictionary import PartialDate, Source
from osteon.quality.certainty import date_of, is_by
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

SITE_FIELDS = ("organ", "status", "certainty", "first_date")


def _certain_organs(chart: Chart, day: PartialDate | None) -> set[str]:
    """Return the organs with certain metastasis by a day.

    Of several primaries it cannot be told which one spread: then nothing is certain.
    """
    if len(chart.rows("tumour")) > 1:
        return set()
    return {
        row["organ"]
        for row in chart.rows("metastasis_site")
        if row.get("organ") is not None
        and row.get("status") == "Y"
        and row.get("certainty") == "definite"
        and is_by(date_of(row, "first_date"), day)
    }


def _says_metastasis(row: Row) -> bool:
    return str(row.get("m_category") or "").startswith("M1")


def find_overlooked_metastases(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield stages without metastasis at a time when there certainly was one."""
    for row in chart.rows("stage_assessment"):
        if row.get("m_category") is None or _says_metastasis(row):
            continue
        if _certain_organs(chart, date_of(row, "date")):
            message = "The stage says no metastasis, an organ was certainly affected by then."
            yield Flaw("stage_assessment", row, ("m_category", "date"), message)


def find_contradicting_stages(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield stage groups that contradict the M category."""
    for row in chart.rows("stage_assessment"):
        stage, category = row.get("stage"), row.get("m_category")
        if stage is None or category is None:
            continue
        is_fourth = stage.startswith("IV")
        if _says_metastasis(row) and not is_fourth:
            message = "With distant metastasis the stage is IV."
            yield Flaw("stage_assessment", row, ("stage", "m_category"), message)
        elif is_fourth and category == "M0" and not _may_be_fourth(chart, row, switches):
            message = "Without distant metastasis the stage is not IV."
            yield Flaw("stage_assessment", row, ("stage", "m_category"), message)


def _may_be_fourth(chart: Chart, row: Row, switches: Switches) -> bool:
    """Return whether stage IV without metastasis exists for the primary."""
    tumour = chart.record("tumour", row["tumour_id"])
    topography = None if tumour is None else tumour.get("topography")
    return topography in switches["topographies_with_iv_m0"]


def find_wrong_subcategories(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield M1a and M1b of jejunum and ileum that the affected organs contradict."""
    for row in chart.rows("stage_assessment"):
        tumour = chart.record("tumour", row["tumour_id"])
        if tumour is None or tumour.get("topography") not in switches["topographies"]:
            continue
        organs = _certain_organs(chart, date_of(row, "date"))
        if row.get("m_category") == "M1a" and organs - {"LIVER"}:
            message = "M1a means the liver alone, another organ was certainly affected by then."
            yield Flaw("stage_assessment", row, ("m_category", "date"), message)
        if row.get("m_category") == "M1b" and "LIVER" in organs:
            message = "M1b leaves out the liver, which was certainly affected by then: M1c."
            yield Flaw("stage_assessment", row, ("m_category", "date"), message)


RULES = (
    QualityRule(
        code="H-11",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="No M0 once an organ is certainly affected",
        help="Fires where an organ with status Y and certainty definite was found, as far as both "
        "dates tell, on the day of the assessment or before. Silent where the patient has more "
        "than one primary, as the metastasis may belong to the other.",
        reads={
            "stage_assessment": ("m_category", "date"),
            "metastasis_site": SITE_FIELDS,
            "tumour": (),
        },
        find=find_overlooked_metastases,
    ),
    QualityRule(
        code="H-12",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Stage IV goes with M1, a lower stage with M0",
        help="Compares stage group and M category of one assessment. Thymus is excepted: there "
        "nodal disease makes stage IVA.",
        reads={"stage_assessment": ("stage", "m_category", "tumour_id"), "tumour": ("topography",)},
        declared_switches=(
            Switch(
                "topographies_with_iv_m0",
                ("C37.9",),
                "Primaries for which stage IV without distant metastasis exists.",
                Source.UNVERIFIED,
                value_set="topography",
            ),
        ),
        find=find_contradicting_stages,
    ),
    QualityRule(
        code="H-13",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="M1a, M1b and M1c of jejunum and ileum agree with the organs",
        help="M1a is the liver alone, M1b other organs alone, M1c both. Only organs that were "
        "certainly affected by the day of the assessment count; silent with more than one primary.",
        reads={
            "stage_assessment": ("m_category", "date", "tumour_id"),
            "metastasis_site": SITE_FIELDS,
            "tumour": ("topography",),
        },
        declared_switches=(
            Switch(
                "topographies",
                ("C17.1", "C17.2"),
                "Primaries staged by the table of jejunum and ileum.",
                Source.PUBLISHED,
                value_set="topography",
            ),
        ),
        find=find_wrong_subcategories,
    ),
)
