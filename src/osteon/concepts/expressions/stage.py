"""Whether the disease was in stage IV: D09."""

import ibis
from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.course import ever
from osteon.concepts.expressions.rows import NO, YES, answer, day_of, first_tumour, never, stack
from osteon.concepts.expressions.sightings import certain_sites, find_sightings


def _metastatic(tables: Tables, switches: Switches) -> Table:
    """Return every fact that makes a stage IV, with ``day``, ``lo`` and ``hi``."""
    stages = tables["stage_assessment"]
    is_iv = ibis.coalesce(stages.m_category.startswith("M1"), stages.stage.startswith("IV"))
    stages = stages.select("patient_id", "date_lo", "date_hi", is_iv=is_iv)
    stages = stages.filter(stages.is_iv)
    sites = certain_sites(tables, switches)
    seen = find_sightings(tables, switches)
    by_stage = stages.select(
        "patient_id", day=day_of(stages, "date", switches), lo="date_lo", hi="date_hi"
    )
    by_site = sites.select(
        "patient_id",
        day=day_of(sites, "first_date", switches),
        lo="first_date_lo",
        hi="first_date_hi",
    )
    by_study = seen.filter(seen.is_visible).select("patient_id", "day", "lo", "hi")
    return stack(by_stage, by_site, by_study)


def _staged(tables: Tables) -> Table:
    stages = tables["stage_assessment"]
    return stages.filter(stages.m_category.notnull() | stages.stage.notnull())


def stage_iv_ever(tables: Tables, switches: Switches) -> Table:
    """Return whether distant metastasis was ever certain."""
    return ever(_metastatic(tables, switches), _staged(tables))


def stage_iv_at_diagnosis(tables: Tables, switches: Switches) -> Table:
    """Return whether distant metastasis was certain within the window after diagnosis."""
    tumour = first_tumour(tables, switches).select("patient_id", "dx_date_lo", "dx_date_hi")
    tumour = tumour.filter(tumour.dx_date_lo.notnull())
    window = switches["stage_window_days"]
    facts = _metastatic(tables, switches).join(tumour, "patient_id")
    latest = facts.hi.epoch_days() <= facts.dx_date_lo.epoch_days() + window
    earliest = facts.lo.epoch_days() <= facts.dx_date_hi.epoch_days() + window
    facts = facts.mutate(
        is_early=latest.fill_null(NO),
        may_be_early=earliest.fill_null(YES),
    )
    by_patient = facts.group_by("patient_id").aggregate(
        is_early=facts.is_early.any(),
        may_be_early=facts.may_be_early.any(),
        known_on=facts.day.min(where=facts.is_early),
    )
    everyone = stack(_staged(tables).select("patient_id"), facts.select("patient_id")).distinct()
    dated = everyone.semi_join(tumour, "patient_id")
    rows = dated.left_join(by_patient, "patient_id")
    value = ibis.cases(
        (rows.is_early.fill_null(NO), True),
        (rows.may_be_early.fill_null(NO), ibis.null("boolean")),
        else_=False,
    )
    known_on = rows.is_early.fill_null(NO).ifelse(rows.known_on, never())
    return answer(rows, value, known_on)
