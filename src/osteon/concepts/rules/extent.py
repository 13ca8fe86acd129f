"""How much of the skeleton is involved (D07)."""

from collections.abc import Collection, Sequence
from functools import cache

from osteon.codes import load_value_set

MULTIFOCAL_FROM = 4
"""Published: four or more loci are multifocal, wherever they lie."""
SACRAL_REGIONS = frozenset({"S1", "S2", "S3", "S4", "S5", "SACRUM", "COCCYX"})
SPINE, PELVIS = "SPINE", "PELVIS"
NAMED_BONES = ("STERNUM", "RIB", "CLAVICLE", "SCAPULA")
"""Bones of the thorax that a solitary metastasis is named by."""


@cache
def region_groups(sacrum_group: str = SPINE) -> dict[str, str]:
    """Return the group of each bone region, the sacrum in the spine or the pelvis."""
    groups = {code.code: code.group for code in load_value_set("bone_region")}
    sacral = dict.fromkeys(SACRAL_REGIONS & groups.keys(), sacrum_group)
    return groups | sacral


@cache
def region_sites(sacrum_group: str = SPINE) -> dict[str, str]:
    """Return the site a solitary metastasis is named by: the bone in the thorax, else the group."""
    return {
        region: next((bone for bone in NAMED_BONES if region.startswith(bone)), group)
        for region, group in region_groups(sacrum_group).items()
    }


def classify_extent(
    regions: Sequence[str], *, countless: bool = False, sacrum_group: str = SPINE
) -> str:
    """Return the class of extent from the bone region of each locus."""
    return classify_counted_extent(
        len(regions),
        {region_groups(sacrum_group)[region] for region in regions},
        countless=countless,
    )


def classify_counted_extent(loci: int, groups: Collection[str], *, countless: bool = False) -> str:
    """Return the class of extent from the number of loci and the groups they lie in."""
    if countless or loci >= MULTIFOCAL_FROM:
        return "MULTIFOCAL_GE4"
    if loci == 0:
        return "NONE"
    if loci == 1:
        return "SOLITARY"
    return "SPINE_2_3" if set(groups) == {SPINE} else "SKELETON_2_3"
