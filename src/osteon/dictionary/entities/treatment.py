"""Treatment of the tumour: systemic lines, radioligand therapy, procedures."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import WITHOUT_SIDE, PatientRecord
from osteon.dictionary.partial_date import PartialDate

ON_BONE = (
    "bone_fixation", "arthroplasty", "decompression", "stabilisation", "vertebroplasty",
    "bone_ablation",
)  # fmt: skip


class SystemicTherapyLine(PatientRecord):
    """A line of systemic therapy; an analogue that runs on through several counts once."""

    table: ClassVar[str] = "systemic_therapy_line"
    title: ClassVar[str] = "Line of systemic therapy"

    line_no: Annotated[
        int | None, About("Number of the line, from 1.", REQUIRED, minimum=1, maximum=30)
    ] = None
    intent: Annotated[str | None, About("Intent.", REQUIRED, codes="therapy_intent")] = None
    start_date: Annotated[PartialDate | None, About("Start.", REQUIRED)] = None
    stop_date: Annotated[PartialDate | None, About("Stop; empty while it runs.", CONDITIONAL)] = (
        None
    )
    stop_reason: Annotated[
        str | None,
        About("Why it stopped.", CONDITIONAL, codes="therapy_stop_reason", due=When("stop_date")),
    ] = None
    combination: Annotated[
        bool | None, About("Whether it was combined with an overlapping line on purpose.")
    ] = None
    best_response: Annotated[str | None, About("Best response.", codes="response")] = None
    progression_date: Annotated[
        PartialDate | None, About("Progression under this line.", CONDITIONAL)
    ] = None
    progression_basis: Annotated[
        str | None,
        About(
            "What the progression rests on.",
            CONDITIONAL,
            codes="progression_basis",
            due=When("progression_date"),
        ),
    ] = None


class SystemicTherapyDrug(PatientRecord):
    """A drug of a line."""

    table: ClassVar[str] = "systemic_therapy_drug"
    title: ClassVar[str] = "Drug of a line"

    systemic_therapy_line_id: Annotated[
        str, About("The line.", KEY, references="systemic_therapy_line")
    ]
    drug: Annotated[str | None, About("Drug.", REQUIRED, codes="systemic_drug")] = None
    dose_mg: Annotated[float | None, About("Dose.", unit="mg", minimum=0.01, maximum=10000)] = None
    interval_days: Annotated[
        float | None, About("Interval between doses.", unit="d", minimum=0.1, maximum=400)
    ] = None
    start_date: Annotated[PartialDate | None, About("Start.", CONDITIONAL)] = None
    stop_date: Annotated[PartialDate | None, About("Stop.", CONDITIONAL)] = None


class PrrtCycle(PatientRecord):
    """A cycle of peptide-receptor radionuclide therapy."""

    table: ClassVar[str] = "prrt_cycle"
    title: ClassVar[str] = "Cycle of radioligand therapy"

    cycle_no: Annotated[
        int | None, About("Number of the cycle, from 1.", REQUIRED, minimum=1, maximum=20)
    ] = None
    date: Annotated[PartialDate | None, About("Day of the infusion.", REQUIRED)] = None
    systemic_therapy_line_id: Annotated[
        str | None, About("The line it belongs to.", references="systemic_therapy_line")
    ] = None
    radionuclide: Annotated[
        str | None, About("Radionuclide.", REQUIRED, Source.OBDS, codes="radionuclide")
    ] = None
    peptide: Annotated[str | None, About("Peptide.", REQUIRED, codes="prrt_peptide")] = None
    activity_mbq: Annotated[
        float | None,
        About(
            "Administered activity. A value below 500 is usually one in gigabecquerel.",
            REQUIRED,
            Source.PUBLISHED,
            unit="MBq",
            minimum=500,
            maximum=12000,
        ),
    ] = None
    amino_acids: Annotated[str | None, About("Amino acids for the kidneys.", codes="yes_no_ne")] = (
        None
    )
    ssa_stopped_4_weeks: Annotated[
        str | None,
        About(
            "Long-acting analogue stopped at least four weeks before.",
            source=Source.PUBLISHED,
            codes="yes_no_ne",
        ),
    ] = None
    baseline_labs_date: Annotated[
        PartialDate | None, About("Day of the laboratory before the cycle.", CONDITIONAL)
    ] = None
    haemoglobin_g_dl: Annotated[
        float | None,
        About("Haemoglobin before.", substance="haemoglobin", unit="g/dL", minimum=1, maximum=25),
    ] = None
    leukocytes_10_9_l: Annotated[
        float | None, About("Leukocytes before.", unit="10*9/L", minimum=0, maximum=500)
    ] = None
    platelets_10_9_l: Annotated[
        float | None, About("Platelets before.", unit="10*9/L", minimum=0, maximum=3000)
    ] = None
    creatinine_umol_l: Annotated[
        float | None,
        About(
            "Creatinine before.", substance="creatinine", unit="umol/L", minimum=10, maximum=2000
        ),
    ] = None
    creatinine_clearance_ml_min: Annotated[
        float | None, About("Creatinine clearance before.", unit="mL/min", minimum=1, maximum=300)
    ] = None
    bilirubin_umol_l: Annotated[
        float | None,
        About("Bilirubin before.", substance="bilirubin", unit="umol/L", minimum=0, maximum=1000),
    ] = None
    uptake_at_least_liver: Annotated[
        str | None,
        About(
            "Tumour uptake at least that of the liver.", source=Source.PUBLISHED, codes="yes_no_ne"
        ),
    ] = None
    post_therapy_study_id: Annotated[
        str | None, About("The scan after the cycle.", references="imaging_study")
    ] = None
    kidney_dose_gy: Annotated[
        float | None, About("Dose to the kidneys.", unit="Gy", minimum=0, maximum=100)
    ] = None
    marrow_dose_gy: Annotated[
        float | None, About("Dose to the marrow.", unit="Gy", minimum=0, maximum=20)
    ] = None
    toxicity: Annotated[str | None, About("Leading toxicity, by CTCAE term.")] = None
    toxicity_grade: Annotated[
        int | None, About("CTCAE grade.", CONDITIONAL, minimum=0, maximum=5, due=When("toxicity"))
    ] = None
    dose_modification: Annotated[
        str | None, About("Change of the planned dose.", codes="dose_modification")
    ] = None


class Procedure(PatientRecord):
    """An operation or intervention."""

    table: ClassVar[str] = "procedure"
    title: ClassVar[str] = "Procedure"

    date: Annotated[PartialDate | None, About("Day of the procedure.", REQUIRED)] = None
    type: Annotated[str | None, About("Kind.", REQUIRED, codes="procedure_type")] = None
    region: Annotated[
        str | None,
        About(
            "Bone region, for a procedure on bone.",
            CONDITIONAL,
            codes="bone_region",
            due=When("type", *ON_BONE),
        ),
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
    intent: Annotated[str | None, About("Intent.", codes="procedure_intent")] = None
    residual_status: Annotated[
        str | None,
        About(
            "Residual tumour, for a resection.",
            CONDITIONAL,
            codes="residual_status",
            due=When("type", "primary_resection", "liver_resection"),
        ),
    ] = None
    procedure_code: Annotated[
        str | None, About("Code in the system beside it.", pattern=r"[0-9A-Za-z.\-]{1,20}")
    ] = None
    code_system: Annotated[
        str | None,
        About(
            "System of the code.", CONDITIONAL, codes="procedure_system", due=When("procedure_code")
        ),
    ] = None
