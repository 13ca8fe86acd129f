"""What imaging graded in bone: D17, D18."""

import ibis
from ibis.expr.types import IntegerValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, answer, day_of, is_certain, take_first
from osteon.concepts.expressions.sightings import RECEPTOR_MODALITIES
from osteon.concepts.rules import BONE_RESPONSES, NOT_EVALUABLE


def krenning_highest(tables: Tables, switches: Switches) -> Table:
    """Return the highest Krenning score of a bone metastasis."""
    rows = _metastases(tables, switches)
    score = rows.krenning.cast("int64")
    if switches["krenning_from"] == "measured_too":
        score = ibis.coalesce(score, _measured_score(rows, switches))
    scored = rows.mutate(score=score)
    scored = scored.filter(scored.score.notnull())
    first = take_first(scored, scored.score.desc(), scored.day.isnull(), scored.day)
    return answer(first, first.score.cast("string"), first.day)


def _metastases(tables: Tables, switches: Switches) -> Table:
    """Return the observations of bone metastases, beside the uptake of their references."""
    lesions, studies = tables["bone_lesion"], tables["imaging_study"]
    named = lesions.select(bone_lesion_id=lesions.id, class_=lesions.final_class)
    dated = studies.select(
        "liver_suvmean",
        "spleen_suvmean",
        "bloodpool_suvmean",
        imaging_study_id=studies.id,
        day=day_of(studies, "date", switches),
        is_receptor=studies.modality.isin(RECEPTOR_MODALITIES).fill_null(NO),
    )
    seen = tables["lesion_observation"].select(
        "patient_id", "imaging_study_id", "bone_lesion_id", "certainty", "krenning", "suvmax"
    )
    rows = seen.join(named, "bone_lesion_id").join(dated, "imaging_study_id")
    is_benign = rows.class_.startswith("benign").fill_null(NO)
    return rows.filter(is_certain(rows.certainty, switches), ~is_benign)


def _measured_score(rows: Table, switches: Switches) -> IntegerValue:
    lesion, liver = rows.suvmax, rows.liver_suvmean
    is_measured = (
        rows.is_receptor
        & lesion.notnull()
        & liver.notnull()
        & rows.spleen_suvmean.notnull()
        & rows.bloodpool_suvmean.notnull()
    )
    share = switches["liver_share_percent"] / 100
    return ibis.cases(
        (~is_measured, ibis.null("int64")),
        (lesion <= rows.bloodpool_suvmean, 0),
        (lesion > rows.spleen_suvmean, 4),
        (lesion > liver, 3),
        (lesion > share * liver, 2),
        else_=1,
    )


def bone_response(tables: Tables, switches: Switches) -> Table:
    """Return the best or latest response of bone."""
    findings, studies = tables["skeletal_finding"], tables["imaging_study"]
    dated = studies.select(imaging_study_id=studies.id, day=day_of(studies, "date", switches))
    judged = findings.select("id", "patient_id", "imaging_study_id", "response_bone")
    rows = judged.join(dated, "imaging_study_id")
    rows = rows.filter(rows.response_bone.notnull(), rows.day.notnull())
    if switches["response_choice"] == "latest":
        is_open = rows.response_bone == NOT_EVALUABLE
        kept = take_first(rows, is_open, rows.day.desc(), rows.id.desc())
    else:
        ranks = [(rows.response_bone == word, rank) for rank, word in enumerate(BONE_RESPONSES)]
        rank = ibis.cases(*ranks, else_=len(BONE_RESPONSES))
        kept = take_first(rows, rank, rows.day, rows.id)
    return answer(kept, kept.response_bone, kept.day)
