"""What rules found in the records, for those who may see the centres: counted, and in pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from osteon.registry.asked import asked_findings
from osteon.registry.models import RECORD_MODELS, Flaw, Gap, Query, Review
from osteon.registry.policies import Actor, Permission
from osteon.registry.reading.paging import cut_page
from osteon.registry.sight import seen_rows
from osteon.registry.states import QueryState

LINES = 50
"""Lines of a page."""
RAISED = QueryState.RAISED.value


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What is asked of a list; an empty text asks for all.

    Parameters
    ----------
    centre_id, rule, patient_id : str
        One centre, rule or patient.
    state : str
        Of a flaw ``raised``, ``answered`` or ``closed``: that of its query, ``raised`` also
        where there is none. Of a gap how far it is.
    """

    centre_id: str = ""
    rule: str = ""
    patient_id: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class FlawLine:
    """A finding of data quality with the query about it, if there is one."""

    rule: str
    severity: str
    patient_id: str
    centre_id: str
    entity: str
    record_id: str
    fields: tuple[str, ...]
    message: str
    state: str = RAISED
    query: int | None = None
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap of the worklist; ``rows`` are those that the actor may see, as (table, key)."""

    rule: str
    concern: str
    state: str
    patient_id: str
    centre_id: str
    due_from: date | None
    due_to: date
    reason: str
    rows: tuple[tuple[str, str], ...]
    is_audit: bool
    is_signed_off: bool


Line = TypeVar("Line", FlawLine, GapLine)


@dataclass(frozen=True)
class LinePage(Generic[Line]):
    """A page of lines, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class ReviewState:
    """How far the records that an actor may see were looked at.

    Parameters
    ----------
    n_patients, n_waiting : int
        Patients whose own row counts, and those of them who have to be looked at (again).
    first, last : datetime or None
        When the first and the last of the others were looked at.
    """

    n_patients: int
    n_waiting: int
    first: datetime | None
    last: datetime | None


def review_state(*, as_of: date, by: Actor, centre_id: str = "") -> ReviewState:
    """Return how far the patients of one centre, or of all an actor may see, were looked at."""
    total = _of_centre(RECORD_MODELS["patient"].counted(), centre_id, by).count()
    current = Review.objects.filter(as_of__gte=as_of, changed__lte=F("seen"))
    found = _of_centre(current, centre_id, by).aggregate(
        n=Count("pk"), first=Min("reviewed_at"), last=Max("reviewed_at")
    )
    return ReviewState(total, max(0, total - found["n"]), found["first"], found["last"])


def patients_to_review(*, as_of: date, most: int) -> list[str]:
    """Return some of those who have to be looked at (again), of all centres."""
    waiting = Review.objects.filter(
        Q(as_of=None) | Q(as_of__lt=as_of) | Q(changed__gt=F("seen"))
    ).order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:most])


def count_flaws(asked: LineFilter, *, by: Actor, group: str) -> dict[str, Counter[str]]:
    """Return how many findings there are in each state, by rule, patient or centre.

    Parameters
    ----------
    asked : LineFilter
        Which; its state is not looked at.
    by : Actor
        Who asks.
    group : str
        ``rule``, ``patient_id`` or ``centre_id``.
    """
    found = _narrow(Flaw.objects.all(), asked, by)
    counts = {
        str(key): Counter({RAISED: n}) for key, n in found.values_list(group).annotate(Count("pk"))
    }
    for line in asked_findings(found, seen_rows(Query.objects.all(), by)):
        state = str(line["state"])
        if state != RAISED:
            counts[str(line[group])][RAISED] -= 1
            counts[str(line[group])][state] += 1
    return counts


def list_flaws(asked: LineFilter, *, by: Actor, page: int = 1) -> LinePage[FlawLine]:
    """Return a page of findings: hard errors first, by rule, patient and record."""
    cut = cut_page(_chosen_flaws(asked, by), page, LINES)
    return LinePage(tuple(map(_flaw_line, cut.rows)), cut.total, cut.number, cut.pages)


