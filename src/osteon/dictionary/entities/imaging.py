"""Imaging studies, and what each of them says about the skeleton as a whole."""

import datetime as dt
from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import PatientRecord
from osteon.dictionary.partial_date import PartialDate

SUV = "g/ml{SUVbw}"
PET = ("SSTR_PETCT", "SSTR_PETMR", "FDG_PETCT", "FDOPA_PETCT", "NAF_PETCT")
WITH_CT = ("SSTR_PETCT", "SSTR_SPECT", "FDG_PETCT", "FDOPA_PETCT", "NAF_PETCT", "CT", "CT_LOWDOSE")


class ImagingStudy(PatientRecord):
    """One examination by one modality."""

    table: ClassVar[str] = "imaging_study"
    title: ClassVar[str] = "Imaging study"

    date: Annotated[PartialDate | None, About("Day of the study.", REQUIRED)] = None
    modality: Annotated[str | None, About("Modality.", REQUIRED, codes="modality")] = None
    tracer: Annotated[
        str | None,
        About(
            "Tracer; needed for PET, SPECT and bone scintigraphy.",
            CONDITIONAL,
            Source.DICOM,
            codes="tracer",
            due=When("modality", *PET, "SSTR_SPECT", "BONE_SCAN"),
        ),
    ] = None
    activity_mbq: Annotated[
        float | None,
        About(
            "Injected activity; needed for PET.",
            CONDITIONAL,
            Source.UNVERIFIED,
            unit="MBq",
            minimum=1,
            maximum=2000,
            due=When("modality", *PET),
        ),
    ] = None
    injected_at: Annotated[
        dt.datetime | None, About("Time of injection.", CONDITIONAL, due=When("modality", *PET))
    ] = None
    scan_start: Annotated[
        dt.datetime | None, About("Start of the scan.", CONDITIONAL, due=When("modality", *PET))
    ] = None
    uptake_min: Annotated[
        float | None,
        About(
            "Time from injection to scan; needed for PET.",
            CONDITIONAL,
            unit="min",
            minimum=0,
            maximum=1440,
            due=When("modality", *PET),
        ),
    ] = None
    weight_kg: Annotated[
        float | None,
        About(
            "Body weight at the study.",
            CONDITIONAL,
            unit="kg",
            minimum=1,
            maximum=400,
            due=When("modality", *PET),
        ),
    ] = None
    height_cm: Annotated[
        float | None,
        About(
            "Body height at the study.",
            CONDITIONAL,
            unit="cm",
            minimum=30,
            maximum=250,
            due=When("modality", *PET),
        ),
    ] = None
    glucose_mmol_l: Annotated[
        float | None,
        About(
            "Blood glucose; needed for FDG.",
            CONDITIONAL,
            substance="glucose",
            unit="mmol/L",
            minimum=1,
            maximum=50,
            due=When("modality", "FDG_PETCT"),
        ),
    ] = None
    ct_quality: Annotated[
        str | None,
        About(
            "Quality of the CT part; low-dose CT says little about morphology.",
            CONDITIONAL,
            Source.SINET,
            codes="ct_quality",
            due=When("modality", *WITH_CT),
        ),
    ] = None
    ct_slice_mm: Annotated[
        float | None, About("Slice thickness of the CT.", unit="mm", minimum=0.1, maximum=20)
    ] = None
    ct_phase: Annotated[str | None, About("Contrast phase of the CT.", codes="ct_phase")] = None
    ct_kvp: Annotated[
        float | None, About("Tube voltage of the CT.", unit="kV", minimum=60, maximum=160)
    ] = None
    ssa_interval_days: Annotated[
        int | None,
        About(
            "Days since the last long-acting somatostatin analogue.",
            unit="d",
            minimum=0,
            maximum=3650,
        ),
    ] = None
    scanner: Annotated[str | None, About("Scanner; bears on comparing uptake.")] = None
    reconstruction: Annotated[str | None, About("Reconstruction of the PET part.")] = None
    dicom_study_uid: Annotated[
        str | None, About("DICOM Study Instance UID.", pattern=r"[0-9.]{1,64}")
    ] = None
    liver_suvmean: Annotated[
        float | None,
        About(
            "Mean uptake of the liver; needed where uptake is graded by number.",
            CONDITIONAL,
            unit=SUV,
            minimum=0,
            maximum=100,
            due=When("modality", *PET),
        ),
    ] = None
    spleen_suvmean: Annotated[
        float | None,
        About(
            "Mean uptake of the spleen.",
            CONDITIONAL,
            unit=SUV,
            minimum=0,
            maximum=200,
            due=When("modality", *PET),
        ),
    ] = None
    bloodpool_suvmean: Annotated[
        float | None,
        About(
            "Mean uptake of the blood pool.",
            CONDITIONAL,
            unit=SUV,
            minimum=0,
            maximum=50,
            due=When("modality", *PET),
        ),
    ] = None
    roi_method: Annotated[str | None, About("How the reference regions were drawn.")] = None
    reader: Annotated[str | None, About("Who read the study.")] = None
    n_readers: Annotated[int | None, About("Number of readers.", minimum=1, maximum=20)] = None
    blinded: Annotated[bool | None, About("Whether the readers knew no clinical data.")] = None
    consensus: Annotated[bool | None, About("Whether the reading was agreed on.")] = None
    context: Annotated[
        str | None, About("Why the study was done.", REQUIRED, codes="imaging_context")
    ] = None
    systemic_therapy_line_id: Annotated[
        str | None,
        About("The line whose response was assessed.", references="systemic_therapy_line"),
    ] = None
    overall_response: Annotated[str | None, About("Overall response.", codes="response")] = None
    response_criteria: Annotated[
        str | None,
        About(
            "Criteria of the response.",
            CONDITIONAL,
            codes="response_criteria",
            due=When("overall_response"),
        ),
    ] = None


