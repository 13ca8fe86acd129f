"""What studies showed of bone metastasis, as tables: sightings, examinations, the index."""

import ibis
from ibis.expr.types import BooleanColumn, StringColumn, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, YES, day_of, is_certain, stack
from osteon.concepts.shared import shared

RECEPTOR_MODALITIES = ("SSTR_PETCT", "SSTR_PETMR", "SSTR_SPECT")
EXAMINED = ("positive", "negative", "equivocal")
TABLES = (
    "imaging_study",
    "skeletal_finding",
    "bone_lesion",
    "lesion_observation",
    "metastasis_site",
)


@shared
def studies(tables: Tables, switches: Switches) -> Table:
    """Return the imaging studies: their day, and what bears on which of them count."""
    rows = tables["imaging_study"]
    return rows.select(
        study_id=rows.id,
        day=day_of(rows, "date", switches),
        lo=rows.date_lo,
        hi=rows.date_hi,
        low_dose=(rows.ct_quality == "low_dose").fill_null(NO),
        is_receptor=rows.modality.isin(RECEPTOR_MODALITIES).fill_null(NO),
    )


@shared
def find_sightings(tables: Tables, switches: Switches) -> Table:
    """Return the metastases that studies showed; benign, refuted and equivocal lesions are none.

    A study with a positive finding and no lesion rows gives one row, from the finding.
    """
    found = stack(_from_lesions(tables, switches), _from_findings(tables))
    seen = found.join(studies(tables, switches), "study_id")
    return seen.mutate(tracer=seen.tracer.fill_null("NE"), morph=seen.morph.fill_null("NE"))


def with_examined_morphology(seen: Table, switches: Switches) -> Table:
    """Return sightings whose morphology is not examined where only a low-dose CT was done."""
    if switches["lowdose_counts"]:
        return seen
    return seen.mutate(morph=seen.low_dose.ifelse("NE", seen.morph))


def keep_eligible(rows: Table, switches: Switches) -> Table:
    """Return what studies showed that may be the last ones."""
    return rows if switches["last_study"] == "any" else rows.filter(rows.is_receptor)


def _from_lesions(tables: Tables, switches: Switches) -> Table:
    observations, lesions = tables["lesion_observation"], tables["bone_lesion"]
    named = lesions.select(lesion_id=lesions.id, region=lesions.region, class_=lesions.final_class)
    columns = ("patient_id", "imaging_study_id", "tracer", "morph", "morph_type", "certainty")
    seen = observations.select(*columns, "bone_lesion_id")
    rows = seen.join(named, seen.bone_lesion_id == named.lesion_id)
    is_benign = rows.class_.startswith("benign").fill_null(NO)
    kept = rows.filter(is_certain(rows.certainty, switches), ~is_benign)
    return kept.select(
        patient_id=kept.patient_id,
        study_id=kept.imaging_study_id,
        tracer=kept.tracer,
        morph=kept.morph,
        morph_type=kept.morph_type,
        is_visible=_is_yes(kept.tracer) | _is_yes(kept.morph),
        lesion_id=kept.lesion_id,
        region=kept.region,
        n_loci=ibis.null("int64"),
    )


def _is_yes(column: StringColumn) -> BooleanColumn:
    return (column == "Y").fill_null(NO)


def _from_findings(tables: Tables) -> Table:
    findings = tables["skeletal_finding"]
    listed = tables["lesion_observation"].select("imaging_study_id").distinct()
    rows = findings.filter(findings.bone_result == "positive").anti_join(listed, "imaging_study_id")
    return rows.select(
        patient_id=rows.patient_id,
        study_id=rows.imaging_study_id,
        tracer=rows.tracer_positive,
        morph=rows.morph_positive,
        morph_type=rows.morphology_overall,
        is_visible=YES,
        lesion_id=ibis.null("string"),
        region=ibis.null("string"),
        n_loci=rows.n_loci.cast("int64"),
    )


def certain_sites(tables: Tables, switches: Switches) -> Table:
    """Return the organs with metastasis, certain enough or of unstated certainty."""
    sites = tables["metastasis_site"].select(
        "patient_id", "organ", "status", "certainty", "first_date_lo", "first_date_hi"
    )
    is_accepted = is_certain(sites.certainty, switches) | sites.certainty.isnull()
    return sites.filter(sites.status == "Y", is_accepted)


@shared
def find_bone_index(tables: Tables, switches: Switches) -> Table:
    """Return when bone metastasis was first confirmed, one row a patient who has it.

    Columns ``patient_id``, ``day``, ``lo``, ``hi`` (null where undated) and ``is_seen``: whether a
    study shows it, or only the record of the organ states it.
    """
    seen = find_sightings(tables, switches)
    by_study = (
        seen.filter(seen.is_visible)
        .group_by("patient_id")
        .aggregate(day=seen.day.min(), lo=seen.lo.min(), hi=seen.hi.min())
    )
    bone = certain_sites(tables, switches)
    bone = bone.filter(bone.organ == "BONE")
    dated = bone.mutate(day=day_of(bone, "first_date", switches))
    by_site = dated.group_by("patient_id").aggregate(
        day=dated.day.min(), lo=dated.first_date_lo.min(), hi=dated.first_date_hi.min()
    )
    stated = by_site.anti_join(by_study, "patient_id")
    return stack(by_study.mutate(is_seen=YES), stated.mutate(is_seen=NO))


def seen_index(tables: Tables, switches: Switches) -> Table:
    """Return patient and day of the first study that showed bone metastasis, where dated."""
    index = find_bone_index(tables, switches)
    return index.filter(index.is_seen, index.day.notnull()).select("patient_id", first=index.day)


@shared
def find_examinations(tables: Tables, switches: Switches) -> Table:
    """Return the studies that examined the skeleton, with their result.

    Columns ``patient_id``, ``study_id``, ``day``, ``bone_result``, ``countless``, ``is_receptor``.
    """
    findings = tables["skeletal_finding"]
    rows = findings.filter(findings.bone_result.isin(EXAMINED)).select(
        patient_id=findings.patient_id,
        study_id=findings.imaging_study_id,
        bone_result=findings.bone_result,
        countless=findings.countless.fill_null(NO),
    )
    joined = rows.join(studies(tables, switches), "study_id")
    return joined.select("patient_id", "study_id", "day", "bone_result", "countless", "is_receptor")


@shared
def last_study_days(tables: Tables, switches: Switches) -> Table:
    """Return patient and day of the last study of the skeleton since bone metastasis was seen."""
    seen = find_sightings(tables, switches)
    examined = find_examinations(tables, switches)
    columns = ("patient_id", "day", "is_receptor")
    both = stack(seen.select(*columns), examined.select(*columns))
    later = keep_eligible(both, switches).join(seen_index(tables, switches), "patient_id")
    kept = later.filter(later.day >= later["first"])
    return kept.group_by("patient_id").aggregate(on=kept.day.max())
