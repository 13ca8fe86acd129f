"""Findings of data quality about which a rule has asked somebody."""

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet

BATCH = 500


def asked_findings(found: QuerySet, queries: QuerySet) -> Iterator[Mapping[str, object]]:
    """Yield those findings about which a rule asked, each with the state of the last query.

    Parameters
    ----------
    found : QuerySet of Flaw
        The findings.
    queries : QuerySet of Query
        Those that are looked at; what people ask is left aside.
    """
    last = {
        (rule, entity, record_id): state
        for rule, entity, record_id, state in queries.exclude(rule="")
        .order_by("pk")
        .values_list("rule", "entity", "record_id", "state")
    }
    keys = sorted({record_id for _, _, record_id in last})
    for start in range(0, len(keys), BATCH):
        near = found.filter(record_id__in=keys[start : start + BATCH])
        for line in near.values("rule", "entity", "record_id", "patient_id", "centre_id"):
            state = last.get((line["rule"], line["entity"], line["record_id"]))
            if state is not None:
                yield line | {"state": state}