class SkeletalFinding(PatientRecord):
    """The skeleton in one study; written for negative studies as well."""

    table: ClassVar[str] = "skeletal_finding"
    title: ClassVar[str] = "Skeletal finding of a study"

    imaging_study_id: Annotated[str, About("The study.", KEY, references="imaging_study")]
    coverage: Annotated[
        str | None, About("Part of the skeleton covered.", REQUIRED, codes="coverage")
    ] = None
    bone_result: Annotated[
        str | None, About("Result for the skeleton.", REQUIRED, codes="bone_result")
    ] = None
    tracer_positive: Annotated[
        str | None,
        About("Whether any metastasis takes up tracer.", CONDITIONAL, codes="yes_no_ne"),
    ] = None
    morph_positive: Annotated[
        str | None,
        About("Whether any metastasis is visible on CT or MR.", CONDITIONAL, codes="yes_no_ne"),
    ] = None
    n_loci: Annotated[
        int | None,
        About(
            "Number of metastatic loci; needed unless countless.",
            CONDITIONAL,
            Source.SINET,
            minimum=0,
            maximum=500,
        ),
    ] = None
    countless: Annotated[
        bool | None, About("Whether the loci are too many to count.", CONDITIONAL, Source.SINET)
    ] = None
    morphology_overall: Annotated[
        str | None,
        About("Prevailing morphology.", CONDITIONAL, Source.SINET, codes="bone_morphology"),
    ] = None
    new_lesions: Annotated[
        str | None, About("New since the previous study.", codes="yes_no_ne")
    ] = None
    progressing: Annotated[
        str | None, About("Larger or more active than before.", codes="yes_no_ne")
    ] = None
    regressing: Annotated[
        str | None, About("Smaller or less active than before.", codes="yes_no_ne")
    ] = None
    healing_sclerosis: Annotated[
        str | None,
        About(
            "Sclerosis that can be healing; it is no progression by itself.",
            source=Source.PUBLISHED,
            codes="yes_no_ne",
        ),
    ] = None
    response_bone: Annotated[
        str | None,
        About(
            "Response of bone by the MD Anderson criteria.",
            source=Source.PUBLISHED,
            codes="response",
        ),
    ] = None
    bone_suvmax: Annotated[
        float | None, About("Highest uptake in bone.", unit=SUV, minimum=0, maximum=1000)
    ] = None
    bone_tumour_volume_ml: Annotated[
        float | None,
        About("Volume of tumour in bone; research only.", unit="mL", minimum=0, maximum=20000),
    ] = None
    bone_total_lesion_sstr: Annotated[
        float | None,
        About("Volume times mean uptake, summed over bone; research only.", minimum=0),
    ] = None
