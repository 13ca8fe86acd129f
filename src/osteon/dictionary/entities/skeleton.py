"""Bone lesions, how each looked in each study, and how stable the bone is."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import WITHOUT_SIDE, PatientRecord
from osteon.dictionary.partial_date import PartialDate

SUV = "g/ml{SUVbw}"
HOUNSFIELD = "[hnsf'U]"


class BoneLesion(PatientRecord):
    """A lesion that keeps its identity from study to study."""

    table: ClassVar[str] = "bone_lesion"
    title: ClassVar[str] = "Bone lesion"

    lesion_no: Annotated[
        int | None, About("Number of the lesion within the patient.", REQUIRED, minimum=1)
    ] = None
    tracking_uid: Annotated[
        str | None,
        About(
            "DICOM Tracking UID.", source=Source.DICOM, pattern=r"[0-9.]{1,64}", coding="DCM 112040"
        ),
    ] = None
    region: Annotated[
        str | None, About("Bone region.", REQUIRED, Source.DICOM, codes="bone_region")
    ] = None
    side: Annotated[
        str | None,
        About(
            "Side, where the region does not fix it.",
            CONDITIONAL,
            codes="side",
            due=When("region", *WITHOUT_SIDE),
        ),
    ] = None
    vertebra_part: Annotated[
        list[str] | None, About("Parts of the vertebra involved.", codes="vertebra_part")
    ] = None
    first_seen_date: Annotated[
        PartialDate | None,
        About("First study on which it is visible, even in retrospect.", CONDITIONAL),
    ] = None
    biopsy: Annotated[str | None, About("Result of a biopsy.", codes="biopsy_result")] = None
    biopsy_date: Annotated[
        PartialDate | None,
        About(
            "Day of the biopsy.",
            CONDITIONAL,
            due=When("biopsy", "positive", "negative", "non_diagnostic"),
        ),
    ] = None
    final_class: Annotated[
        str | None,
        About("What the lesion is, by all that is known.", REQUIRED, codes="lesion_class"),
    ] = None
    merged_into_id: Annotated[
        str | None, About("The lesion it merged into.", references="bone_lesion")
    ] = None
    split_from_id: Annotated[
        str | None, About("The lesion it split from.", references="bone_lesion")
    ] = None


class LesionObservation(PatientRecord):
    """One lesion in one study."""

    table: ClassVar[str] = "lesion_observation"
    title: ClassVar[str] = "Observation of a lesion"

    imaging_study_id: Annotated[str, About("The study.", KEY, references="imaging_study")]
    bone_lesion_id: Annotated[str, About("The lesion.", KEY, references="bone_lesion")]
    tracer: Annotated[
        str | None,
        About("Whether it takes up tracer.", REQUIRED, Source.SINET, codes="yes_no_ne"),
    ] = None
    suvmax: Annotated[float | None, About("Highest uptake.", unit=SUV, minimum=0, maximum=1000)] = (
        None
    )
    suvmean: Annotated[float | None, About("Mean uptake.", unit=SUV, minimum=0, maximum=1000)] = (
        None
    )
    suvpeak: Annotated[float | None, About("Peak uptake.", unit=SUV, minimum=0, maximum=1000)] = (
        None
    )
    volume_ml: Annotated[float | None, About("Volume.", unit="mL", minimum=0, maximum=5000)] = None
    krenning: Annotated[
        int | None,
        About(
            "Krenning score, 0 none to 4 above spleen; on PET the modified score.",
            source=Source.PUBLISHED,
            minimum=0,
            maximum=4,
        ),
    ] = None
    sstr_rads: Annotated[
        str | None,
        About("SSTR-RADS category.", source=Source.UNVERIFIED, codes="sstr_rads"),
    ] = None
    fdg: Annotated[str | None, About("Whether it takes up FDG.", codes="yes_no_ne")] = None
    fdg_suvmax: Annotated[
        float | None,
        About("Highest uptake of FDG.", unit=SUV, minimum=0, maximum=200, due=When("fdg", "Y")),
    ] = None
    netpet: Annotated[
        str | None, About("NETPET grade.", source=Source.PUBLISHED, codes="netpet")
    ] = None
    morph: Annotated[
        str | None,
        About("Whether CT or MR shows a correlate.", REQUIRED, Source.SINET, codes="yes_no_ne"),
    ] = None
    morph_type: Annotated[
        str | None,
        About(
            "Morphology, if there is a correlate.",
            CONDITIONAL,
            Source.SINET,
            codes="bone_morphology",
            due=When("morph", "Y"),
        ),
    ] = None
    size_mm: Annotated[
        float | None, About("Largest diameter.", unit="mm", minimum=0, maximum=500)
    ] = None
    hu_mean: Annotated[
        float | None,
        About("Mean density.", source=Source.DICOM, unit=HOUNSFIELD, minimum=-1024, maximum=4000),
    ] = None
    hu_max: Annotated[
        float | None,
        About(
            "Highest density.", source=Source.DICOM, unit=HOUNSFIELD, minimum=-1024, maximum=4000
        ),
    ] = None
    cortical_breach: Annotated[bool | None, About("Whether the cortex is breached.")] = None
    soft_tissue_mm: Annotated[
        float | None,
        About(
            "Soft-tissue component; measurable from 10 mm.",
            source=Source.PUBLISHED,
            unit="mm",
            minimum=0,
            maximum=500,
        ),
    ] = None
    fracture: Annotated[str | None, About("Fracture at the lesion.", codes="lesion_fracture")] = (
        None
    )
    genant: Annotated[
        int | None, About("Genant grade of a vertebral fracture.", minimum=0, maximum=3)
    ] = None
    certainty: Annotated[
        str | None,
        About("Certainty of metastasis as judged on the day.", REQUIRED, codes="lesion_certainty"),
    ] = None
