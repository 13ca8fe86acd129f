"""Radiotherapy and pain, which are read together: what was irradiated, and did it help."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import WITHOUT_SIDE, PatientRecord
from osteon.dictionary.partial_date import PartialDate


class RadiotherapyCourse(PatientRecord):
    """A course of radiotherapy, with one target or several."""

    table: ClassVar[str] = "radiotherapy_course"
    title: ClassVar[str] = "Course of radiotherapy"

    intent: Annotated[str | None, About("Intent.", REQUIRED, codes="radiotherapy_intent")] = None
    indication: Annotated[
        list[str] | None,
        About("Indications.", REQUIRED, Source.RADIOTHERAPY, codes="radiotherapy_indication"),
    ] = None
    start_date: Annotated[PartialDate | None, About("First fraction.", REQUIRED)] = None
    end_date: Annotated[PartialDate | None, About("Last fraction.", CONDITIONAL)] = None
    status: Annotated[
        str | None, About("Completed or stopped.", REQUIRED, codes="radiotherapy_status")
    ] = None
    stop_reason: Annotated[
        str | None,
        About(
            "Why, if stopped.",
            CONDITIONAL,
            codes="radiotherapy_stop_reason",
            due=When("status", "stopped"),
        ),
    ] = None
    twice_daily: Annotated[bool | None, About("Whether two fractions a day were given.")] = None
    systemic_therapy_line_id: Annotated[
        str | None,
        About("The systemic therapy running along.", references="systemic_therapy_line"),
    ] = None


class RadiotherapyTarget(PatientRecord):
    """A target volume."""

    table: ClassVar[str] = "radiotherapy_target"
    title: ClassVar[str] = "Target of radiotherapy"

    radiotherapy_course_id: Annotated[
        str, About("The course.", KEY, references="radiotherapy_course")
    ]
    region: Annotated[
        str | None, About("Bone region.", REQUIRED, Source.OBDS, codes="bone_region")
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
    bone_lesion_ids: Annotated[
        list[str] | None, About("Lesions inside the volume.", references="bone_lesion")
    ] = None
    dose_total_cgy: Annotated[
        float | None,
        About(
            "Delivered dose. A value below 100 is usually one in gray.",
            REQUIRED,
            Source.MCODE,
            unit="cGy",
            minimum=100,
            maximum=8000,
        ),
    ] = None
    fractions: Annotated[
        int | None, About("Number of fractions.", REQUIRED, minimum=1, maximum=60)
    ] = None
    dose_per_fraction_cgy: Annotated[
        float | None, About("Dose a fraction.", unit="cGy", minimum=50, maximum=3000)
    ] = None
    prescription_point: Annotated[str | None, About("What the dose is prescribed to.")] = None
    modality: Annotated[
        str | None,
        About("Kind of radiation.", source=Source.MCODE, codes="radiation_modality"),
    ] = None
    technique: Annotated[
        str | None, About("Technique.", source=Source.MCODE, codes="radiation_technique")
    ] = None
    sbrt: Annotated[bool | None, About("Whether stereotactic body radiotherapy.")] = None
    boost: Annotated[bool | None, About("Whether a part received a boost.")] = None
    re_irradiation: Annotated[bool | None, About("Whether the volume was irradiated before.")] = (
        None
    )
    prior_target_id: Annotated[
        str | None,
        About(
            "The earlier target, if irradiated before.",
            CONDITIONAL,
            references="radiotherapy_target",
            due=When("re_irradiation", "true"),
        ),
    ] = None
    gap_days: Annotated[
        int | None,
        About(
            "Days since the earlier target.",
            CONDITIONAL,
            unit="d",
            minimum=0,
            maximum=20000,
            due=When("re_irradiation", "true"),
        ),
    ] = None
    cumulative_eqd2_gy: Annotated[
        float | None,
        About(
            "Sum of equivalent doses in 2 Gy fractions, without recovery.",
            unit="Gy",
            minimum=0,
            maximum=200,
        ),
    ] = None
    pain_target: Annotated[
        bool | None, About("Whether it was irradiated for pain.", CONDITIONAL)
    ] = None
    toxicity: Annotated[str | None, About("Leading toxicity, by CTCAE term.")] = None
    toxicity_grade: Annotated[
        int | None, About("CTCAE grade.", CONDITIONAL, minimum=0, maximum=5, due=When("toxicity"))
    ] = None
    pain_flare: Annotated[
        str | None,
        About(
            "Transient rise of pain within ten days.", source=Source.UNVERIFIED, codes="yes_no_ne"
        ),
    ] = None
    compression_fracture: Annotated[
        str | None, About("Compression fracture afterwards.", codes="yes_no_ne")
    ] = None


class PainAssessment(PatientRecord):
    """Pain at a site on a day; a response to radiotherapy needs the same site twice."""

    table: ClassVar[str] = "pain_assessment"
    title: ClassVar[str] = "Pain assessment"

    date: Annotated[PartialDate | None, About("Day of the assessment.", REQUIRED)] = None
    scope: Annotated[
        str | None, About("What the score refers to.", REQUIRED, codes="pain_scope")
    ] = None
    radiotherapy_target_id: Annotated[
        str | None,
        About(
            "The target, if the scope is a target.",
            CONDITIONAL,
            references="radiotherapy_target",
            due=When("scope", "target"),
        ),
    ] = None
    bone_lesion_id: Annotated[
        str | None,
        About(
            "The lesion, if the scope is a lesion.",
            CONDITIONAL,
            references="bone_lesion",
            due=When("scope", "lesion"),
        ),
    ] = None
    region: Annotated[
        str | None,
        About(
            "The region, if the scope is a region.",
            CONDITIONAL,
            codes="bone_region",
            due=When("scope", "region"),
        ),
    ] = None
    nrs_worst: Annotated[
        int | None,
        About(
            "Worst pain, 0 to 10.",
            REQUIRED,
            Source.LOINC,
            minimum=0,
            maximum=10,
            coding="LOINC 72514-3",
        ),
    ] = None
    nrs_average: Annotated[int | None, About("Average pain, 0 to 10.", minimum=0, maximum=10)] = (
        None
    )
    nrs_now: Annotated[int | None, About("Pain now, 0 to 10.", minimum=0, maximum=10)] = None
    recall: Annotated[str | None, About("Recall period.", CONDITIONAL, codes="pain_recall")] = None
    timing: Annotated[str | None, About("Time point.", CONDITIONAL, codes="pain_timing")] = None
    bpi_activity: Annotated[
        int | None, About("Interference with activity.", minimum=0, maximum=10)
    ] = None
    bpi_mood: Annotated[int | None, About("Interference with mood.", minimum=0, maximum=10)] = None
    bpi_walking: Annotated[
        int | None, About("Interference with walking.", minimum=0, maximum=10)
    ] = None
    bpi_work: Annotated[int | None, About("Interference with work.", minimum=0, maximum=10)] = None
    bpi_relations: Annotated[
        int | None, About("Interference with relations.", minimum=0, maximum=10)
    ] = None
    bpi_sleep: Annotated[int | None, About("Interference with sleep.", minimum=0, maximum=10)] = (
        None
    )
    bpi_enjoyment: Annotated[
        int | None, About("Interference with enjoyment of life.", minimum=0, maximum=10)
    ] = None
    eortc_bm22_pain: Annotated[
        float | None, About("Pain scale of EORTC QLQ-BM22.", minimum=0, maximum=100)
    ] = None
    qlq_c15_pal_quality: Annotated[
        float | None, About("Quality of life of EORTC QLQ-C15-PAL.", minimum=0, maximum=100)
    ] = None
    neuropathic: Annotated[str | None, About("Neuropathic pain.", codes="yes_no_ne")] = None
    mechanical: Annotated[str | None, About("Pain on movement or loading.", codes="yes_no_ne")] = (
        None
    )


class AnalgesicUse(PatientRecord):
    """An analgesic and its dose on a day, breakthrough doses included."""

    table: ClassVar[str] = "analgesic_use"
    title: ClassVar[str] = "Use of analgesics"

    date: Annotated[PartialDate | None, About("Day it refers to.", REQUIRED)] = None
    pain_assessment_id: Annotated[
        str | None, About("The pain assessment it belongs to.", references="pain_assessment")
    ] = None
    drug: Annotated[str | None, About("Drug.", REQUIRED, codes="analgesic")] = None
    route: Annotated[str | None, About("Route.", CONDITIONAL, codes="analgesic_route")] = None
    dose: Annotated[
        float | None,
        About(
            "Dose in the unit beside it, breakthrough doses averaged over three days.",
            REQUIRED,
            minimum=0,
            maximum=10000,
        ),
    ] = None
    dose_per: Annotated[
        str | None, About("Unit of the dose.", REQUIRED, codes="analgesic_unit")
    ] = None
    omed_mg_d: Annotated[
        float | None,
        About(
            "Oral morphine equivalent by the table beside it.",
            unit="mg/d",
            minimum=0,
            maximum=10000,
        ),
    ] = None
    factor_table_version: Annotated[
        str | None,
        About("Version of the table of opioid factors.", CONDITIONAL, due=When("omed_mg_d")),
    ] = None
    ladder_step: Annotated[
        int | None, About("Step of the analgesic ladder.", minimum=0, maximum=3)
    ] = None
