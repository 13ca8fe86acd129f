"""Rules about imaging and tests that come round again: CG-18, CG-29, CG-30."""

from collections.abc import Iterator

from osteon.dictionary import Source
from osteon.quality import Row, Switch, Switches
from osteon.worklist.certainty import Answer, Days, any_of, earliest, is_after, is_from, latest
from osteon.worklist.gap import Concern
from osteon.worklist.history import History, Marked, answers_from, first_of, last_of
from osteon.worklist.rule import CareGapRule, Opening, open_gap

STUDY, LINE, CYCLE = "imaging_study", "systemic_therapy_line", "prrt_cycle"
NO_STAGING = frozenset({"ECHO", "US", "XRAY"})
POST_THERAPY_SCAN = "post_PRRT_scan"
MONTHS_OF = {
    "NEC": "nec_months",
    "G3": "g3_months",
    "G2": "g2_months",
    "AC": "g2_months",
    "G1": "g1_months",
    "TC": "g1_months",
}
"""Which threshold holds for a grade; carcinoids of the lung as G1 and G2 by design decision."""
SLOW_GRADES = ("G1", "TC")
UNKNOWN = "GX"


def _staging_studies(history: History) -> list[Marked]:
    return [
        one
        for one in history.marks(STUDY)
        if one.row.get("modality") not in NO_STAGING and one.row.get("context") != POST_THERAPY_SCAN
    ]


