"""The disease over time: hormones, laboratory, stage, and the organs it has reached."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import PatientRecord
from osteon.dictionary.partial_date import PartialDate


class HormoneAssessment(PatientRecord):
    """Whether the tumour was functioning on a day, and what that rests on."""

    table: ClassVar[str] = "hormone_assessment"
    title: ClassVar[str] = "Hormone assessment"

    date: Annotated[PartialDate | None, About("Day of the assessment.", REQUIRED)] = None
    functioning: Annotated[
        str | None, About("Functional status.", REQUIRED, Source.SINET, codes="functioning")
    ] = None
    syndrome: Annotated[
        list[str] | None,
        About(
            "Hormone syndromes; needed if functioning.",
            CONDITIONAL,
            Source.SINET,
            codes="hormone_syndrome",
            due=When("functioning", "functioning"),
        ),
    ] = None
    basis: Annotated[
        str | None,
        About(
            "What the status rests on; raised hormones without symptoms are not a syndrome.",
            CONDITIONAL,
            codes="hormone_basis",
        ),
    ] = None
    flushing_per_day: Annotated[
        float | None, About("Flushes a day.", unit="/d", minimum=0, maximum=100)
    ] = None
    stools_per_day: Annotated[
        float | None, About("Stools a day.", unit="/d", minimum=0, maximum=60)
    ] = None
    carcinoid_heart: Annotated[str | None, About("Carcinoid heart disease.", codes="yes_no_ne")] = (
        None
    )
    carcinoid_crisis: Annotated[str | None, About("Carcinoid crisis.", codes="yes_no_ne")] = None


class LabResult(PatientRecord):
    """A laboratory value as the laboratory reported it, and in the unit analyses use."""

    table: ClassVar[str] = "lab_result"
    title: ClassVar[str] = "Laboratory result"

    date: Annotated[PartialDate | None, About("Day of the sample.", REQUIRED)] = None
    analyte: Annotated[
        str | None, About("What was measured.", REQUIRED, Source.LOINC, codes="analyte")
    ] = None
    loinc: Annotated[
        str | None, About("LOINC code the laboratory sent.", pattern=r"\d{1,7}-\d")
    ] = None
    value: Annotated[
        float | None,
        About(
            "The value in the unit beside it; beyond quantification, the reason is BLQ or ALQ "
            "and the limit stands in value_limit.",
            REQUIRED,
            limit=True,
            minimum=0,
        ),
    ] = None
    unit: Annotated[
        str | None, About("The unit of the value, in UCUM; it has to fit the analyte.", REQUIRED)
    ] = None
    canonical_value: Annotated[
        float | None,
        About(
            "The value in the canonical unit of the analyte; computed where the unit can be "
            "converted, never typed.",
            minimum=0,
        ),
    ] = None
    lower_normal: Annotated[
        float | None, About("Lower limit of normal, in the same unit.", minimum=0)
    ] = None
    upper_normal: Annotated[
        float | None, About("Upper limit of normal, in the same unit.", minimum=0)
    ] = None
    laboratory: Annotated[str | None, About("The laboratory.")] = None
    method: Annotated[str | None, About("The method of measurement.")] = None
    proton_pump_inhibitor: Annotated[
        str | None,
        About(
            "Whether a proton-pump inhibitor was taken; it raises chromogranin A.",
            CONDITIONAL,
            codes="yes_no_ne",
            due=When("analyte", "chromogranin_a", "chromogranin_a_molar"),
        ),
    ] = None


class StageAssessment(PatientRecord):
    """A stage on a day, by a stated system."""

    table: ClassVar[str] = "stage_assessment"
    title: ClassVar[str] = "Stage"

    tumour_id: Annotated[str, About("The primary tumour.", KEY, references="tumour")]
    date: Annotated[PartialDate | None, About("Day of the assessment.", REQUIRED)] = None
    system: Annotated[str | None, About("System and edition.", REQUIRED, codes="stage_system")] = (
        None
    )
    basis: Annotated[
        str | None, About("What the stage rests on.", REQUIRED, codes="stage_basis")
    ] = None
    t_category: Annotated[
        str | None, About("T category.", CONDITIONAL, Source.MCODE, codes="t_category")
    ] = None
    n_category: Annotated[
        str | None, About("N category.", CONDITIONAL, Source.MCODE, codes="n_category")
    ] = None
    m_category: Annotated[
        str | None, About("M category.", CONDITIONAL, Source.MCODE, codes="m_category")
    ] = None
    stage: Annotated[
        str | None, About("Stage group.", CONDITIONAL, Source.MCODE, codes="stage")
    ] = None


class MetastasisSite(PatientRecord):
    """An organ looked at for metastases, one row an organ."""

    table: ClassVar[str] = "metastasis_site"
    title: ClassVar[str] = "Metastasis by organ"

    organ: Annotated[str | None, About("The organ.", REQUIRED, Source.OBDS, codes="organ")] = None
    status: Annotated[
        str | None,
        About("Present, absent or not examined.", REQUIRED, codes="metastasis_status"),
    ] = None
    first_date: Annotated[
        PartialDate | None,
        About("First certain date; needed if present.", CONDITIONAL, due=When("status", "Y")),
    ] = None
    first_method: Annotated[
        str | None,
        About(
            "How it was first found.",
            CONDITIONAL,
            codes="detection_method",
            due=When("status", "Y"),
        ),
    ] = None
    first_imaging_id: Annotated[
        str | None,
        About(
            "The study that first showed it.", references="imaging_study", due=When("status", "Y")
        ),
    ] = None
    certainty: Annotated[
        str | None, About("How certain it is.", CONDITIONAL, codes="metastasis_certainty")
    ] = None
    n_metastases: Annotated[
        str | None,
        About(
            "Number of metastases in the organ.", codes="metastasis_number", due=When("status", "Y")
        ),
    ] = None
    liver_burden: Annotated[
        str | None,
        About(
            "Share of the liver replaced, if the organ is the liver.",
            codes="liver_burden",
            due=When("organ", "LIVER"),
        ),
    ] = None
    refuted_date: Annotated[
        PartialDate | None,
        About("When it was refuted, if it was.", CONDITIONAL, due=When("certainty", "refuted")),
    ] = None
    refuted_reason: Annotated[
        str | None, About("Why it was refuted.", due=When("certainty", "refuted"))
    ] = None
