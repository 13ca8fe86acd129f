"""From tracer alone to a correlate on CT or MR: D05."""

import ibis
from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.bone import evidence_first
from osteon.concepts.expressions.rows import answer, stack
from osteon.concepts.expressions.sightings import (
    find_sightings,
    studies,
    with_examined_morphology,
)
from osteon.concepts.shared import shared


def conversion(tables: Tables, switches: Switches) -> Table:
    """Return the day on which metastases seen by tracer alone first had a correlate."""
    found = _conversions(_looks(tables, switches))
    return answer(found, found.day, found.day)


def conversion_last_negative(tables: Tables, switches: Switches) -> Table:
    """Return the last day on which they were looked for and had no correlate yet."""
    looks = _looks(tables, switches)
    found = _conversions(looks).select("patient_id", converted="day")
    joined = looks.left_join(found, "patient_id")
    clear = joined.filter(~joined.is_visible, joined.converted.isnull()
                          | (joined.day < joined.converted))  # fmt: skip
    last = clear.group_by("patient_id").aggregate(day=clear.day.max())
    return answer(last, last.day, last.day)


def _conversions(looks: Table) -> Table:
    visible = looks.filter(looks.is_visible)
    return visible.group_by("patient_id").aggregate(day=visible.day.min())


@shared
def _looks(tables: Tables, switches: Switches) -> Table:
    """Return the days since bone metastasis on which morphology was examined, tracer-only at first.

    Columns ``patient_id``, ``day`` and ``is_visible``: whether there was a correlate by then.
    """
    seen = with_examined_morphology(find_sightings(tables, switches), switches)
    examined = stack(
        seen.select("patient_id", "day", "morph"), _examined_findings(tables, switches)
    )
    examined = examined.filter(examined.day.notnull(), examined.morph.isin(("Y", "N")))
    by_day = examined.group_by(["patient_id", "day"]).aggregate(
        is_visible=(examined.morph == "Y").any()
    )
    evidence = evidence_first(tables, switches)
    tracer_only = evidence.filter(evidence.value == "B").select("patient_id", since="known_on")
    joined = by_day.join(tracer_only, "patient_id")
    looks = joined.filter(joined.day >= joined.since)
    return looks.select(
        "patient_id", "day", is_visible=looks.is_visible & (looks.day > looks.since)
    )


def _examined_findings(tables: Tables, switches: Switches) -> Table:
    """Return the findings of studies that looked at bone on CT or MR and saw no change."""
    findings = tables["skeletal_finding"]
    clear = findings.filter(findings.morph_positive == "N").select(
        patient_id=findings.patient_id, study_id=findings.imaging_study_id, morph=ibis.literal("N")
    )
    rows = with_examined_morphology(clear.join(studies(tables, switches), "study_id"), switches)
    return rows.select("patient_id", "day", "morph")