def find_overdue_restaging(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield patients whose last staging study is older than their grade permits."""
    diagnosis = first_of(history.marks("tumour"))
    last = last_of(_staging_studies(history)) or diagnosis
    if diagnosis is None or last is None:
        return
    therapies = [*history.marks(LINE), *history.marks(CYCLE)]
    least, most = _interval_months(history, limits, last, [diagnosis, *therapies])
    due = Days(last.day.later(months=least).first, last.day.later(months=most).last)
    change = last_of([one for one in therapies if is_after(one.day, last.day) is not False])
    since = last
    if change is not None:
        since += change
        after = change.day.later(months=limits["change_months"])
        is_later = is_after(change.day, last.day) is True
        due = earliest((due, after)) if is_later else Days(min(due.first, after.first), due.last)
    reason = "The last staging study was longer ago than the grade or a new treatment permits."
    yield from open_gap(since, due, reason)


def _interval_months(
    history: History, limits: Switches, last: Marked, quiet_since: list[Marked]
) -> tuple[float, float]:
    """Return the shortest and the longest time to the next study that the grade permits."""
    progressions = [
        *(history.mark(LINE, row, "progression_date") for row in history.rows(LINE)
          if row.get("progression_date") is not None),
        *history.marks(STUDY, overall_response="PD"),
        *history.marks("follow_up", disease_status="progression"),
    ]  # fmt: skip
    since = latest(one.day for one in [*quiet_since, *progressions])
    is_stable = is_from(last.day, since.later(months=limits["stable_months"]))
    months = _months_by_grade(limits, is_stable)
    options = [months.get(grade) or set.union(*months.values()) for grade in _grades(history)]
    return min(map(min, options)), min(map(max, options))


def _months_by_grade(limits: Switches, is_stable: Answer) -> dict[str, set[float]]:
    """Return the intervals that may hold for each grade."""
    months = {grade: {limits[threshold]} for grade, threshold in MONTHS_OF.items()}
    for grade in SLOW_GRADES:
        stable = {limits["g1_stable_months"]}
        if is_stable is None:
            months[grade] |= stable
        elif is_stable:
            months[grade] = stable
    return months


def _grades(history: History) -> list[str]:
    """Return the grades of the specimens that stand for them; one that is unknown if none does."""
    specimens = history.rows("pathology", is_reference=True) or history.rows("pathology")
    return [str(row.get("grade_reported")) for row in specimens] or [UNKNOWN]


def find_missing_response_imaging(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield radioligand therapy after whose last cycle no study was done."""
    last = last_of(history.marks(CYCLE))
    if last is None:
        return
    since = last.day.later(days=limits["from_days"])
    closed = any_of(answers_from(_staging_studies(history), since))
    due = last.day.later(months=limits["due_months"])
    reason = "Radioligand therapy ended, and no imaging of the response followed."
    yield from open_gap(last, due, reason, closed=closed)


def find_unwatched_hearts(history: History, limits: Switches) -> Iterator[Opening]:
    """Yield carcinoid syndrome without a recent look at the heart."""
    assessed = [one for one in history.marks("hormone_assessment") if _is_decided(one.row)]
    state = last_of(assessed)
    onset = first_of([one for one in assessed if _is_carcinoid_syndrome(one.row)])
    if state is None or onset is None or not _is_carcinoid_syndrome(state.row):
        return
    proteins = history.marks("lab_result", analyte="nt_probnp")
    looks = [*history.marks(STUDY, modality="ECHO"), *proteins]
    last = last_of(looks)
    since = onset if last is None else state + last
    day = onset.day if last is None else last.day
    reason = "Carcinoid syndrome, and no recent echocardiography or NT-proBNP."
    yield from open_gap(since, day.later(months=limits["every_months"]), reason)


def _is_decided(row: Row) -> bool:
    return row.get("functioning") in {"functioning", "non_functioning"}


def _is_carcinoid_syndrome(row: Row) -> bool:
    has_symptoms = row.get("basis") != "biochemical"
    is_carcinoid = "carcinoid" in (row.get("syndrome") or ())
    return row.get("functioning") == "functioning" and is_carcinoid and has_symptoms


_MEMORY = Source.UNVERIFIED

RULES = (
    CareGapRule(
        code="CG-18",
        title="Restaging is overdue",
        concern=Concern.CARE,
        trigger="The last staging study (radiographs, ultrasound, echocardiography and scans "
        "after a cycle are none), else the diagnosis.",
        due="By the grade of the reference specimen: carcinoma {nec_months}, G3 {g3_months}, G2 "
        "and atypical carcinoid {g2_months}, G1 and typical carcinoid {g1_months} months later, "
        "{g1_stable_months} where no progression, line or cycle came in the {stable_months} "
        "months before that study. {change_months} months after a line of therapy or a "
        "radioligand cycle that began since, if that is sooner. Of an unknown grade, any of the "
        "intervals may hold.",
        closes="A staging study.",
        source="ENETS recommendations for follow-up (2017) have a table and call the evidence "
        "largely missing; the numbers here are from memory. The centre has to set them.",
        source_kind=_MEMORY,
        reads={
            "tumour": ("dx_date",),
            "pathology": ("is_reference", "grade_reported", "specimen_date"),
            STUDY: ("date", "modality", "context", "overall_response"),
            LINE: ("start_date", "progression_date"),
            CYCLE: ("date",),
            "follow_up": ("disease_status", "last_alive_date"),
        },
        thresholds=(
            Switch("nec_months", 3, "Months for carcinoma.", _MEMORY),
            Switch("g3_months", 3, "Months for G3.", _MEMORY),
            Switch("g2_months", 6, "Months for G2 and atypical carcinoid.", _MEMORY),
            Switch("g1_months", 6, "Months for G1 and typical carcinoid.", _MEMORY),
            Switch("g1_stable_months", 12, "Months for the same once stable.", _MEMORY),
            Switch("stable_months", 24, "Months without change that make it stable.", _MEMORY),
            Switch("change_months", 3, "Months from a new treatment to the study.", _MEMORY),
        ),
        find=find_overdue_restaging,
    ),
    CareGapRule(
        code="CG-29",
        title="Radioligand therapy without imaging of the response",
        concern=Concern.CARE,
        trigger="The last radioligand cycle.",
        due="{due_months} months after it; the study belongs into months 3 to 6.",
        closes="A staging study from {from_days} days after the cycle on.",
        source="From memory.",
        source_kind=_MEMORY,
        reads={CYCLE: ("date",), STUDY: ("date", "modality", "context")},
        thresholds=(
            Switch("due_months", 6, "Months from the last cycle to the study.", _MEMORY),
            Switch("from_days", 60, "Days after the cycle from which a study counts."),
        ),
        find=find_missing_response_imaging,
    ),
    CareGapRule(
        code="CG-30",
        title="Carcinoid syndrome without a look at the heart",
        concern=Concern.CARE,
        trigger="The last assessment that decides says functioning with carcinoid syndrome, and "
        "not by biochemistry alone.",
        due="{every_months} months after the last echocardiography or NT-proBNP, or after the "
        "syndrome was first assessed.",
        closes="Echocardiography or NT-proBNP.",
        source="From memory.",
        source_kind=_MEMORY,
        reads={
            "hormone_assessment": ("date", "functioning", "syndrome", "basis"),
            STUDY: ("date", "modality"),
            "lab_result": ("date", "analyte"),
        },
        thresholds=(Switch("every_months", 12, "Months from one look to the next.", _MEMORY),),
        find=find_unwatched_hearts,
    ),
)
