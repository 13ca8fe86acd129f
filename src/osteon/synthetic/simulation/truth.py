"""The truth of a simulated registry: every number that it is drawn from."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from osteon.synthetic.simulation.hazard import (
    STRICT,
    Hazard,
    NonNegative,
    PiecewiseConstant,
    Positive,
    Weibull,
    constant,
)
from osteon.synthetic.simulation.truth_patients import PatientMix, Ratios, Share, check_whole


@dataclass(frozen=True, config=STRICT)
class Process:
    """A hazard, and what patients' features multiply it with.

    Parameters
    ----------
    hazard : PiecewiseConstant or Weibull
        Of a man or woman of 60 with a non-functioning G1 tumour and severity 0.
    ratios : Ratios
        Of the others.
    """

    hazard: Hazard
    ratios: Ratios = Ratios()


@dataclass(frozen=True, config=STRICT)
class DiseaseCourse:
    """From diagnosis by way of distant and bone metastasis to death.

    Parameters
    ----------
    stage_iv_at_diagnosis, bone_at_stage_iv : float
        Share with distant metastasis at diagnosis, and share of those with distant metastasis in
        whom bone is affected from the same day on.
    metastasis : Process
        Distant metastasis of the others, since diagnosis.
    bone : Process
        Bone metastasis of the others, since distant metastasis.
    death : Process
        Death before distant metastasis, since diagnosis.
    liver_share : float
        Of distant metastases that reach the liver; the others lie in the peritoneum.
    death_ratio_metastatic, death_ratio_bone : float
        What distant metastasis multiplies the hazard of death with, and what bone metastasis
        multiplies it with further; each from its own day on.
    """

    stage_iv_at_diagnosis: Share = 0.5
    bone_at_stage_iv: Share = 0.1
    metastasis: Process = Process(constant(0.05), Ratios(g2=1.8, g3=5.0))
    bone: Process = Process(
        PiecewiseConstant((0.05, 0.035), (0.0, 3.0)), Ratios(g2=1.5, g3=3.0, functioning=1.4)
    )
    death: Process = Process(
        Weibull(1.3, 40.0), Ratios(male=1.1, per_decade_of_age=1.5, g2=1.5, g3=5.0)
    )
    liver_share: Share = 0.92
    death_ratio_metastatic: Positive = 2.0
    death_ratio_bone: Positive = 1.8


@dataclass(frozen=True, config=STRICT)
class Observation:
    """Who is seen, and how long.

    Parameters
    ----------
    first_diagnosis_date, data_cutoff : date
        Diagnoses are spread evenly from the one to the day before the other.
    referred_at_diagnosis : float
        Share seen by the centre from the day of diagnosis on.
    referral : hazard
        First visit of the others, since diagnosis. Who dies or reaches the cut-off before it is
        not in the registry.
    loss : hazard
        Loss to follow-up, since the first visit.
    """

    first_diagnosis_date: dt.date = dt.date(2003, 2, 1)
    data_cutoff: dt.date = dt.date(2023, 5, 31)
    referred_at_diagnosis: Share = 0.6
    referral: Hazard = constant(0.5)
    loss: Hazard = constant(0.05)

    def __post_init__(self) -> None:
        if not self.first_diagnosis_date < self.data_cutoff:
            raise ValueError("diagnoses begin before the data cut-off")


@dataclass(frozen=True, config=STRICT)
class Imaging:
    """When studies are made, and what they show in bone.

    Parameters
    ----------
    interval_days, jitter_days : int
        Studies follow the first visit at this interval, each up to so many days early or late.
    missed_share : float
        Of the later studies.
    tracer_only_share : float
        Of bone metastases that CT does not show at first.
    conversion : hazard
        Of these becoming visible on CT, since they came.
    morphology_shares : tuple of three float
        Of osteoblastic, mixed and osteolytic metastases where CT shows them; sum to 1.
    further_loci_mean : float
        Loci beyond the first, a Poisson number of this mean at severity 0; six in all at most.
    further_loci_ratio : float
        What each level of severity multiplies this mean with.
    """

    interval_days: Annotated[int, Field(ge=14)] = 365
    jitter_days: Annotated[int, Field(ge=0)] = 30
    missed_share: Annotated[float, Field(ge=0, lt=1)] = 0.1
    tracer_only_share: Share = 0.49
    conversion: Hazard = constant(0.35)
    morphology_shares: Annotated[tuple[Share, Share, Share], AfterValidator(check_whole)] = (
        0.76,
        0.18,
        0.06,
    )
    further_loci_mean: NonNegative = 1.5
    further_loci_ratio: Positive = 1.5

    def __post_init__(self) -> None:
        if self.jitter_days * 3 > self.interval_days:
            raise ValueError("jitter_days is at most a third of interval_days")


@dataclass(frozen=True, config=STRICT)
class Antiresorptive:
    """Who gets antiresorptive therapy, and what it does.

    Parameters
    ----------
    start : Process
        Start, since bone metastasis was found; once started it goes on.
    event_ratio : float
        What treatment multiplies the rate of skeletal events with.
    denosumab_share : float
        The others get zoledronic acid.
    """

    start: Process = Process(
        PiecewiseConstant((0.15, 0.05), (0.0, 1.0)), Ratios(per_severity_level=1.8)
    )
    event_ratio: Positive = 0.6
    denosumab_share: Share = 0.7


@dataclass(frozen=True, config=STRICT)
class SkeletalEvents:
    """How often skeletal events happen while the patient is seen.

    Parameters
    ----------
    rate_local, rate_metastatic, rate_bone : float
        Per year: without distant metastasis, with it, and with bone metastasis.
    ratios : Ratios
        What features multiply these rates with.
    frailty_variance : float
        Of a gamma variable of mean 1 that multiplies a patient's rates and is recorded nowhere.
    kind_shares : tuple of four float
        Of radiotherapy, fracture, surgery and cord compression; sum to 1. What would compress the
        cord from elsewhere than the spine is a fracture.
    """

    rate_local: NonNegative = 0.0
    rate_metastatic: NonNegative = 0.0
    rate_bone: NonNegative = 0.15
    ratios: Ratios = Ratios(per_severity_level=1.7)
    frailty_variance: NonNegative = 0.5
    kind_shares: Annotated[tuple[Share, Share, Share, Share], AfterValidator(check_whole)] = (
        0.4,
        0.35,
        0.1,
        0.15,
    )


@dataclass(frozen=True, config=STRICT)
class Precision:
    """How precisely dates are recorded.

    Parameters
    ----------
    year_share, month_share : float
        Of dates known to the year, and to the month, only.
    estimated_share : float
        Of these that are marked as estimated.
    """

    year_share: Share = 0.0
    month_share: Share = 0.0
    estimated_share: Share = 0.25

    def __post_init__(self) -> None:
        if self.year_share + self.month_share > 1:
            raise ValueError("year_share and month_share are 1 at most together")


@dataclass(frozen=True, config=STRICT)
class Recording:
    """What of the truth reaches the records.

    Parameters
    ----------
    grade_missing, ki67_missing, mitoses_missing, functioning_missing, ecog_missing : float
        Share of patients without the value, at a centre whose odds ratio is 1.
    diagnosis, before_referral, events, death : Precision
        Of the date of diagnosis, of metastases found before the first visit, of skeletal events
        and of death. All other dates are days.
    """

    grade_missing: Share = 0.03
    ki67_missing: Share = 0.08
    mitoses_missing: Share = 0.25
    functioning_missing: Share = 0.05
    ecog_missing: Share = 0.1
    diagnosis: Precision = Precision(year_share=0.01, month_share=0.05)
    before_referral: Precision = Precision(year_share=0.05, month_share=0.2)
    events: Precision = Precision(month_share=0.05)
    death: Precision = Precision(month_share=0.03)


@dataclass(frozen=True, config=STRICT)
class SimulationTruth:
    """Everything that a simulated registry is drawn from, but for the seed.

    Its defaults resemble published series of gastroenteropancreatic tumours in size only; they
    are no estimates. Change parts with `dataclasses.replace`.

    Parameters
    ----------
    patients : PatientMix
        Who they are.
    course : DiseaseCourse
        What happens to them.
    observation : Observation
        What of that is seen.
    imaging : Imaging
        When bone metastasis is found.
    antiresorptive : Antiresorptive
        Who is treated.
    events : SkeletalEvents
        What happens to bones.
    recording : Recording
        What is written down.
    """

    patients: PatientMix = PatientMix()
    course: DiseaseCourse = DiseaseCourse()
    observation: Observation = Observation()
    imaging: Imaging = Imaging()
    antiresorptive: Antiresorptive = Antiresorptive()
    events: SkeletalEvents = SkeletalEvents()
    recording: Recording = Recording()
