"""What the golden patients' PET/CTs showed: studies, skeletal findings, lesions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from osteon.synthetic.golden_case import GoldenCase
from osteon.synthetic.golden_chart import Chart, Row

MULTIFOCAL_REGIONS = ("T5", "L2", "HIP_BONE_L", "RIB_R4", "FEMUR_R", "SCAPULA_L")
SPINE_REGIONS = ("T8", "L1", "L4")
SKELETON_REGIONS = ("T9", "HIP_BONE_R", "RIB_L6")
SOLITARY_REGIONS = {
    "s_spine": "L2",
    "s_pelvis": "HIP_BONE_L",
    "s_sternum": "STERNUM",
    "s_rib": "RIB_R5",
    "s_scapula": "SCAPULA_R",
}
MORPHOLOGY_TYPE = {"blastic": "osteoblastic", "lytic": "osteolytic", "mixed": "mixed"}


def regions_of(case: GoldenCase) -> tuple[str, ...]:
    """Return the bones with a lesion: four to six, two or three, or one, by patient number."""
    if case.extent == "multi4":
        return MULTIFOCAL_REGIONS[: 4 + case.number % 3]
    if case.extent == "spine23":
        return SPINE_REGIONS[: 2 + case.number % 2]
    if case.extent == "skel23":
        return SKELETON_REGIONS[: 2 + case.number % 2]
    return (SOLITARY_REGIONS[case.extent],)


@dataclass(frozen=True, slots=True)
class Study:
    """A PET/CT: its name among the patient's records, its month, and what it showed in bone."""

    name: str
    month: int
    shows: Literal["nothing", "tracer", "tracer and morphology"]

    @property
    def is_positive(self) -> bool:
        """Whether lesions took up tracer."""
        return self.shows != "nothing"

    @property
    def is_visible_on_ct(self) -> bool:
        """Whether the lesions were visible on CT too."""
        return self.shows == "tracer and morphology"


def plan_studies(case: GoldenCase) -> tuple[Study, ...]:
    """Return the PET/CTs of a patient in order of time, one a month at most.

    At the first visit, unless bone metastasis was known before; at onset; when a lesion seen by
    tracer alone became visible on CT; and the last one, see `_last_month`.
    """
    if case.onset_month is None:
        return (_negative_study(case),)
    months = {_last_month(case, case.onset_month): "pet-last"}
    if case.conversion_month is not None:
        months[case.conversion_month] = "pet-conversion"
    months[case.onset_month] = "pet-onset"
    positive = [
        Study(name, month, "tracer and morphology" if _is_on_ct(case, month) else "tracer")
        for month, name in sorted(months.items())
    ]
    if case.entry_month < case.onset_month:
        return (_negative_study(case), *positive)
    return tuple(positive)


def _negative_study(case: GoldenCase) -> Study:
    return Study("pet-entry", case.entry_month, "nothing")


def _last_month(case: GoldenCase, onset_month: int) -> int:
    """At last contact; of the dead, half-way between the last change and death."""
    if not case.is_dead:
        return case.last_month
    last_change = onset_month if case.conversion_month is None else case.conversion_month
    return (last_change + case.last_month) // 2


def _is_on_ct(case: GoldenCase, month: int) -> bool:
    if case.first_evidence == "both":
        return True
    return case.conversion_month is not None and month >= case.conversion_month


def derive_imaging_studies(chart: Chart) -> Iterator[Row]:
    """Yield the studies."""
    for study in plan_studies(chart.case):
        on = chart.day(study.month)
        yield chart.record(
            study.name,
            on,
            date=on.isoformat(),
            modality="SSTR_PETCT",
            tracer="GA68_DOTATOC",
            ct_quality="diagnostic_contrast",
            context="surveillance" if study.is_positive else "initial_staging",
        )


def derive_skeletal_findings(chart: Chart) -> Iterator[Row]:
    """Yield what each study showed in bone, also where it showed nothing."""
    for study in plan_studies(chart.case):
        lesions = len(regions_of(chart.case)) if study.is_positive else 0
        yield chart.record(
            f"{study.name}-bone",
            chart.day(study.month),
            imaging_study_id=chart.key(study.name),
            coverage="whole_body",
            bone_result="positive" if study.is_positive else "negative",
            tracer_positive="Y" if study.is_positive else "N",
            morph_positive="Y" if study.is_visible_on_ct else "N",
            n_loci=lesions,
            countless=False,
            morphology_overall=_morphology_type(chart.case, study),
        )


def derive_bone_lesions(chart: Chart) -> Iterator[Row]:
    """Yield the lesions, all first seen when bone metastasis was found."""
    if chart.case.onset_month is None:
        return
    onset_date = chart.day(chart.case.onset_month)
    for number, region in enumerate(regions_of(chart.case), start=1):
        yield chart.record(
            f"lesion-{number}",
            onset_date,
            lesion_no=number,
            region=region,
            first_seen_date=onset_date.isoformat(),
            final_class="metastasis",
        )


def derive_lesion_observations(chart: Chart) -> Iterator[Row]:
    """Yield each lesion as each positive study showed it."""
    for study in plan_studies(chart.case):
        if not study.is_positive:
            continue
        for number, _ in enumerate(regions_of(chart.case), start=1):
            yield chart.record(
                f"{study.name}-lesion-{number}",
                chart.day(study.month),
                imaging_study_id=chart.key(study.name),
                bone_lesion_id=chart.key(f"lesion-{number}"),
                tracer="Y",
                morph="Y" if study.is_visible_on_ct else "N",
                morph_type=_morphology_type(chart.case, study),
                certainty="definite",
            )


def _morphology_type(case: GoldenCase, study: Study) -> str:
    return MORPHOLOGY_TYPE[case.morphology] if study.is_visible_on_ct else "none"
