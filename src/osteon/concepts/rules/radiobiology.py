"""Doses of different fractionation on one scale, by the linear-quadratic model (D20)."""

ALPHA_BETA_TUMOUR_GY = 10.0
"""Not verified: usual value for tumour."""
ALPHA_BETA_LATE_GY = 3.0
"""Not verified: usual value for late reactions."""
ALPHA_BETA_CORD_GY = 2.0
"""Not verified: usual value for the spinal cord."""
UNRELIABLE_ABOVE_GY = 8.0
"""Not verified: beyond this dose a fraction the model is doubtful."""
CGY_PER_GY = 100


def biologically_effective_dose_gy(
    total_cgy: float, fractions: int, alpha_beta_gy: float = ALPHA_BETA_TUMOUR_GY
) -> float:
    """Return n d (1 + d / (alpha/beta)), d the dose a fraction, in Gy."""
    total_gy = total_cgy / CGY_PER_GY
    return total_gy * (1 + total_gy / fractions / alpha_beta_gy)


def equivalent_dose_in_2_gy(
    total_cgy: float, fractions: int, alpha_beta_gy: float = ALPHA_BETA_TUMOUR_GY
) -> float:
    """Return the total dose in fractions of 2 Gy with the same effect, in Gy."""
    effective = biologically_effective_dose_gy(total_cgy, fractions, alpha_beta_gy)
    return effective / (1 + 2 / alpha_beta_gy)
