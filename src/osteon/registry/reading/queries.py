"""Queries, for those who may see the centre."""

from dataclasses import dataclass
from datetime import datetime

from osteon.registry.models import Query
from osteon.registry.policies import Actor
from osteon.registry.sight import seen_rows


@dataclass(frozen=True, slots=True)
class QuerySummary:
    """A query with its record."""

    number: int
    rule: str
    entity: str
    record_id: str
    patient_id: str
    centre_id: str
    fields: tuple[str, ...]
    question: str
    answer: str
    state: str
    raised_by: str
    raised_at: datetime


def list_queries(
    *, by: Actor, patient_id: str = "", state: str = "", entity_name: str = "", record_id: str = ""
) -> list[QuerySummary]:
    """Return the queries an actor may see, the newest first."""
    asked = {
        "patient_id": patient_id, "state": state, "entity": entity_name, "record_id": record_id,
    }  # fmt: skip
    found = seen_rows(Query.objects.all(), by)
    found = found.filter(**{name: value for name, value in asked.items() if value})
    return [
        QuerySummary(
            number=query.pk,
            rule=query.rule,
            entity=query.entity,
            record_id=query.record_id,
            patient_id=query.patient_id or "",
            centre_id=query.centre_id,
            fields=tuple(query.field_names),
            question=query.question,
            answer=query.answer,
            state=query.state,
            raised_by=query.raised_by,
            raised_at=query.raised_at,
        )
        for query in found.order_by("-raised_at", "-pk")
    ]
