"""What a chart says about bone metastasis as a whole, as several rules ask for it."""

from collections.abc import Iterator

from osteon.dictionary import PartialDate
from osteon.quality.certainty import date_of
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw

COUNTED = frozenset({"definite", "probable"})
BONE_READS = {
    "metastasis_site": ("organ", "status", "certainty"),
    "skeletal_finding": ("imaging_study_id", "bone_result"),
    "bone_lesion": ("final_class",),
    "lesion_observation": ("imaging_study_id", "bone_lesion_id", "certainty", "tracer", "morph"),
}
"""What the functions of this module look at, but for dates."""
BONE_DATES = {"metastasis_site": ("first_date",), "imaging_study": ("date",)}


def is_counted(chart: Chart, observation: Row) -> bool:
    """Return whether an observation counts as metastasis: certain enough and not benign."""
    if observation.get("certainty") not in COUNTED:
        return False
    lesion = chart.record("bone_lesion", observation["bone_lesion_id"])
    return lesion is None or not is_benign(lesion)


def is_benign(lesion: Row) -> bool:
    """Return whether a lesion turned out benign."""
    return str(lesion.get("final_class") or "").startswith("benign")


def _witnesses(chart: Chart) -> Iterator[tuple[str, str, Row]]:
    """Yield table, telling field and row of all that shows bone metastasis at a study."""
    listed = {row["imaging_study_id"] for row in chart.rows("lesion_observation")}
    for row in chart.rows("lesion_observation"):
        if is_counted(chart, row) and "Y" in {row.get("tracer"), row.get("morph")}:
            yield "lesion_observation", "certainty", row
    for row in chart.rows("skeletal_finding"):
        if row.get("bone_result") == "positive" and row["imaging_study_id"] not in listed:
            yield "skeletal_finding", "bone_result", row


def bone_studies(chart: Chart) -> dict[str, Row]:
    """Return the studies that showed bone metastasis by key."""
    keys = {row["imaging_study_id"] for _, _, row in _witnesses(chart)}
    studies = {key: chart.record("imaging_study", key) for key in sorted(keys)}
    return {key: study for key, study in studies.items() if study is not None}


def bone_sites(chart: Chart) -> list[Row]:
    """Return the rows that state bone metastasis, neither equivocal nor refuted, by key."""
    sites = [
        row
        for row in chart.rows("metastasis_site")
        if row.get("organ") == "BONE"
        and row.get("status") == "Y"
        and row.get("certainty") not in {"equivocal", "refuted"}
    ]
    return sorted(sites, key=lambda row: str(row["id"]))


def bone_dates(chart: Chart) -> list[PartialDate | None]:
    """Return the dates of all that says bone metastasis, nothing where one is not known."""
    studies = [date_of(study, "date") for study in bone_studies(chart).values()]
    return [*studies, *(date_of(row, "first_date") for row in bone_sites(chart))]


def flag_bone(chart: Chart, message: str) -> Iterator[Flaw]:
    """Yield a flaw at the first row that states bone metastasis, else at the first that shows it.

    Nothing where the chart says nothing of bone metastasis. First is by table and key.
    """
    stated = [("metastasis_site", "status", row) for row in bone_sites(chart)]
    found = stated or sorted(_witnesses(chart), key=lambda item: (item[0], str(item[2]["id"])))
    for table, field, row in found[:1]:
        yield Flaw(table, row, (field,), message)
