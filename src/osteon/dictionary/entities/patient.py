"""The person: identity as far as research may see it, condition, other diseases, consent."""

import datetime as dt
from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import PatientRecord, Record
from osteon.dictionary.partial_date import PartialDate


class Patient(Record):
    """One person under a pseudonym; names and addresses are kept elsewhere."""

    table: ClassVar[str] = "patient"
    title: ClassVar[str] = "Patient"

    patient_id: Annotated[str, About("The pseudonym, unique in the registry.", KEY)]
    birth: Annotated[
        PartialDate | None,
        About(
            "Date of birth, at least the year; an export for research holds the year only.",
            REQUIRED,
        ),
    ] = None
    sex: Annotated[
        str | None, About("Administrative sex.", REQUIRED, Source.MCODE, codes="sex")
    ] = None
    first_referral_date: Annotated[
        PartialDate | None,
        About("First visit at the centre. A patient is under observation from this day on."),
    ] = None
    hereditary_syndrome: Annotated[
        list[str] | None,
        About("Hereditary tumour syndromes, as far as known.", codes="hereditary_syndrome"),
    ] = None
    menopause: Annotated[
        str | None, About("Menopausal status at diagnosis.", codes="menopause")
    ] = None


class PatientObservation(PatientRecord):
    """Body measures and performance status on a day."""

    table: ClassVar[str] = "patient_observation"
    title: ClassVar[str] = "Observation of the patient"

    date: Annotated[PartialDate | None, About("Day of the observation.", REQUIRED)] = None
    height_cm: Annotated[
        float | None,
        About(
            "Body height.",
            unit="cm",
            minimum=30,
            maximum=250,
            coding="LOINC 8302-2",
            source=Source.UNVERIFIED,
        ),
    ] = None
    weight_kg: Annotated[
        float | None,
        About(
            "Body weight.",
            unit="kg",
            minimum=1,
            maximum=400,
            coding="LOINC 29463-7",
            source=Source.LOINC,
        ),
    ] = None
    ecog: Annotated[
        int | None,
        About(
            "ECOG performance status.",
            minimum=0,
            maximum=5,
            coding="LOINC 89247-1",
            source=Source.MCODE,
        ),
    ] = None
    karnofsky: Annotated[
        int | None,
        About(
            "Karnofsky performance status, in steps of ten.",
            unit="%",
            minimum=0,
            maximum=100,
            coding="LOINC 89243-0",
            source=Source.MCODE,
        ),
    ] = None


class Comorbidity(PatientRecord):
    """A condition beside the tumour that bears on bone or on survival."""

    table: ClassVar[str] = "comorbidity"
    title: ClassVar[str] = "Comorbidity"

    condition: Annotated[
        str | None, About("The condition asked about.", REQUIRED, codes="comorbidity")
    ] = None
    present: Annotated[
        str | None, About("Whether the patient has it.", REQUIRED, codes="yes_no_ne")
    ] = None
    date: Annotated[PartialDate | None, About("Since when, or when it was found.")] = None
    ckd_stage: Annotated[
        str | None,
        About(
            "Stage, if the condition is chronic kidney disease.",
            CONDITIONAL,
            codes="ckd_stage",
            due=When("condition", "chronic_kidney_disease"),
        ),
    ] = None
    icd10: Annotated[
        str | None,
        About(
            "ICD-10 code; needed for another malignancy, since some spread to bone.",
            CONDITIONAL,
            pattern=r"[A-Z]\d{2}(\.[0-9A-Z]{1,4})?",
            due=When("condition", "other_malignancy"),
        ),
    ] = None


class Consent(PatientRecord):
    """What the patient, the law or an ethics committee permits."""

    table: ClassVar[str] = "consent"
    title: ClassVar[str] = "Consent"

    consent_type: Annotated[
        str | None, About("What is permitted.", REQUIRED, codes="consent_type")
    ] = None
    basis: Annotated[str | None, About("Legal basis.", REQUIRED, codes="consent_basis")] = None
    ethics_reference: Annotated[
        str | None,
        About(
            "Number of the ethics vote, if the basis is a waiver.",
            CONDITIONAL,
            due=When("basis", "waiver"),
        ),
    ] = None
    status: Annotated[
        str | None, About("State of the consent.", REQUIRED, codes="consent_status")
    ] = None
    signed_date: Annotated[
        dt.date | None,
        About("Day of the signature.", CONDITIONAL, due=When("basis", "consent", "broad_consent")),
    ] = None
    valid_until_date: Annotated[dt.date | None, About("Last day on which it holds.")] = None
    withdrawn_date: Annotated[
        dt.date | None,
        About("Day of the withdrawal, if withdrawn.", CONDITIONAL, due=When("status", "withdrawn")),
    ] = None
    withdrawal_scope: Annotated[
        str | None,
        About(
            "How far the withdrawal reaches.",
            CONDITIONAL,
            codes="withdrawal_scope",
            due=When("status", "withdrawn"),
        ),
    ] = None
