"""How much of the skeleton is involved: D07."""

import ibis
from ibis.expr.types import IntegerValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, YES, answer, translate
from osteon.concepts.expressions.sightings import (
    find_examinations,
    find_sightings,
    keep_eligible,
    last_study_days,
    seen_index,
)
from osteon.concepts.rules import MULTIFOCAL_FROM, region_groups, region_sites
from osteon.concepts.shared import shared


@shared
def skeletal_extent(tables: Tables, switches: Switches) -> Table:
    """Return how much of the skeleton was involved at the first or the last study."""
    rows = _loci(tables, switches)
    counted = (rows.n_loci > 0).ifelse(rows.n_loci, rows.n_stated)
    is_spinal = rows.outside_spine == 0
    value = ibis.cases(
        (rows.n_loci.isnull(), rows.is_clear.ifelse("NONE", ibis.null("string"))),
        (rows.countless | (counted >= MULTIFOCAL_FROM), "MULTIFOCAL_GE4"),
        (counted == 1, "SOLITARY"),
        ((rows.n_loci == 0) | (rows.unnamed > 0), ibis.null("string")),
        (is_spinal, "SPINE_2_3"),
        else_="SKELETON_2_3",
    )
    return answer(rows, value, rows.on)


def solitary_region(tables: Tables, switches: Switches) -> Table:
    """Return where the metastasis lies, if there is one only."""
    rows = _loci(tables, switches)
    extent = skeletal_extent(tables, switches)
    alone = extent.filter(extent.value == "SOLITARY").select("patient_id")
    kept = rows.semi_join(alone, "patient_id").filter(rows.n_regions == 1)
    sites = region_sites(switches["sacrum_group"])
    return answer(kept, translate(kept.region, sites, ibis.null("string")), kept.on)


@shared
def _loci(tables: Tables, switches: Switches) -> Table:
    """Loci of each patient on the day looked at; nulls where no metastasis was visible then.

    ``n_loci`` counts lesions, ``n_stated`` is what a finding says where no lesions are listed.
    """
    days = _days(tables, switches)
    seen = find_sightings(tables, switches).join(days, "patient_id")
    seen = seen.filter(seen.is_visible, seen.day == seen.on)
    examined = find_examinations(tables, switches).join(days, "patient_id")
    examined = examined.filter(examined.day == examined.on)
    if switches["at"] == "last":
        seen, examined = keep_eligible(seen, switches), keep_eligible(examined, switches)
    group = translate(seen.region, region_groups(switches["sacrum_group"]), ibis.null("string"))
    seen = seen.mutate(group=group)
    by_patient = seen.group_by("patient_id").aggregate(
        n_loci=_count_loci(seen, switches),
        n_stated=seen.n_loci.max().fill_null(0),
        n_regions=seen.region.nunique(),
        region=seen.region.min(),
        unnamed=(seen.lesion_id.notnull() & seen.region.isnull()).sum(),
        outside_spine=(seen.group != "SPINE").sum().fill_null(0),
    )
    results = examined.group_by("patient_id").aggregate(
        is_clear=~examined.bone_result.isin(("positive", "equivocal")).any()
    )
    positive = examined.filter(examined.bone_result == "positive")
    flagged = positive.semi_join(seen, ["patient_id", "study_id"])
    diffuse = flagged.group_by("patient_id").aggregate(countless=flagged.countless.any())
    rows = days.left_join(by_patient, "patient_id").drop("patient_id_right")
    rows = rows.left_join(results, "patient_id").drop("patient_id_right")
    rows = rows.left_join(diffuse, "patient_id").drop("patient_id_right")
    return rows.mutate(
        countless=rows.countless.fill_null(NO),
        is_clear=rows.is_clear.fill_null(YES),
    )


def _days(tables: Tables, switches: Switches) -> Table:
    if switches["at"] == "last":
        return last_study_days(tables, switches)
    index = seen_index(tables, switches)
    return index.select("patient_id", on=index["first"])


def _count_loci(seen: Table, switches: Switches) -> IntegerValue:
    match switches["locus_unit"]:
        case "lesion":
            return seen.lesion_id.nunique()
        case "bone":
            return seen.region.nunique()
        case _:
            return seen.group.nunique()
