"""Where a primary tumour lies, by its ICD-O topography."""

DUODENUM = "C17.0"
SMALL_INTESTINE = "C17"
PANCREAS = "C25"
LUNG = "C34"
SITE_GROUPS = {"SMALL_INTESTINE": SMALL_INTESTINE, "PANCREAS": PANCREAS, "LUNG": LUNG}
"""Groups of sites that studies are about, by the chapter of their topography."""

SITE_OF_TOPOGRAPHY = {
    DUODENUM: "duodenum",
    "C17.1": "jejunum",
    "C17.2": "ileum",
    "C17.3": "ileum",
}
"""Design decision: a Meckel diverticulum belongs to the ileum."""
SITE_OF_CHAPTER = {
    SMALL_INTESTINE: "small_intestine_nos",
    PANCREAS: "pancreas",
    LUNG: "lung",
    "C16": "other_gastrointestinal",
    "C18": "other_gastrointestinal",
    "C20": "other_gastrointestinal",
    "C80": "unknown_primary",
}


def classify_site(topography: str) -> str:
    """Return the site of a tumour from its topography, such as ``C17.2``."""
    return SITE_OF_TOPOGRAPHY.get(topography) or SITE_OF_CHAPTER.get(topography[:3], "other")


def is_small_intestinal(topography: str, *, include_duodenum: bool = True) -> bool:
    """Return whether a tumour is small-intestinal."""
    if topography == DUODENUM:
        return include_duodenum
    return topography.startswith(SMALL_INTESTINE)


def is_in_site_group(topography: str, group: str, *, include_duodenum: bool = True) -> bool:
    """Return whether a tumour lies in a group of sites, such as ``PANCREAS``."""
    if group == "SMALL_INTESTINE":
        return is_small_intestinal(topography, include_duodenum=include_duodenum)
    return topography.startswith(SITE_GROUPS[group])
