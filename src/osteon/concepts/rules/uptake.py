"""Uptake of a lesion beside that of liver and spleen (D17)."""

LIVER_SHARE = 0.5
"""Design decision: uptake up to this share of the liver's is "much lower than liver"."""


def krenning_quantitative(
    lesion_suvmax: float,
    *,
    background_suvmean: float,
    liver_suvmean: float,
    spleen_suvmean: float,
    liver_share: float = LIVER_SHARE,
) -> int:
    """Return 0 to 4 from measured uptake; for research, not the visual Krenning score."""
    if lesion_suvmax <= background_suvmean:
        return 0
    if lesion_suvmax > spleen_suvmean:
        return 4
    if lesion_suvmax > liver_suvmean:
        return 3
    return 2 if lesion_suvmax > liver_share * liver_suvmean else 1