def every_flaw(asked: LineFilter, *, by: Actor) -> list[FlawLine]:
    """Return all findings at once, for a file."""
    return [_flaw_line(row) for row in _chosen_flaws(asked, by).iterator()]


def count_gaps(asked: LineFilter, *, by: Actor) -> dict[str, Counter[str]]:
    """Return how many gaps there are in each state by rule."""
    counts: dict[str, Counter[str]] = {}
    found = _narrow(Gap.objects.all(), asked, by)
    for rule, state, n in found.values_list("rule", "state").annotate(Count("pk")):
        counts.setdefault(rule, Counter())[state] = n
    return counts


def list_gaps(asked: LineFilter, *, by: Actor, page: int = 1) -> LinePage[GapLine]:
    """Return a page of gaps in the order of their urgency."""
    cut = cut_page(_chosen_gaps(asked, by), page, LINES)
    lines = tuple(_gap_line(row, by) for row in cut.rows)
    return LinePage(lines, cut.total, cut.number, cut.pages)


def every_gap(asked: LineFilter, *, by: Actor) -> list[GapLine]:
    """Return all gaps at once, for a file or for print."""
    return [_gap_line(row, by) for row in _chosen_gaps(asked, by).iterator()]


def _chosen_flaws(asked: LineFilter, by: Actor) -> QuerySet:
    found = _with_queries(_narrow(Flaw.objects.all(), asked, by))
    if asked.state:
        found = found.filter(query_state=asked.state)
    return found.order_by("rule", "patient_id", "entity", "record_id", "pk")


def _chosen_gaps(asked: LineFilter, by: Actor) -> QuerySet:
    found = _narrow(Gap.objects.all(), asked, by)
    if asked.state:
        found = found.filter(state=asked.state)
    return found.order_by("urgency", "patient_id", "pk")


def _narrow(found: QuerySet, asked: LineFilter, by: Actor) -> QuerySet:
    found = _of_centre(found, asked.centre_id, by)
    given = {"rule": asked.rule, "patient_id": asked.patient_id}
    return found.filter(**{name: value for name, value in given.items() if value})


def _of_centre(found: QuerySet, centre_id: str, by: Actor) -> QuerySet:
    seen = seen_rows(found, by)
    return seen.filter(centre_id=centre_id) if centre_id else seen


def _with_queries(found: QuerySet) -> QuerySet:
    """Return findings with the state and the number of the last query about rule and record."""
    asking = Query.objects.filter(
        rule=OuterRef("rule"), entity=OuterRef("entity"), record_id=OuterRef("record_id")
    ).order_by("-pk")
    return found.annotate(
        query_state=Coalesce(Subquery(asking.values("state")[:1]), Value(RAISED)),
        query_number=Subquery(asking.values("pk")[:1]),
        query_question=Subquery(asking.values("question")[:1]),
        query_answer=Subquery(asking.values("answer")[:1]),
    )


def _flaw_line(row: Flaw) -> FlawLine:
    return FlawLine(
        rule=row.rule,
        severity=row.severity,
        patient_id=row.patient_id,
        centre_id=row.centre_id,
        entity=row.entity,
        record_id=row.record_id,
        fields=tuple(row.field_names),
        message=row.message,
        state=row.query_state,
        query=row.query_number,
        question=row.query_question or "",
        answer=row.query_answer or "",
    )


def _gap_line(row: Gap, by: Actor) -> GapLine:
    seen = [(table, key) for table, key, centre in row.rows if by.may(Permission.READ, centre)]
    return GapLine(
        rule=row.rule,
        concern=row.concern,
        state=row.state,
        patient_id=row.patient_id,
        centre_id=row.centre_id,
        due_from=row.due_from,
        due_to=row.due_to,
        reason=row.reason,
        rows=tuple(seen),
        is_audit=row.is_audit,
        is_signed_off=row.is_signed_off,
    )
