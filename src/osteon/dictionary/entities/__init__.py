"""The records of the registry, one model a table, grouped by theme."""

from osteon.dictionary.entities.antiresorptive import (
    AntiresorptiveCourse,
    AntiresorptiveDecision,
    AntiresorptiveDose,
    AntiresorptiveSafety,
    DentalCheck,
)
from osteon.dictionary.entities.disease import (
    HormoneAssessment,
    LabResult,
    MetastasisSite,
    StageAssessment,
)
from osteon.dictionary.entities.follow_up import (
    DataCut,
    FollowUp,
    TumourBoard,
    TumourBoardDecision,
)
from osteon.dictionary.entities.imaging import ImagingStudy, SkeletalFinding
from osteon.dictionary.entities.patient import Comorbidity, Consent, Patient, PatientObservation
from osteon.dictionary.entities.radiotherapy_pain import (
    AnalgesicUse,
    PainAssessment,
    RadiotherapyCourse,
    RadiotherapyTarget,
)
from osteon.dictionary.entities.record import Record
from osteon.dictionary.entities.skeleton import BoneLesion, LesionObservation
from osteon.dictionary.entities.stability import (
    LongBoneAssessment,
    SkeletalEvent,
    SpineAssessment,
)
from osteon.dictionary.entities.treatment import (
    Procedure,
    PrrtCycle,
    SystemicTherapyDrug,
    SystemicTherapyLine,
)
from osteon.dictionary.entities.tumour import Pathology, Tumour

__all__ = ["RECORDS", "Record"]

RECORDS: tuple[type[Record], ...] = (
    Patient,
    PatientObservation,
    Comorbidity,
    Consent,
    Tumour,
    Pathology,
    HormoneAssessment,
    LabResult,
    StageAssessment,
    MetastasisSite,
    ImagingStudy,
    SkeletalFinding,
    BoneLesion,
    LesionObservation,
    SpineAssessment,
    LongBoneAssessment,
    SkeletalEvent,
    AntiresorptiveDecision,
    AntiresorptiveCourse,
    AntiresorptiveDose,
    DentalCheck,
    AntiresorptiveSafety,
    RadiotherapyCourse,
    RadiotherapyTarget,
    PainAssessment,
    AnalgesicUse,
    SystemicTherapyLine,
    SystemicTherapyDrug,
    PrrtCycle,
    Procedure,
    TumourBoard,
    TumourBoardDecision,
    FollowUp,
    DataCut,
)
