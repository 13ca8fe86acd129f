"""The grade of a neuroendocrine tumour from its proliferation indices (D02)."""

KI67_PERCENT_G2_FROM = 3.0
"""Verified: WHO classification; below it G1."""
KI67_PERCENT_G3_ABOVE = 20.0
"""Verified: WHO classification; up to it G2."""
MITOSES_G2_FROM = 2.0
"""Verified: WHO classification; mitoses per 2 mm2, below it G1."""
MITOSES_G3_ABOVE = 20.0
"""Verified: WHO classification; mitoses per 2 mm2, up to it G2."""
MITOSES_ATYPICAL_FROM = 2.0
"""Verified: WHO classification of lung carcinoids; mitoses per 2 mm2."""
MITOSES_REVIEW_ABOVE = 10.0
"""Design decision: a well-differentiated lung carcinoid beyond it goes back to pathology."""

WELL, POOR = "well", "poor"


def grade_gastroenteropancreatic(
    ki67_percent: float | None,
    mitoses_per_2mm2: float | None,
    differentiation: str | None = WELL,
) -> str | None:
    """Return G1, G2, G3 or NEC: the higher of the grades that the two indices give.

    Where one index is unknown the grade rests on the other; where both are, or the tumour is
    mixed with another carcinoma or of unknown differentiation, there is none.
    """
    if differentiation == POOR:
        return "NEC"
    if differentiation != WELL:
        return None
    grades = []
    if ki67_percent is not None:
        grades.append(
            1 + (ki67_percent >= KI67_PERCENT_G2_FROM) + (ki67_percent > KI67_PERCENT_G3_ABOVE)
        )
    if mitoses_per_2mm2 is not None:
        grades.append(
            1 + (mitoses_per_2mm2 >= MITOSES_G2_FROM) + (mitoses_per_2mm2 > MITOSES_G3_ABOVE)
        )
    return f"G{max(grades)}" if grades else None


def classify_lung_carcinoid(
    mitoses_per_2mm2: float | None, necrosis: str | None, differentiation: str | None = WELL
) -> str | None:
    """Return TC, AC, NEC, or REVIEW where mitoses exceed what a carcinoid may have.

    Ki-67 does not enter. Where few mitoses are seen and necrosis is unknown there is no class.
    """
    if differentiation == POOR:
        return "NEC"
    if differentiation != WELL or mitoses_per_2mm2 is None:
        return None
    if mitoses_per_2mm2 > MITOSES_REVIEW_ABOVE:
        return "REVIEW"
    if mitoses_per_2mm2 >= MITOSES_ATYPICAL_FROM or necrosis in {"focal", "extensive"}:
        return "AC"
    return "TC" if necrosis == "none" else None
