"""The primary tumour: D01, D02."""

import ibis
from ibis.expr.types import BooleanValue, NumericColumn, StringColumn, StringValue, Table

from osteon.concepts.concept import Switches, Tables
from osteon.concepts.expressions.rows import NO, answer, day_of, first_tumour, take_first, translate
from osteon.concepts.rules import (
    DUODENUM,
    KI67_PERCENT_G2_FROM,
    KI67_PERCENT_G3_ABOVE,
    LUNG,
    MITOSES_ATYPICAL_FROM,
    MITOSES_G2_FROM,
    MITOSES_G3_ABOVE,
    MITOSES_REVIEW_ABOVE,
    SITE_GROUPS,
    SITE_OF_CHAPTER,
    SITE_OF_TOPOGRAPHY,
    SMALL_INTESTINE,
)


def diagnosis(tables: Tables, switches: Switches) -> Table:
    """Return the day on which the first tumour was diagnosed."""
    tumour = first_tumour(tables, switches)
    return answer(tumour, tumour.diagnosed, tumour.diagnosed)


def first_referral(tables: Tables, switches: Switches) -> Table:
    """Return the day on which the centre first saw the patient."""
    patients = tables["patient"]
    day = day_of(patients, "first_referral_date", switches)
    return answer(patients, day, day)


def primary_site(tables: Tables, switches: Switches) -> Table:
    """Return where the first tumour lies."""
    tumour = first_tumour(tables, switches)
    chapter = translate(tumour.topography.substr(0, 3), SITE_OF_CHAPTER, ibis.literal("other"))
    site = translate(tumour.topography, SITE_OF_TOPOGRAPHY, chapter)
    value = tumour.topography.isnull().ifelse(ibis.null("string"), site)
    return answer(tumour, value, tumour.diagnosed)


def small_intestinal(tables: Tables, switches: Switches) -> Table:
    """Return whether the first tumour lies in the small intestine."""
    tumour = first_tumour(tables, switches)
    return answer(tumour, _is_in_chapter(tumour, SMALL_INTESTINE, switches), tumour.diagnosed)


def in_site_group(tables: Tables, switches: Switches) -> Table:
    """Return whether the first tumour lies in the group of sites that the study is about."""
    tumour = first_tumour(tables, switches)
    chapter = SITE_GROUPS[switches["site_group"]]
    return answer(tumour, _is_in_chapter(tumour, chapter, switches), tumour.diagnosed)


def _is_in_chapter(tumour: Table, chapter: str, switches: Switches) -> BooleanValue:
    is_inside = tumour.topography.startswith(chapter)
    if switches["include_duodenum"]:
        return is_inside
    return is_inside & (tumour.topography != DUODENUM)


def _reference_specimen(tables: Tables, switches: Switches) -> Table:
    """Return the specimen that stands for the grade of the first tumour, with ``on``."""
    tumour = first_tumour(tables, switches).select("topography", "diagnosed", tumour_key="id")
    specimens = tables["pathology"]
    specimens = specimens.filter(specimens.is_reference)
    rows = specimens.join(tumour, specimens.tumour_id == tumour.tumour_key)
    taken = day_of(rows, "specimen_date", switches)
    rows = rows.mutate(taken=taken, on=ibis.coalesce(taken, rows.diagnosed))
    return take_first(rows, rows.taken.isnull(), rows.taken, rows.id)


def grade(tables: Tables, switches: Switches) -> Table:
    """Return the grade that the proliferation indices of the reference specimen give."""
    rows = _reference_specimen(tables, switches)
    is_lung = rows.topography.startswith(LUNG).fill_null(NO)
    derived = ibis.cases(
        (rows.differentiation == "poor", "NEC"),
        (rows.differentiation.isnull() | (rows.differentiation != "well"), ibis.null("string")),
        (is_lung, _lung_class(rows)),
        else_=_gastroenteropancreatic_grade(rows),
    )
    if switches["grade_fallback"] == "reported":
        derived = ibis.coalesce(derived, _assessable(rows.grade_reported))
    return answer(rows, derived, rows.on)


def _gastroenteropancreatic_grade(rows: Table) -> StringValue:
    by_ki67 = _step(rows.ki67_percent, KI67_PERCENT_G2_FROM, KI67_PERCENT_G3_ABOVE)
    by_mitoses = _step(rows.mitoses_per_2mm2, MITOSES_G2_FROM, MITOSES_G3_ABOVE)
    higher = ibis.greatest(by_ki67.fill_null(0), by_mitoses.fill_null(0))
    return ibis.cases((higher == 3, "G3"), (higher == 2, "G2"), (higher == 1, "G1"))


def _step(index: NumericColumn, second_from: float, third_above: float) -> NumericColumn:
    return ibis.cases((index > third_above, 3), (index >= second_from, 2), (index.notnull(), 1))


def _lung_class(rows: Table) -> StringValue:
    has_necrosis = rows.necrosis.isin(("focal", "extensive"))
    return ibis.cases(
        (rows.mitoses_per_2mm2.isnull(), ibis.null("string")),
        (rows.mitoses_per_2mm2 > MITOSES_REVIEW_ABOVE, "REVIEW"),
        (has_necrosis | (rows.mitoses_per_2mm2 >= MITOSES_ATYPICAL_FROM), "AC"),
        (rows.necrosis == "none", "TC"),
    )


def grade_reported(tables: Tables, switches: Switches) -> Table:
    """Return the grade that the report of the reference specimen states."""
    rows = _reference_specimen(tables, switches)
    return answer(rows, _assessable(rows.grade_reported), rows.on)


def _assessable(reported: StringColumn) -> StringColumn:
    return reported.nullif("GX")
