"""What a truth says of the patients: who they are, and what their features do to a hazard."""

import math
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from osteon.synthetic.simulation.hazard import STRICT, NonNegative, Positive

Share = Annotated[float, Field(ge=0, le=1)]


def check_whole(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Pass on shares that sum to one."""
    if not math.isclose(sum(shares), 1, abs_tol=1e-9):
        raise ValueError("shares sum to 1")
    return shares


@dataclass(frozen=True, config=STRICT)
class Ratios:
    """What patients' features multiply a hazard with, each 1 where it does nothing.

    Parameters
    ----------
    male, functioning, g2, g3 : float
        Of men, of functioning tumours, of grades compared with G1.
    per_decade_of_age : float
        For ten years more at diagnosis; the reference is 60.
    per_severity_level : float
        For each level of severity above 0.
    """

    male: Positive = 1.0
    functioning: Positive = 1.0
    g2: Positive = 1.0
    g3: Positive = 1.0
    per_decade_of_age: Positive = 1.0
    per_severity_level: Positive = 1.0


@dataclass(frozen=True, config=STRICT)
class PrimarySite:
    """A site of primary tumours.

    Parameters
    ----------
    topography : str
        Its code, as in the value set `topography`.
    share : float
        Of the patients.
    functioning_share : float
        Of its tumours.
    syndrome : str
        The hormone syndrome of those that function.
    """

    topography: Literal["C17.0", "C17.1", "C17.2", "C17.9", "C18.1", "C20.9", "C25.9"]
    share: Share
    functioning_share: Share
    syndrome: Literal["carcinoid", "gastrinoma", "insulinoma", "glucagonoma", "vipoma"]


@dataclass(frozen=True, config=STRICT)
class Centre:
    """A centre of the registry, and in what it differs from the others.

    Parameters
    ----------
    name : str
        The `centre_id` of its records.
    share : float
        Of the patients.
    death_ratio, treatment_ratio : float
        What its patients' hazards of death and of starting antiresorptive therapy are multiplied
        with.
    scan_interval_ratio : float
        What the time between its scans is multiplied with.
    missing_odds_ratio : float
        What its odds of missing values are multiplied with.
    """

    name: Annotated[str, Field(pattern=r"[a-z0-9-]{1,40}")]
    share: Share
    death_ratio: Positive = 1.0
    treatment_ratio: Positive = 1.0
    scan_interval_ratio: Positive = 1.0
    missing_odds_ratio: Positive = 1.0


def _check_sites(sites: tuple[PrimarySite, ...]) -> tuple[PrimarySite, ...]:
    check_whole(tuple(site.share for site in sites))
    return sites


def _check_centres(centres: tuple[Centre, ...]) -> tuple[Centre, ...]:
    check_whole(tuple(centre.share for centre in centres))
    return centres


_SITES = (
    PrimarySite("C17.2", 0.42, 0.40, "carcinoid"),
    PrimarySite("C17.1", 0.06, 0.40, "carcinoid"),
    PrimarySite("C17.0", 0.07, 0.10, "gastrinoma"),
    PrimarySite("C17.9", 0.10, 0.40, "carcinoid"),
    PrimarySite("C25.9", 0.30, 0.15, "insulinoma"),
    PrimarySite("C20.9", 0.05, 0.02, "carcinoid"),
)
_CENTRES = (
    Centre("north", 0.4),
    Centre("east", 0.3, death_ratio=1.15, scan_interval_ratio=1.3, missing_odds_ratio=1.5),
    Centre("south", 0.2, death_ratio=0.9, treatment_ratio=1.5, missing_odds_ratio=0.7),
    Centre("west", 0.1, treatment_ratio=0.6, scan_interval_ratio=0.8, missing_odds_ratio=3.0),
)


@dataclass(frozen=True, config=STRICT)
class PatientMix:
    """Who the patients are at diagnosis.

    Parameters
    ----------
    male_share : float
        Of men.
    age_mean_years, age_sd_years : float
        Of the normal distribution that ages are drawn from; drawn again beyond 18 and 90.
    sites : tuple of PrimarySite
        Shares sum to 1.
    grade_shares : tuple of three float
        Of G1, G2 and G3; sum to 1.
    severity_shares : tuple of float
        Of the levels 0, 1, ... of a severity that is recorded as ECOG performance status; they
        sum to 1. It may bear on treatment and on skeletal events at once, and so confound them.
    centres : tuple of Centre
        Shares sum to 1.
    """

    male_share: Share = 0.54
    age_mean_years: Annotated[float, Field(ge=30, le=80)] = 60.0
    age_sd_years: NonNegative = 12.0
    sites: Annotated[tuple[PrimarySite, ...], AfterValidator(_check_sites)] = _SITES
    grade_shares: Annotated[tuple[Share, Share, Share], AfterValidator(check_whole)] = (
        0.58,
        0.36,
        0.06,
    )
    severity_shares: Annotated[
        tuple[Share, ...], Field(max_length=5), AfterValidator(check_whole)
    ] = (0.5, 0.35, 0.15)
    centres: Annotated[tuple[Centre, ...], AfterValidator(_check_centres)] = _CENTRES
