"""Since when bone metastasis can be seen in retrospect: D04."""

from ibis.expr.types import Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, answer, stack, take_first
from osteon.concepts.expressions.sightings import find_sightings, studies


def bone_first_seen(tables: Tables, switches: Switches) -> Table:
    """Return the day of the first study on which a metastasis confirmed then or later shows."""
    seen = find_sightings(tables, switches)
    seen = seen.filter(seen.is_visible, seen.day.notnull())
    listed = seen.filter(seen.lesion_id.notnull())
    confirmed = listed.group_by("lesion_id").aggregate(confirmed=listed.day.min())
    shown = _shown(tables, switches).join(confirmed, "lesion_id")
    shown = shown.filter(shown.day <= shown.confirmed).select("patient_id", "day", "confirmed")
    whole = seen.filter(seen.lesion_id.isnull())
    both = stack(shown, whole.select("patient_id", "day", confirmed=whole.day))
    first = take_first(both, both.day, both.confirmed)
    return answer(first, first.day, first.confirmed)


def _shown(tables: Tables, switches: Switches) -> Table:
    """Return the days on which each lesion was visible and not taken for benign."""
    rows = tables["lesion_observation"]
    is_visible = (rows.tracer == "Y").fill_null(NO) | (rows.morph == "Y").fill_null(NO)
    rows = rows.filter(is_visible, rows.certainty.fill_null("") != "benign")
    named = rows.select("patient_id", study_id=rows.imaging_study_id, lesion_id=rows.bone_lesion_id)
    dated = studies(tables, switches).select("study_id", "day")
    return named.join(dated, "study_id").select("patient_id", "lesion_id", "day")
