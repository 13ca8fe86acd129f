"""Rules about foci that imaging has to settle: CG-16, CG-17."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import Row, Switch, Switches, merge_reads
from osteon.worklist.bone_evidence import EVIDENCE_READS, bone_evidence
from osteon.worklist.certainty import any_of
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked, answers_after, first_of, last_of
from osteon.worklist.rule import CareGapRule, Opening, merge_openings, open_gap

STUDY, FINDING, OBSERVATION = "imaging_study", "skeletal_finding", "lesion_observation"
OPEN_CLASSES = frozenset({None, "indeterminate"})
DECISIVE = frozenset({"positive", "negative"})


def find_unchecked_correlates(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield metastasis seen by tracer only of which CT or MR was not looked at again."""
    seen = list(bone_evidence(history))
    shown = [one for one in seen if one.has_tracer]
    if any(one.has_correlate for one in seen):
        return
    since = last_of([one.study for one in shown if not one.is_examined])
    since = since or first_of([one.study for one in shown])
    if since is None:
        return
    examined = (one.study for one in seen if one.is_examined)
    reason = "Bone metastasis is known by tracer only, and no later CT or MR looked for it."
    due = since.day.later(months=limits["due_months"])
    yield from open_gap(since, due, reason, closed=any_of(answers_after(examined, since.day)))


def find_unsettled_foci(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield equivocal foci that no later study, biopsy or class has settled."""
    openings = [*_unsettled_lesions(history, limits), *_unsettled_studies(history, limits)]
    yield from merge_openings(openings)


def _unsettled_lesions(history: History, limits: Switches) -> Iterator[Opening]:
    for lesion in history.rows("bone_lesion"):
        if lesion.get("final_class") not in OPEN_CLASSES or lesion.get("biopsy") in DECISIVE:
            continue
        seen = history.chart.referring(OBSERVATION, "bone_lesion_id", lesion["id"])
        dated = [(row, _at_study(history, OBSERVATION, row)) for row in seen]
        known = [(row, one) for row, one in dated if one is not None]
        first = first_of([one for row, one in known if row.get("certainty") == "equivocal"])
        if first is None:
            continue
        others = (one for row, one in known if row.get("certainty") != "equivocal")
        reason = "A focus in bone was equivocal, and is neither confirmed nor refuted."
        due = first.day.later(months=limits["due_months"])
        closed = any_of(answers_after(others, first.day))
        yield from open_gap(first, due, reason, closed=closed)


def _unsettled_studies(history: History, limits: Switches) -> Iterator[Opening]:
    dated = [(row, _at_study(history, FINDING, row)) for row in history.rows(FINDING)]
    known = [(row, one) for row, one in dated if one is not None]
    for row, finding in known:
        study = row["imaging_study_id"]
        is_listed = history.chart.referring(OBSERVATION, "imaging_study_id", study)
        if row.get("bone_result") != "equivocal" or is_listed:
            continue
        others = (one for other, one in known if other.get("bone_result") in DECISIVE)
        reason = "The skeleton was equivocal at a study, and no later study decided."
        due = finding.day.later(months=limits["due_months"])
        closed = any_of(answers_after(others, finding.day))
        yield from open_gap(finding, due, reason, closed=closed)


def _at_study(history: History, table: str, row: Row) -> Marked | None:
    """Return a row with the day of its study, nothing where that had not happened."""
    study = history.record(STUDY, row["imaging_study_id"])
    return None if study is None else Marked(((table, row),), history.days(study))


RULES = (
    CareGapRule(
        code="CG-16",
        title="Tracer-only bone metastasis without a look for a correlate",
        concern=Concern.CARE,
        trigger="Bone metastasis that no study has shown on CT or MR (class B): the last study "
        "that shows it without examining morphology, else the first that shows it.",
        due="{due_months} months after that study; the look belongs into months 3 to 6.",
        closes="A later study with morphology examined; a low-dose CT is none.",
        source="SSTR-RADS: category 3B needs follow-up imaging or biopsy. The interval is from "
        "memory; in the siNET series the median time to a correlate was 16 months.",
        source_kind=Source.PUBLISHED,
        reads=EVIDENCE_READS,
        thresholds=(
            Switch("due_months", 6, "Months from the study to the look.", Source.UNVERIFIED),
        ),
        find=find_unchecked_correlates,
    ),
    CareGapRule(
        code="CG-17",
        title="An equivocal focus in bone is not settled",
        concern=Concern.CARE,
        trigger="A lesion seen as equivocal whose class is open, or an equivocal study that lists "
        "no lesions.",
        due="{due_months} months after it was first seen as equivocal.",
        closes="A later study with another certainty or result, a decisive biopsy, or a class.",
        source="SSTR-RADS: category 3B needs follow-up imaging or biopsy.",
        source_kind=Source.PUBLISHED,
        reads=merge_reads(
            {
                STUDY: ("date",),
                FINDING: ("imaging_study_id", "bone_result"),
                OBSERVATION: ("imaging_study_id", "bone_lesion_id", "certainty"),
                "bone_lesion": ("final_class", "biopsy"),
            }
        ),
        thresholds=(Switch("due_months", 6, "Months until it is settled."),),
        find=find_unsettled_foci,
    ),
)
