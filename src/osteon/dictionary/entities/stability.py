"""How stable the bone is, and what happened to it: scores and skeletal events."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import WITHOUT_SIDE, PatientRecord
from osteon.dictionary.partial_date import PartialDate


class SpineAssessment(PatientRecord):
    """Stability of the spine, the cord, and the patient's function on a day."""

    table: ClassVar[str] = "spine_assessment"
    title: ClassVar[str] = "Spine assessment"

    date: Annotated[PartialDate | None, About("Day of the assessment.", REQUIRED)] = None
    levels: Annotated[
        list[str] | None, About("Levels assessed.", REQUIRED, codes="bone_region")
    ] = None
    bone_lesion_id: Annotated[str | None, About("The lesion.", references="bone_lesion")] = None
    sins_location: Annotated[
        int | None,
        About("SINS, location.", CONDITIONAL, Source.PUBLISHED, minimum=0, maximum=3),
    ] = None
    sins_pain: Annotated[
        int | None, About("SINS, pain.", CONDITIONAL, Source.PUBLISHED, minimum=0, maximum=3)
    ] = None
    sins_lesion: Annotated[
        int | None,
        About("SINS, kind of lesion.", CONDITIONAL, Source.PUBLISHED, minimum=0, maximum=2),
    ] = None
    sins_alignment: Annotated[
        int | None,
        About("SINS, alignment.", CONDITIONAL, Source.PUBLISHED, minimum=0, maximum=4),
    ] = None
    sins_collapse: Annotated[
        int | None,
        About("SINS, vertebral collapse.", CONDITIONAL, Source.PUBLISHED, minimum=0, maximum=3),
    ] = None
    sins_posterolateral: Annotated[
        int | None,
        About(
            "SINS, posterolateral involvement.", CONDITIONAL, Source.PUBLISHED, minimum=0, maximum=3
        ),
    ] = None
    sins_total: Annotated[
        int | None,
        About(
            "SINS, total as documented; given only if all six components are.",
            source=Source.PUBLISHED,
            minimum=0,
            maximum=18,
        ),
    ] = None
    escc: Annotated[
        str | None,
        About(
            "Epidural cord compression at the worst level; not applicable below the conus.",
            source=Source.PUBLISHED,
            codes="escc",
        ),
    ] = None
    escc_mri_date: Annotated[
        PartialDate | None, About("Day of the MR study it rests on.", CONDITIONAL, due=When("escc"))
    ] = None
    neurological_grade: Annotated[
        str | None, About("Frankel or ASIA grade.", codes="neurological_grade")
    ] = None
    ambulant: Annotated[str | None, About("Whether the patient walks.", codes="yes_no_ne")] = None
    bladder_dysfunction: Annotated[str | None, About("Bladder dysfunction.", codes="yes_no_ne")] = (
        None
    )
    spine_consult_date: Annotated[
        PartialDate | None, About("Day of the surgical consultation.")
    ] = None
    outcome: Annotated[str | None, About("What followed.", codes="spine_outcome")] = None


class LongBoneAssessment(PatientRecord):
    """Risk of fracture of a long bone on a day."""

    table: ClassVar[str] = "long_bone_assessment"
    title: ClassVar[str] = "Long-bone assessment"

    date: Annotated[PartialDate | None, About("Day of the assessment.", REQUIRED)] = None
    region: Annotated[str | None, About("The bone.", REQUIRED, codes="bone_region")] = None
    side: Annotated[
        str | None,
        About(
            "Side, where the region does not fix it.",
            CONDITIONAL,
            codes="side",
            due=When("region", *WITHOUT_SIDE),
        ),
    ] = None
    bone_lesion_id: Annotated[str | None, About("The lesion.", references="bone_lesion")] = None
    mirels_site: Annotated[
        int | None, About("Mirels, site.", CONDITIONAL, Source.PUBLISHED, minimum=1, maximum=3)
    ] = None
    mirels_pain: Annotated[
        int | None, About("Mirels, pain.", CONDITIONAL, Source.PUBLISHED, minimum=1, maximum=3)
    ] = None
    mirels_pain_none: Annotated[
        bool | None,
        About(
            "Whether there is no pain at all; the score has no category for it, mild is recorded."
        ),
    ] = None
    mirels_lesion: Annotated[
        int | None,
        About("Mirels, kind of lesion.", CONDITIONAL, Source.PUBLISHED, minimum=1, maximum=3),
    ] = None
    mirels_size: Annotated[
        int | None, About("Mirels, size.", CONDITIONAL, Source.PUBLISHED, minimum=1, maximum=3)
    ] = None
    mirels_total: Annotated[
        int | None,
        About("Mirels, total as documented.", source=Source.PUBLISHED, minimum=4, maximum=12),
    ] = None
    cortical_destruction_percent: Annotated[
        float | None, About("Cortex destroyed.", unit="%", minimum=0, maximum=100)
    ] = None
    orthopaedic_consult_date: Annotated[
        PartialDate | None, About("Day of the orthopaedic consultation.")
    ] = None
    prophylactic_fixation: Annotated[
        str | None, About("Prophylactic fixation.", codes="yes_no_ne")
    ] = None


class SkeletalEvent(PatientRecord):
    """Something that happened to the skeleton; which of them count is for a protocol to say."""

    table: ClassVar[str] = "skeletal_event"
    title: ClassVar[str] = "Skeletal event"

    date: Annotated[PartialDate | None, About("Day of the event.", REQUIRED)] = None
    type: Annotated[
        str | None,
        About(
            "What happened. Pain and impending fracture are types of their own, as published "
            "definitions differ on them.",
            REQUIRED,
            Source.SINET,
            codes="skeletal_event_type",
        ),
    ] = None
    region: Annotated[str | None, About("Bone region.", CONDITIONAL, codes="bone_region")] = None
    side: Annotated[
        str | None,
        About(
            "Side, where the region does not fix it.",
            CONDITIONAL,
            codes="side",
            due=When("region", *WITHOUT_SIDE),
        ),
    ] = None
    bone_lesion_id: Annotated[str | None, About("The lesion.", references="bone_lesion")] = None
    symptomatic: Annotated[
        str | None,
        About("Whether it caused symptoms.", CONDITIONAL, Source.PUBLISHED, codes="yes_no_ne"),
    ] = None
    pathological_certainty: Annotated[
        str | None,
        About(
            "What the pathological nature rests on; needed for a fracture.",
            CONDITIONAL,
            codes="pathological_certainty",
            due=When("type", "FRACTURE_VERTEBRAL", "FRACTURE_NONVERTEBRAL"),
        ),
    ] = None
    linked_event_id: Annotated[
        str | None,
        About(
            "The event that opened the same clinical episode, as fracture, then surgery, then "
            "radiotherapy.",
            references="skeletal_event",
        ),
    ] = None
    detected_by: Annotated[str | None, About("How it came to light.", codes="detected_by")] = None
    icd10: Annotated[
        str | None,
        About(
            "ICD-10 code.", source=Source.UNVERIFIED, pattern=r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"
        ),
    ] = None
