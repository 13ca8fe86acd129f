"""Rules about what a study says of the skeleton as a whole: H-15, H-16, H-17."""

from collections.abc import Iterator

from osteon.quality.bone import is_counted
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switches
from osteon.quality.uptake import has_no_tracer

HALVES = {"tracer_positive": "tracer", "morph_positive": "morph"}
TABLE = "skeletal_finding"


def find_contradicting_loci(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield positive skeletons without a locus, and negative ones with loci."""
    for row in chart.rows(TABLE):
        result, n_loci = row.get("bone_result"), row.get("n_loci")
        if n_loci is None:
            continue
        if result == "positive" and n_loci == 0 and not _may_be_countless(row):
            message = "The skeleton is positive, and the number of loci is 0."
            yield Flaw(TABLE, row, ("bone_result", "n_loci", "countless"), message)
        if result == "negative" and n_loci >= 1:
            message = "The skeleton is negative, and loci are counted."
            yield Flaw(TABLE, row, ("bone_result", "n_loci"), message)


def _may_be_countless(row: Row) -> bool:
    return row.get("countless") is True or row.get("countless_null") is not None


def find_contradicting_roll_ups(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield findings that the lesions of the same study contradict."""
    for row in chart.rows(TABLE):
        observed = chart.referring(
            "lesion_observation", "imaging_study_id", row["imaging_study_id"]
        )
        lesions = [observation for observation in observed if is_counted(chart, observation)]
        if not lesions:
            continue
        for name, half in HALVES.items():
            if _contradicts(row, name, [lesion.get(half) for lesion in lesions]):
                yield Flaw(TABLE, row, (name,), "The lesions of the study say otherwise.")
        n_loci = row.get("n_loci")
        n_seen = sum("Y" in {lesion.get("tracer"), lesion.get("morph")} for lesion in lesions)
        if n_loci is not None and n_loci < n_seen and not _may_be_countless(row):
            message = "More lesions are seen than loci are counted."
            yield Flaw(TABLE, row, ("n_loci",), message)


def _contradicts(row: Row, name: str, halves: list[str | None]) -> bool:
    """Return whether a roll-up cannot be that of the lesions.

    That none is positive is certain only where all loci are listed and known.
    """
    if row.get(name) in {"N", "NE"}:
        return "Y" in halves
    if row.get(name) != "Y" or _may_be_countless(row) or row.get("n_loci") is None:
        return False
    return len(halves) >= row["n_loci"] and not {"Y", None} & set(halves)


def find_tracer_findings_without_tracer(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield evidence by tracer, or against it, from studies without a tracer."""
    for table, tracer, morph in (
        ("lesion_observation", "tracer", "morph"),
        (TABLE, "tracer_positive", "morph_positive"),
    ):
        for row in chart.rows(table):
            study = chart.record("imaging_study", row["imaging_study_id"])
            if not has_no_tracer(study):
                continue
            if row.get(tracer) == "Y":
                message = "Uptake is seen in a study without a tracer."
                yield Flaw(table, row, (tracer,), message)
            elif row.get(tracer) == "N" and row.get(morph) == "Y":
                message = "Without a tracer uptake is not absent, it is not examined (NE)."
                yield Flaw(table, row, (tracer,), message)


RULES = (
    QualityRule(
        code="H-15",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="A positive skeleton has loci, a negative one has none",
        help="Positive with 0 loci that are not countless, or negative with 1 or more.",
        reads={TABLE: ("bone_result", "n_loci", "countless")},
        find=find_contradicting_loci,
    ),
    QualityRule(
        code="H-16",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="The skeleton as a whole agrees with its lesions",
        help="Counts lesions of the same study that are definite or probable and not benign. "
        "Uptake or morphology is said to be absent while a lesion has it, or present while all "
        "loci are listed and none has it; or fewer loci are counted than lesions seen.",
        reads={
            TABLE: ("imaging_study_id", "n_loci", "countless", *HALVES),
            "lesion_observation": (
                "imaging_study_id",
                "bone_lesion_id",
                "certainty",
                "tracer",
                "morph",
            ),
            "bone_lesion": ("final_class",),
        },
        find=find_contradicting_roll_ups,
    ),
    QualityRule(
        code="H-17",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Evidence by tracer comes from a study with one",
        help="Evidence class B or C (uptake) of a CT, MRI, radiograph or ultrasound for which no "
        "tracer is named; or class A there with uptake said to be absent, which has to be not "
        "examined.",
        reads={
            TABLE: ("imaging_study_id", *HALVES),
            "lesion_observation": ("imaging_study_id", "tracer", "morph"),
            "imaging_study": ("modality", "tracer"),
        },
        find=find_tracer_findings_without_tracer,
    ),
)
