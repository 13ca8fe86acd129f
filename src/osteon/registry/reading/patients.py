"""The list of patients: searched, filtered, a page at a time."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from osteon.registry.models import RECORD_MODELS, Centre, Query, Record
from osteon.registry.policies import Actor, Permission
from osteon.registry.states import QueryState

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class PatientFilter:
    """What is asked of the list.

    Parameters
    ----------
    search : str
        The beginning of a pseudonym.
    centre_id : str
        One centre; empty for all.
    bone : str
        ``Y``, ``N`` or ``NE``: bone metastasis as recorded; empty for all.
    open_queries : bool
        Whether to show only patients with open queries.
    """

    search: str = ""
    centre_id: str = ""
    bone: str = ""
    open_queries: bool = False


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """A line of the list."""

    patient_id: str
    centre_id: str
    sex: str
    birth: str
    last_imaging: date | None
    last_follow_up: date | None
    bone: str
    open_queries: int


@dataclass(frozen=True, slots=True)
class PatientPage:
    """A page of the list: its lines, and how many patients there are in all."""

    lines: tuple[PatientSummary, ...]
    total: int
    number: int
    pages: int


def list_patients(asked: PatientFilter, *, by: Actor, page: int = 1) -> PatientPage:
    """Return a page of the patients that an actor may see, in the order of their pseudonyms."""
    centres = by.centres(Permission.READ, Centre.objects.values_list("code", flat=True))
    found = RECORD_MODELS["patient"].objects.filter(centre_id__in=centres)
    found = _narrow(found, asked)
    total = found.count()
    pages = max(1, -(-total // PAGE_LENGTH))
    number = min(max(page, 1), pages)
    start = (number - 1) * PAGE_LENGTH
    rows = list(found.order_by("pk")[start : start + PAGE_LENGTH])
    return PatientPage(_summaries(rows), total, number, pages)


def _narrow(found: QuerySet[Record], asked: PatientFilter) -> QuerySet[Record]:
    if asked.search:
        found = found.filter(pk__istartswith=asked.search.strip())
    if asked.centre_id:
        found = found.filter(centre_id=asked.centre_id)
    if asked.bone:
        sites = RECORD_MODELS["metastasis_site"].objects.filter(organ="BONE", status=asked.bone)
        found = found.filter(pk__in=sites.values("patient_id"))
    if asked.open_queries:
        asking = Query.objects.exclude(state=QueryState.CLOSED.value)
        found = found.filter(pk__in=asking.values("patient_id"))
    return found


def _summaries(rows: list[Record]) -> tuple[PatientSummary, ...]:
    keys = [row.pk for row in rows]
    imaging = _latest("imaging_study", "date_lo", keys)
    follow_up = _latest("follow_up", "last_alive_date_lo", keys)
    sites = RECORD_MODELS["metastasis_site"].objects.filter(patient_id__in=keys, organ="BONE")
    bone = dict(sites.values_list("patient_id", "status"))
    queries = dict(
        Query.objects.filter(patient_id__in=keys)
        .exclude(state=QueryState.CLOSED.value)
        .values_list("patient_id")
        .annotate(Count("pk"))
    )
    plain = [row.to_row() for row in rows]
    return tuple(
        PatientSummary(
            patient_id=str(row["patient_id"]),
            centre_id=str(row["centre_id"]),
            sex=str(row.get("sex", "")),
            birth=str(row.get("birth", "")),
            last_imaging=imaging.get(row["patient_id"]),
            last_follow_up=follow_up.get(row["patient_id"]),
            bone=str(bone.get(row["patient_id"]) or ""),
            open_queries=queries.get(row["patient_id"], 0),
        )
        for row in plain
    )


def _latest(entity_name: str, column: str, keys: list[str]) -> dict[object, date | None]:
    found = RECORD_MODELS[entity_name].objects.filter(Q(patient_id__in=keys))
    return dict(found.values_list("patient_id").annotate(Max(column)))
