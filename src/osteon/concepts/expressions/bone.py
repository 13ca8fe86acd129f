"""Whether and when bone metastasis was found, and how it was seen: D03, D04, D06."""

import ibis
from ibis.expr.types import StringValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import (
    NO,
    YES,
    answer,
    first_tumour,
    month_key,
    never,
    next_day_key,
    stack,
)
from osteon.concepts.expressions.sightings import (
    find_bone_index,
    find_examinations,
    find_sightings,
    keep_eligible,
    last_study_days,
    seen_index,
    with_examined_morphology,
)
from osteon.concepts.rules import MONTH_STEP
from osteon.concepts.shared import shared

CHANGED = ("osteoblastic", "osteolytic", "mixed")


def bone_metastasis(tables: Tables, switches: Switches) -> Table:
    """Return whether bone metastasis was ever confirmed."""
    index = find_bone_index(tables, switches)
    present = answer(index, YES, index.day)
    findings, sites = tables["skeletal_finding"], tables["metastasis_site"]
    clear = findings.filter(findings.bone_result.isin(("negative", "equivocal")))
    denied = sites.filter(sites.organ == "BONE", sites.status == "N")
    examined = stack(clear.select("patient_id"), denied.select("patient_id")).distinct()
    without = examined.anti_join(present, "patient_id")
    absent = answer(without, NO, never())
    return stack(present, absent)


def bone_index_date(tables: Tables, switches: Switches) -> Table:
    """Return the day on which bone metastasis was first confirmed."""
    index = find_bone_index(tables, switches)
    return answer(index, index.day, index.day)


def bone_timing(tables: Tables, switches: Switches) -> Table:
    """Return synchronous or metachronous, indeterminate where partial dates do not decide."""
    index = find_bone_index(tables, switches)
    tumour = first_tumour(tables, switches).select("patient_id", "dx_date_lo", "dx_date_hi")
    both = index.join(tumour, "patient_id")
    dated = both.filter(both.lo.notnull(), both.dx_date_lo.notnull())
    window = switches["window_months"] * MONTH_STEP
    key = month_key if switches["limit_is_synchronous"] else next_day_key
    value = ibis.cases(
        (key(dated.hi) <= month_key(dated.dx_date_lo) + window, "synchronous"),
        (key(dated.lo) > month_key(dated.dx_date_hi) + window, "metachronous"),
        else_="indeterminate",
    )
    return answer(dated, value, dated.day)


def _evidence(seen: Table) -> StringValue:
    """Class of a patient, to be aggregated over the sightings of a study."""
    tracer, morph = seen.tracer, seen.morph
    both = ((tracer == "Y") & (morph == "Y")).any()
    tracer_only = ((tracer == "Y") & (morph == "N")).any()
    morphology_only = ((tracer == "N") & (morph == "Y")).any()
    one_half = ((tracer == "Y") | (morph == "Y")).any()
    return ibis.cases(
        (both | (tracer_only & morphology_only), "C"),
        (tracer_only, "B"),
        (morphology_only, "A"),
        (one_half, "U"),
        else_="0",
    )


@shared
def evidence_first(tables: Tables, switches: Switches) -> Table:
    """Return how bone metastasis was seen when it was first confirmed."""
    seen = with_examined_morphology(find_sightings(tables, switches), switches)
    seen = seen.join(seen_index(tables, switches), "patient_id")
    seen = seen.filter(seen.day == seen["first"])
    by_patient = seen.group_by("patient_id").aggregate(value=_evidence(seen), on=seen.day.min())
    return answer(by_patient, by_patient.value, by_patient.on)


def _on_last_day(rows: Table, tables: Tables, switches: Switches) -> Table:
    joined = keep_eligible(rows, switches).join(last_study_days(tables, switches), "patient_id")
    return joined.filter(joined.day == joined.on)


def evidence_last(tables: Tables, switches: Switches) -> Table:
    """Return how bone metastasis was seen at the last study of the skeleton."""
    seen = with_examined_morphology(find_sightings(tables, switches), switches)
    seen = _on_last_day(seen, tables, switches)
    present = seen.group_by("patient_id").aggregate(value=_evidence(seen), on=seen.on.min())
    examined = _on_last_day(find_examinations(tables, switches), tables, switches)
    is_equivocal = (examined.bone_result == "equivocal").any()
    results = examined.group_by("patient_id").aggregate(
        value=is_equivocal.ifelse("U", "0"), on=examined.on.min()
    )
    absent = results.anti_join(present, "patient_id")
    both = stack(present, absent)
    return answer(both, both.value, both.on)


def morphology_first(tables: Tables, switches: Switches) -> Table:
    """Return what bone metastases looked like when they were first confirmed."""
    index = seen_index(tables, switches)
    days = index.select("patient_id", on=index["first"])
    seen = with_examined_morphology(find_sightings(tables, switches), switches)
    joined = seen.join(days, "patient_id")
    return _morphology(joined.filter(joined.day == joined.on), days)


def morphology_last(tables: Tables, switches: Switches) -> Table:
    """Return what bone metastases looked like at the last study of the skeleton."""
    seen = with_examined_morphology(find_sightings(tables, switches), switches)
    return _morphology(_on_last_day(seen, tables, switches), last_study_days(tables, switches))


def _morphology(on_day: Table, days: Table) -> Table:
    """Return the morphology of what was seen on each patient's day."""
    seen = on_day.filter(on_day.is_visible)
    is_changed = (seen.morph == "Y") & seen.morph_type.isin(CHANGED)
    by_patient = seen.group_by("patient_id").aggregate(
        kinds=seen.morph_type.nunique(where=is_changed),
        kind=seen.morph_type.min(where=is_changed),
        tracer_only=((seen.tracer == "Y") & (seen.morph == "N")).any(),
    )
    rows = days.left_join(by_patient, "patient_id")
    value = ibis.cases(
        (rows.kinds.isnull(), "none"),
        (rows.kinds > 1, "mixed"),
        (rows.kinds == 1, rows.kind),
        (rows.tracer_only, "tracer_only"),
        else_="NE",
    )
    return answer(rows, value, rows.on)
