"""The list of patients: searched, filtered, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from osteon.registry.models import RECORD_MODELS, Query, Record
from osteon.registry.policies import Actor
from osteon.registry.reading.paging import cut_page
from osteon.registry.sight import seen_rows
from osteon.registry.states import QueryState, RecordState

PAGE_LENGTH = 50
BONE_STATES = ("Y", "NE", "N")
"""Bone metastasis as recorded: of several records of a patient, the first of these counts."""


@dataclass(frozen=True, slots=True)
class PatientFilter:
    """What is asked of the list.

    Parameters
    ----------
    search : str
        Part of a pseudonym, in capitals or not.
    centre_id : str
        One centre; empty for all.
    bone : str
        ``Y``, ``N`` or ``NE``: bone metastasis as recorded; empty for all.
    primary : str
        The site of a primary tumour; empty for all.
    open_queries : bool
        Whether to show only patients with open queries.
    """

    search: str = ""
    centre_id: str = ""
    bone: str = ""
    primary: str = ""
    open_queries: bool = False


@dataclass(frozen=True, slots=True)
class PatientSummary:
    """A line of the list.

    Parameters
    ----------
    patient_id, centre_id, sex, birth : str
        As recorded; empty where they are not.
    state : RecordState
        Of the patient's own record.
    primaries : tuple of str
        The sites of the primary tumours.
    last_imaging, last_seen : str
        The day of the last study, and the last day known alive, as they were recorded.
    vital_status : str
        At the last follow-up.
    bone : str
        Bone metastasis as recorded; ``Y`` where one of several records says so.
    open_queries : int
        How many.
    """

    patient_id: str
    centre_id: str
    sex: str
    birth: str
    state: RecordState
    primaries: tuple[str, ...]
    last_imaging: str
    last_seen: str
    vital_status: str
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
    found = _narrow(seen_rows(RECORD_MODELS["patient"].objects.all(), by), asked)
    cut = cut_page(found.order_by("pk"), page, PAGE_LENGTH)
    return PatientPage(_summaries(cut.rows), cut.total, cut.number, cut.pages)


def _narrow(found: QuerySet[Record], asked: PatientFilter) -> QuerySet[Record]:
    if asked.search:
        found = found.filter(pk__icontains=asked.search.strip())
    if asked.centre_id:
        found = found.filter(centre_id=asked.centre_id)
    if asked.bone:
        sites = RECORD_MODELS["metastasis_site"].objects.filter(organ="BONE", status=asked.bone)
        found = found.filter(pk__in=sites.values("patient_id"))
    if asked.primary:
        tumours = RECORD_MODELS["tumour"].objects.filter(topography=asked.primary)
        found = found.filter(pk__in=tumours.values("patient_id"))
    if asked.open_queries:
        asking = Query.objects.exclude(state=QueryState.CLOSED.value)
        found = found.filter(pk__in=asking.values("patient_id"))
    return found


def _summaries(rows: list[Record]) -> tuple[PatientSummary, ...]:
    keys = [str(row.pk) for row in rows]
    imaging = _values("imaging_study", keys, "date_lo", "date")
    follow_up = _values("follow_up", keys, "last_alive_date_lo", "last_alive_date", "status")
    sites = _values("metastasis_site", keys, "status", organ="BONE")
    tumours = _values("tumour", keys, "topography")
    queries = _open_queries(keys)
    return tuple(
        PatientSummary(
            patient_id=key,
            centre_id=str(row["centre_id"]),
            sex=str(row.get("sex", "")),
            birth=str(row.get("birth", "")),
            state=RecordState(record.record_state),
            primaries=tuple(sorted({str(site) for (site,) in tumours[key] if site})),
            last_imaging=_last(imaging[key])[1],
            last_seen=_last(follow_up[key])[1],
            vital_status=_last(follow_up[key])[2],
            bone=_bone_state({str(status) for (status,) in sites[key] if status}),
            open_queries=queries.get(key, 0),
        )
        for key, record, row in ((str(record.pk), record, record.to_row()) for record in rows)
    )


def _values(
    entity_name: str, keys: list[str], *columns: str, **wanted: str
) -> defaultdict[str, list[tuple[Any, ...]]]:
    """Return columns of the records of some patients, by patient."""
    found = RECORD_MODELS[entity_name].objects.filter(patient_id__in=keys, **wanted)
    by_patient: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for patient_id, *values in found.values_list("patient_id", *columns):
        by_patient[patient_id].append(tuple(values))
    return by_patient


def _last(dated: list[tuple[Any, ...]]) -> tuple[str, str, str]:
    """Return, as text, the values of the latest; of those without a day only where no other is."""
    latest = max(dated, key=lambda values: values[0] or date.min, default=())
    texts = ["" if value is None else str(value) for value in latest]
    first, second, third = (*texts, "", "", "")[:3]
    return first, second, third


def _bone_state(states: set[str]) -> str:
    return next((state for state in BONE_STATES if state in states), "")


def _open_queries(keys: list[str]) -> dict[str, int]:
    asking = Query.objects.filter(patient_id__in=keys).exclude(state=QueryState.CLOSED.value)
    return dict(asking.values_list("patient_id").annotate(Count("pk")))
