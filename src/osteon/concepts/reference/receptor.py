"""What imaging graded in the bone of one patient, in plain Python: D17, D18."""

from osteon.concepts.concept import Known
from osteon.concepts.reference.records import (
    Records,
    Row,
    Switches,
    day_of,
    earliest,
    rows_of,
)
from osteon.concepts.reference.sightings import RECEPTOR_MODALITIES, accepted_observations
from osteon.concepts.rules import BONE_RESPONSES, NOT_EVALUABLE, krenning_quantitative

REFERENCES = ("liver_suvmean", "spleen_suvmean", "bloodpool_suvmean")


def krenning_highest(records: Records, switches: Switches) -> Known | None:
    """Return the highest Krenning score of a bone metastasis."""
    scores: dict[int, list[int | None]] = {}
    for row, study, _ in accepted_observations(records, switches):
        score = _score(row, study, switches)
        if score is not None:
            scores.setdefault(score, []).append(day_of(study, "date", switches))
    if not scores:
        return None
    highest = max(scores)
    return Known(str(highest), earliest(scores[highest]))


def _score(row: Row, study: Row, switches: Switches) -> int | None:
    if row["krenning"] is not None:
        return int(row["krenning"])
    is_measured = (
        switches["krenning_from"] == "measured_too"
        and study["modality"] in RECEPTOR_MODALITIES
        and row["suvmax"] is not None
        and all(study[name] is not None for name in REFERENCES)
    )
    if not is_measured:
        return None
    return krenning_quantitative(
        row["suvmax"],
        background_suvmean=study["bloodpool_suvmean"],
        liver_suvmean=study["liver_suvmean"],
        spleen_suvmean=study["spleen_suvmean"],
        liver_share=switches["liver_share_percent"] / 100,
    )


def bone_response(records: Records, switches: Switches) -> Known | None:
    """Return the best or latest response of bone."""
    studies = {row["id"]: row for row in rows_of(records, "imaging_study")}
    judged = [
        (day, row["id"], row["response_bone"])
        for row in rows_of(records, "skeletal_finding")
        if row["response_bone"] is not None
        and (day := day_of(studies[row["imaging_study_id"]], "date", switches)) is not None
    ]
    if not judged:
        return None
    evaluable = [item for item in judged if item[2] != NOT_EVALUABLE]
    if switches["response_choice"] == "latest":
        day, _, response = max(evaluable or judged)
    elif evaluable:
        day, _, response = min(
            evaluable, key=lambda item: (BONE_RESPONSES.index(item[2]), *item[:2])
        )
    else:
        day, _, response = min(judged)
    return Known(response, day)
