"""The primary tumour and what the pathologist saw of it."""

from typing import Annotated, ClassVar

from osteon.dictionary.about import CONDITIONAL, KEY, REQUIRED, About, Source, When
from osteon.dictionary.entities.record import PatientRecord
from osteon.dictionary.partial_date import PartialDate

PAIRED = ("C34.0", "C34.1", "C34.2", "C34.3", "C34.8", "C34.9")


class Tumour(PatientRecord):
    """A primary tumour; several foci in the small intestine are one primary with a count."""

    table: ClassVar[str] = "tumour"
    title: ClassVar[str] = "Primary tumour"

    dx_date: Annotated[
        PartialDate | None,
        About(
            "First histological diagnosis; survival is counted from here unless a protocol "
            "says otherwise.",
            REQUIRED,
            Source.SINET,
        ),
    ] = None
    first_imaging_date: Annotated[
        PartialDate | None, About("First imaging that showed the tumour.")
    ] = None
    first_symptom_date: Annotated[PartialDate | None, About("First symptom.")] = None
    age_at_diagnosis: Annotated[
        int | None,
        About(
            "Completed years of age at diagnosis; kept where the birth date is masked.",
            unit="a",
            minimum=0,
            maximum=120,
        ),
    ] = None
    topography: Annotated[
        str | None,
        About("Site of the primary.", REQUIRED, Source.UNVERIFIED, codes="topography"),
    ] = None
    side: Annotated[
        str | None,
        About(
            "Side, if the organ is paired.",
            CONDITIONAL,
            codes="side",
            due=When("topography", *PAIRED),
        ),
    ] = None
    icd10: Annotated[
        str | None,
        About("ICD-10 code of the diagnosis.", pattern=r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"),
    ] = None
    basis_of_dx: Annotated[
        str | None, About("What the diagnosis rests on.", REQUIRED, codes="diagnosis_basis")
    ] = None
    n_primaries: Annotated[
        int | None, About("Number of foci in the organ.", minimum=1, maximum=200)
    ] = None
    symptoms_at_dx: Annotated[
        list[str] | None, About("Symptoms at diagnosis.", codes="symptom")
    ] = None


class Pathology(PatientRecord):
    """A specimen; the one marked as reference carries the grade."""

    table: ClassVar[str] = "pathology"
    title: ClassVar[str] = "Pathology"

    tumour_id: Annotated[str, About("The primary tumour.", KEY, references="tumour")]
    specimen_date: Annotated[
        PartialDate | None, About("When the specimen was taken.", REQUIRED)
    ] = None
    specimen_site: Annotated[
        str | None, About("Where it was taken from.", REQUIRED, codes="specimen_site")
    ] = None
    is_reference: Annotated[
        bool | None, About("Whether this specimen stands for the grade.", REQUIRED)
    ] = None
    morphology: Annotated[
        str | None,
        About(
            "Morphology. One code serves both NET G2 and NET G3, hence the grade has a field "
            "of its own.",
            REQUIRED,
            codes="morphology",
        ),
    ] = None
    differentiation: Annotated[
        str | None, About("Differentiation.", REQUIRED, Source.WHO, codes="differentiation")
    ] = None
    ki67_percent: Annotated[
        float | None,
        About(
            "Share of tumour cells that stain for Ki-67; needed for a gastroenteropancreatic "
            "tumour.",
            CONDITIONAL,
            Source.LOINC,
            unit="%",
            minimum=0,
            maximum=100,
            coding="LOINC 29593-1",
        ),
    ] = None
    ki67_low_percent: Annotated[
        float | None, About("Lower end, if a range was reported.", unit="%", minimum=0, maximum=100)
    ] = None
    ki67_high_percent: Annotated[
        float | None, About("Upper end, if a range was reported.", unit="%", minimum=0, maximum=100)
    ] = None
    ki67_method: Annotated[str | None, About("How it was counted.", codes="ki67_method")] = None
    mitoses_per_2mm2: Annotated[
        float | None,
        About(
            "Mitoses in 2 square millimetres; needed for a lung tumour.",
            CONDITIONAL,
            Source.WHO,
            minimum=0,
            maximum=500,
        ),
    ] = None
    mitoses_area_mm2: Annotated[
        float | None,
        About("Area in which mitoses were counted.", unit="mm2", minimum=0, maximum=100),
    ] = None
    necrosis: Annotated[
        str | None,
        About("Necrosis; needed for a lung tumour.", CONDITIONAL, Source.WHO, codes="necrosis"),
    ] = None
    grade_reported: Annotated[
        str | None,
        About(
            "Grade as the report states it, not as it could be derived.",
            REQUIRED,
            Source.WHO,
            codes="grade",
        ),
    ] = None
    grade_edition: Annotated[
        str | None,
        About(
            "Edition of the classification the report used.",
            REQUIRED,
            Source.WHO,
            codes="grade_edition",
        ),
    ] = None
    ihc_synaptophysin: Annotated[str | None, About("Synaptophysin.", codes="immunostain")] = None
    ihc_chromogranin_a: Annotated[str | None, About("Chromogranin A.", codes="immunostain")] = None
    ihc_sstr2: Annotated[str | None, About("Somatostatin receptor 2.", codes="immunostain")] = None
    ihc_sstr2_score: Annotated[
        int | None, About("Score of the somatostatin-receptor-2 stain.", minimum=0, maximum=12)
    ] = None
    ihc_cdx2: Annotated[str | None, About("CDX2.", codes="immunostain")] = None
    ihc_ttf1: Annotated[str | None, About("TTF-1.", codes="immunostain")] = None
    ihc_atrx: Annotated[str | None, About("ATRX.", codes="immunostain")] = None
    ihc_daxx: Annotated[str | None, About("DAXX.", codes="immunostain")] = None
    ihc_p53: Annotated[str | None, About("p53.", codes="immunostain")] = None
    ihc_rb1: Annotated[str | None, About("Rb1.", codes="immunostain")] = None
