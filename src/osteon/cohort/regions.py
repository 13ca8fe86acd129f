"""Rows with a region of the skeleton, counted by region: patients, and rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import StringValue, Table

from osteon.codes import load_value_set
from osteon.cohort.build import Cohort
from osteon.cohort.conditions import compile_condition
from osteon.cohort.counts import sort_table
from osteon.cohort.days import field_values
from osteon.cohort.rows import members
from osteon.protocol import DateRule, SkeletalMap, parse_condition
from osteon.snapshot import hold

REGIONS = "bone_region"


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """How many patients of a population have a row in each region.

    Parameters
    ----------
    regions : Arrow table
        Columns ``region`` (null where none is recorded), ``n`` (patients) and ``n_rows``.
    groups : Arrow table
        The same by group of regions, in the column ``group``.
    n_patients : int
        In the population.
    n_with_any : int
        Of these, with any row.
    n_rows : int
        Rows of them all.
    """

    regions: pa.Table
    groups: pa.Table
    n_patients: int
    n_with_any: int
    n_rows: int


def count_regions(cohort: Cohort, analysis: SkeletalMap, rule: DateRule) -> RegionCounts:
    """Count patients and rows by region; a patient counts once in each region.

    Parameters
    ----------
    cohort : Cohort
        Whose population is looked at, by patient whatever its unit.
    analysis : SkeletalMap
        Which rows.
    rule : {"earliest", "midpoint", "latest"}
        Which day a partial date in a condition stands for.
    """
    patients = members(cohort, analysis.population, "patient_id").select("patient_id").distinct()
    rows = hold(_rows(cohort, analysis, rule).semi_join(patients, "patient_id"))
    return RegionCounts(
        regions=_count(rows.mutate(place=rows.region), "region"),
        groups=_count(rows.mutate(place=_group_of(rows)), "group"),
        n_patients=_number(patients.count()),
        n_with_any=_number(rows.patient_id.nunique()),
        n_rows=_number(rows.count()),
    )


def region_groups() -> Mapping[str, str]:
    """Return the group of each region of the code list."""
    return {code.code: code.group for code in load_value_set(REGIONS).codes}


def _rows(cohort: Cohort, analysis: SkeletalMap, rule: DateRule) -> Table:
    rows = cohort.snapshot.table(analysis.table)
    if analysis.where is not None:
        condition = parse_condition(analysis.where, where=analysis.table)
        values = field_values(rows, analysis.table, rule)
        rows = rows.filter(compile_condition(condition, values))
    return rows.select("patient_id", "region")


def _group_of(rows: Table) -> StringValue:
    found = ((rows.region == region, group) for region, group in region_groups().items())
    return ibis.cases(*found, else_=ibis.null("string"))


def _count(rows: Table, name: str) -> pa.Table:
    counted = rows.group_by("place").aggregate(n=rows.patient_id.nunique(), n_rows=rows.count())
    return sort_table(counted.to_pyarrow(), ["place"]).rename_columns([name, "n", "n_rows"])


def _number(value: ibis.Value) -> int:
    return int(value.to_pyarrow().as_py())
