"""Renal function and calcium as the labels of antiresorptive drugs use them (D21)."""

from osteon.dictionary import find_quantity

FEMALE_FACTOR = 0.85
"""Not verified: Cockcroft and Gault."""
CREATININE_CONSTANT = 72
"""Not verified: Cockcroft and Gault, creatinine in mg/dL."""
AGE_CONSTANT = 140
"""Not verified: Cockcroft and Gault."""
FULL_DOSE_ABOVE_ML_MIN = 60
FULL_DOSE_MG = 4.0
REDUCED_DOSES_MG = ((50, 3.5), (40, 3.3), (30, 3.0))
"""Verified: label of zoledronic acid, lower limit of clearance and dose; that the bands touch is a
design decision. Below the last there is no dose."""
CALCIUM_PER_ALBUMIN = 0.8
"""Verified: mg/dL of calcium a g/dL of albumin."""
NORMAL_ALBUMIN_G_DL = 4.0
"""Verified."""
DAYS_PER_YEAR = 365.25
"""Design decision: age is days since birth over this."""
CREATININE_UMOL_L_PER_MG_DL = find_quantity("umol/L", "creatinine").factors["mg/dL"]
CALCIUM_MMOL_L_PER_MG_DL = find_quantity("mmol/L", "calcium").factors["mg/dL"]
ALBUMIN_G_L_PER_G_DL = find_quantity("g/L", "albumin").factors["g/dL"]
NORMAL_BASELINE_BELOW_MG_DL = 1.4
RISE_NORMAL_MG_DL = 0.5
RISE_ABNORMAL_MG_DL = 1.0
"""Verified: label of zoledronic acid, rise of creatinine from a normal or abnormal baseline."""
_DECIMALS = 6


def creatinine_clearance_ml_min(
    age_years: float, weight_kg: float, creatinine_mg_dl: float, sex: str
) -> float | None:
    """Return the clearance by Cockcroft and Gault; nothing where sex is neither M nor F."""
    factor = {"M": 1.0, "F": FEMALE_FACTOR}.get(sex)
    if factor is None:
        return None
    return (
        (AGE_CONSTANT - age_years) * weight_kg * factor / (CREATININE_CONSTANT * creatinine_mg_dl)
    )


def zoledronic_acid_dose_mg(clearance_ml_min: float) -> float | None:
    """Return the dose for a clearance, or nothing where the drug is not recommended."""
    if clearance_ml_min > FULL_DOSE_ABOVE_ML_MIN:
        return FULL_DOSE_MG
    return next((dose for limit, dose in REDUCED_DOSES_MG if clearance_ml_min >= limit), None)


def corrected_calcium_mg_dl(calcium_mg_dl: float, albumin_g_dl: float) -> float:
    """Return total calcium as it would be at normal albumin."""
    return calcium_mg_dl + CALCIUM_PER_ALBUMIN * (NORMAL_ALBUMIN_G_DL - albumin_g_dl)


def has_renal_deterioration(baseline_mg_dl: float, now_mg_dl: float) -> bool:
    """Return whether creatinine rose so far that the next dose is withheld."""
    is_normal = baseline_mg_dl < NORMAL_BASELINE_BELOW_MG_DL
    limit = RISE_NORMAL_MG_DL if is_normal else RISE_ABNORMAL_MG_DL
    return round(now_mg_dl - baseline_mg_dl, _DECIMALS) >= limit
