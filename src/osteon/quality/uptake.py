"""Studies with and without a tracer, and the fields that hold its uptake."""

from osteon.quality.chart import Row

WITHOUT_TRACER = frozenset({"CT", "CT_LOWDOSE", "MRI", "WB_MRI", "XRAY", "US", "ECHO"})
RECEPTOR_PET = frozenset({"SSTR_PETCT", "SSTR_PETMR"})
UPTAKES = {
    "imaging_study": ("liver_suvmean", "spleen_suvmean", "bloodpool_suvmean"),
    "skeletal_finding": ("bone_suvmax",),
    "lesion_observation": ("suvmax", "suvmean", "suvpeak", "fdg_suvmax"),
}
"""Fields that hold a standardised uptake value, by table."""


def has_no_tracer(study: Row | None) -> bool:
    """Return whether a study certainly was done without a tracer."""
    return (
        study is not None
        and study.get("modality") in WITHOUT_TRACER
        and study.get("tracer") is None
    )
