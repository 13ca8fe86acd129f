"""Rules about bones that may break and the cord: CG-19 to CG-22."""

from collections.abc import Iterator

from osteon.concepts import region_groups
from osteon.dictionary import Source
from osteon.quality import Row, Switch, Switches, is_counted
from osteon.worklist.certainty import Answer, all_of, any_of, is_from
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked, answers_from
from osteon.worklist.rule import CareGapRule, Opening, merge_openings, open_gap
from osteon.worklist.scores import (
    MIRELS,
    SINS,
    is_complete,
    is_score_from,
    score_bounds,
)

SPINE, LONG_BONE, STUDY = "spine_assessment", "long_bone_assessment", "imaging_study"
OBSERVATION, PAIN, EVENT = "lesion_observation", "pain_assessment", "skeletal_event"
CONSULT, ORTHOPAEDIC = "spine_consult_date", "orthopaedic_consult_date"
HIGH_GRADE = frozenset({"1c", "2", "3"})
WEAK = frozenset({"osteolytic", "mixed"})
CORD_INDICATIONS = frozenset({"MSCC", "neuro"})


def find_unseen_spines(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield unstable spines that no surgeon has seen."""
    for scored in history.marks(SPINE):
        bounds = score_bounds(scored.row, "sins_total", SINS)
        applies = is_score_from(bounds, limits["sins_from"])
        closed = any_of([history.is_entered(scored.row, CONSULT), *_consults(history, scored)])
        due = scored.day.later(days=limits["due_days"])
        reason = "The SINS warrants a surgical consultation, and none is on record."
        yield from open_gap(scored, due, reason, applies=applies, closed=closed)


def _consults(history: History, since: Marked) -> Iterator[Answer]:
    """Yield for each dated consultation of the spine whether it came on a day or later."""
    for row in history.rows(SPINE):
        if history.is_entered(row, CONSULT) is not False:
            yield is_from(history.days(row, CONSULT), since.day)


def find_unscored_spines(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield weak, broken or mechanically painful vertebrae without a complete SINS."""
    scored = [
        one
        for one in history.marks(SPINE)
        if is_complete(score_bounds(one.row, "sins_total", SINS))
    ]
    openings: list[Opening] = []
    for weak, region, lesion in _weak_vertebrae(history):
        since = weak.day.later(days=-limits["before_days"])
        closed = any_of(
            all_of((_is_level(one.row, region, lesion), is_from(one.day, since))) for one in scored
        )
        reason = "A vertebra is lytic, broken or painful under load, and its SINS is not complete."
        openings += open_gap(weak, weak.day.later(days=limits["due_days"]), reason, closed=closed)
    yield from merge_openings(openings)


def _weak_vertebrae(history: History) -> Iterator[tuple[Marked, str | None, str | None]]:
    """Yield what makes a vertebra weak, with its region and lesion."""
    for row in history.rows(OBSERVATION):
        study = history.record(STUDY, row["imaging_study_id"])
        is_broken = row.get("fracture") not in {None, "none", "traumatic"}
        if study is not None and is_counted(history.chart, row):
            key = row["bone_lesion_id"]
            region = _region(history, None, key)
            if _is_spinal(region) and (row.get("morph_type") in WEAK or is_broken):
                yield Marked(((OBSERVATION, row),), history.days(study)), region, key
    for pain in history.marks(PAIN, mechanical="Y"):
        key = pain.row.get("bone_lesion_id")
        region = _region(history, pain.row.get("region"), key)
        if _is_spinal(region):
            yield pain, region, key
    for event in history.marks(EVENT, type="FRACTURE_VERTEBRAL"):
        key = event.row.get("bone_lesion_id")
        yield event, event.row.get("region") or _region(history, None, key), key


def _region(history: History, region: str | None, lesion: str | None) -> str | None:
    row = history.record("bone_lesion", lesion)
    return region if row is None else row.get("region")


def _is_spinal(region: str | None) -> bool:
    return region_groups().get(region or "") == "SPINE"


def _is_level(row: Row, region: str | None, lesion: str | None) -> Answer:
    """Return whether a score is that of a vertebra; perhaps where its level is not known."""
    levels = row.get("levels")
    if levels is None or region is None:
        return None
    return region in levels or (lesion is not None and row.get("bone_lesion_id") == lesion)


def find_past_cord_compression(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield past compression of the cord, or its signs, after which nothing is on record."""
    surgery = [
        one
        for one in history.marks("procedure")
        if one.row.get("type") in {"decompression", "stabilisation"}
    ]
    radiation = [
        one
        for one in history.marks("radiotherapy_course")
        if CORD_INDICATIONS & set(one.row.get("indication") or ())
    ]
    compressed = [one for one in history.marks(SPINE) if one.row.get("escc") in HIGH_GRADE]
    for one in [*compressed, *history.marks(EVENT, type="NEURO_COMPROMISE")]:
        own = [history.is_entered(one.row, CONSULT)] if one in compressed else []
        treated = answers_from([*surgery, *radiation], one.day)
        closed = any_of([*own, *treated, *_consults(history, one)])
        since = one.day.later(days=limits["audit_after_days"])
        reason = "The cord was compressed or failing, and no consultation is on record."
        applies = is_from(history.today, since)
        yield from open_gap(one, one.day, reason, applies=applies, closed=closed)


def find_unseen_long_bones(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield long bones at risk that no orthopaedic surgeon has seen."""
    for scored in history.marks(LONG_BONE):
        bounds = score_bounds(scored.row, "mirels_total", MIRELS)
        applies = is_score_from(bounds, limits["mirels_from"])
        same = history.rows(LONG_BONE, region=scored.row.get("region"))
        later = (
            is_from(history.days(row, ORTHOPAEDIC), scored.day)
            for row in same
            if history.is_entered(row, ORTHOPAEDIC) is not False
        )
        fixed = scored.row.get("prophylactic_fixation") == "Y"
        closed = any_of([fixed, history.is_entered(scored.row, ORTHOPAEDIC), *later])
        due = scored.day.later(days=limits["due_days"])
        reason = "Mirels' score warrants an orthopaedic review, and none is on record."
        yield from open_gap(scored, due, reason, applies=applies, closed=closed)


_CONSULT_READS = {SPINE: ("date", CONSULT)}
_SINS_READS = ("date", "sins_total", *SINS)

RULES = (
    CareGapRule(
        code="CG-19",
        title="A spine that may be unstable without a surgical consultation",
        concern=Concern.SAFETY,
        trigger="An assessment with a SINS of {sins_from} or more; where components are missing, "
        "whatever points they may have.",
        due="{due_days} days after the assessment.",
        closes="A consultation on its row, or on another from that day on.",
        source="SINS: 7 to 18 points warrant a surgical consultation.",
        source_kind=Source.PUBLISHED,
        reads={SPINE: (*_SINS_READS, CONSULT)},
        thresholds=(
            Switch("sins_from", 7, "Points from which it holds.", Source.PUBLISHED),
            Switch("due_days", 14, "Days from the assessment to the consultation."),
        ),
        find=find_unseen_spines,
    ),
    CareGapRule(
        code="CG-20",
        title="A vertebra at risk without a SINS",
        concern=Concern.SAFETY,
        trigger="A metastasis in the spine seen as lytic or mixed or as fractured, pain of the "
        "spine under load, or a vertebral fracture.",
        due="{due_days} days after the study, the assessment or the fracture.",
        closes="A complete SINS of that level, from {before_days} days before on.",
        source="Decision of this registry.",
        source_kind=Source.DESIGN,
        reads={
            SPINE: (*_SINS_READS, "levels", "bone_lesion_id"),
            OBSERVATION: (
                "imaging_study_id",
                "bone_lesion_id",
                "certainty",
                "morph_type",
                "fracture",
            ),
            "bone_lesion": ("region", "final_class"),
            STUDY: ("date",),
            PAIN: ("date", "mechanical", "region", "bone_lesion_id"),
            EVENT: ("date", "type", "region", "bone_lesion_id"),
        },
        thresholds=(
            Switch("due_days", 28, "Days until it is scored."),
            Switch("before_days", 28, "Days before in which a score counts."),
        ),
        find=find_unscored_spines,
    ),
    CareGapRule(
        code="CG-21",
        title="Compression of the cord without a consultation, in retrospect",
        concern=Concern.RECORD,
        trigger="ESCC 1c, 2 or 3, or an event of neurological compromise, {audit_after_days} days "
        "ago or more. Never before: a compression of the cord is an emergency outside this system.",
        due="On the same day.",
        closes="A surgical consultation, a decompression or stabilisation, or radiotherapy for it.",
        source="NICE NG234; magnetic resonance within 24 hours is from memory.",
        source_kind=Source.PUBLISHED,
        reads={
            **_CONSULT_READS,
            SPINE: ("date", CONSULT, "escc"),
            EVENT: ("date", "type"),
            "procedure": ("date", "type"),
            "radiotherapy_course": ("start_date", "indication"),
        },
        thresholds=(Switch("audit_after_days", 28, "Days after which it is shown for audit."),),
        find=find_past_cord_compression,
        is_audit=True,
    ),
    CareGapRule(
        code="CG-22",
        title="A long bone at risk without an orthopaedic review",
        concern=Concern.SAFETY,
        trigger="An assessment with a score by Mirels of {mirels_from} or more; where components "
        "are missing, whatever points they may have.",
        due="{due_days} days after the assessment.",
        closes="A consultation on its row, or of that bone from that day on, or its fixation.",
        source="Mirels: 8 points call for judgement, from 9 fixation is suggested.",
        source_kind=Source.PUBLISHED,
        reads={
            LONG_BONE: (
                "date",
                "region",
                "mirels_total",
                *MIRELS,
                ORTHOPAEDIC,
                "prophylactic_fixation",
            ),
        },
        thresholds=(
            Switch("mirels_from", 8, "Points from which it holds.", Source.PUBLISHED),
            Switch("due_days", 14, "Days from the assessment to the review."),
        ),
        find=find_unseen_long_bones,
    ),
)
