"""Bone in the golden registry of radiotherapy: the study, its lesions, and the events."""

from collections.abc import Iterator

from osteon.synthetic.golden_chart import Row
from osteon.synthetic.radiotherapy_case import Site
from osteon.synthetic.radiotherapy_chart import Chart

OTHER_REGIONS = ("L3", "HIP_BONE_R", "T6", "RIB_R4")
FRACTURE = {"pathological": "FRACTURE_VERTEBRAL", "impending": "IMPENDING_FRACTURE"}
"""Every pathological fracture of the table lies in the spine."""


def lesion_number(site: Site) -> int:
    """Return the number of the lesion at a site; that of the earlier site if irradiated again."""
    return site.again_of or site.number


def derive_lesions(chart: Chart) -> list[tuple[int, str]]:
    """Return number and region of each lesion: those irradiated, or one to four by number."""
    if chart.case.bone_day is None:
        return []
    if not chart.case.sites:
        return list(enumerate(OTHER_REGIONS[: 1 + chart.case.number % 4], start=1))
    return [(site.number, site.region) for site in chart.case.sites if site.again_of is None]


def derive_imaging_studies(chart: Chart) -> Iterator[Row]:
    """Yield the PET/CT that showed bone metastasis, or that there was none at diagnosis."""
    if not chart.case.is_examined:
        return
    yield chart.record(
        "pet",
        date=chart.day(chart.case.bone_day or 0).isoformat(),
        modality="SSTR_PETCT",
        tracer="GA68_DOTATATE",
        ct_quality="diagnostic_contrast",
        context="surveillance" if chart.case.bone_day else "initial_staging",
    )


def derive_skeletal_findings(chart: Chart) -> Iterator[Row]:
    """Yield what the study showed in bone, also where it showed nothing."""
    if not chart.case.is_examined:
        return
    n_loci = len(derive_lesions(chart))
    seen = "Y" if n_loci else "N"
    yield chart.record(
        "pet-bone",
        imaging_study_id=chart.key("pet"),
        coverage="whole_body",
        bone_result="positive" if n_loci else "negative",
        tracer_positive=seen,
        morph_positive=seen,
        n_loci=n_loci,
        countless=False,
        morphology_overall=_morphology(chart) if n_loci else "none",
    )


def derive_bone_lesions(chart: Chart) -> Iterator[Row]:
    """Yield the lesions, all seen when bone metastasis was found."""
    for number, region in derive_lesions(chart):
        yield chart.record(
            f"lesion-{number}",
            lesion_no=number,
            region=region,
            first_seen_date=chart.day(chart.case.bone_day or 0).isoformat(),
            final_class="metastasis",
        )


def derive_lesion_observations(chart: Chart) -> Iterator[Row]:
    """Yield each lesion as the study showed it."""
    for number, _ in derive_lesions(chart):
        yield chart.record(
            f"pet-lesion-{number}",
            imaging_study_id=chart.key("pet"),
            bone_lesion_id=chart.key(f"lesion-{number}"),
            tracer="Y",
            morph="Y",
            morph_type=_morphology(chart),
            certainty="definite",
        )


def _morphology(chart: Chart) -> str:
    return "osteolytic" if chart.case.number % 4 == 0 else "osteoblastic"


def derive_skeletal_events(chart: Chart) -> Iterator[Row]:
    """Yield pain at each site and its radiotherapy, and what else there was.

    Neurological compromise belongs to the first site, a fracture to the last one.
    """
    for site in chart.case.sites:
        before = chart.baseline_date(site).isoformat()
        pain = f"site-{site.number}-pain"
        link = {"linked_event_id": chart.key(pain)}
        yield _event(chart, pain, site, "PAIN_NEW_OR_WORSE", before)
        for name, kind in _complications(chart, site):
            yield _event(chart, f"site-{site.number}-{name}", site, kind, before, **link)
        start = chart.start_date(site).isoformat()
        yield _event(chart, f"site-{site.number}-radiation", site, "RT_BONE", start, **link)


def _complications(chart: Chart, site: Site) -> Iterator[tuple[str, str]]:
    case = chart.case
    if case.has_neurological_compromise and site is case.sites[0]:
        yield "neurological", "NEURO_COMPROMISE"
    if case.fracture and site is case.sites[-1]:
        yield "fracture", FRACTURE[case.fracture]


def _event(chart: Chart, name: str, site: Site, kind: str, on: str, **link: object) -> Row:
    certainty = {"pathological_certainty": "imaging"} if kind == "FRACTURE_VERTEBRAL" else {}
    return chart.record(
        name,
        date=on,
        type=kind,
        region=site.region,
        bone_lesion_id=chart.key(f"lesion-{lesion_number(site)}"),
        symptomatic="Y",
        **certainty,
        **link,
    )
