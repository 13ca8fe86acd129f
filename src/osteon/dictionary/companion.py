"""The columns that accompany a field: its reason for absence, its precision, its limit."""

from collections.abc import Mapping
from dataclasses import replace

from osteon.dictionary.about import Requirement
from osteon.dictionary.field import FieldSpec


def companions(field: FieldSpec) -> Mapping[str, FieldSpec]:
    """Return what may stand beside a field in a row, by name.

    Returns
    -------
    mapping of str to FieldSpec
        ``<field>_null`` where a reason may stand in for the value, ``<field>_estimated`` for a
        partial date, ``<field>_limit`` where a limit of quantification may be known.
    """
    specs: list[FieldSpec] = []
    if field.may_be_absent:
        specs.append(_reason(field))
    if field.kind == "partial_date":
        specs.append(_companion(field, "estimated", "Whether the date was estimated."))
    if field.has_limit:
        specs.append(_limit(field))
    return {spec.name: spec for spec in specs}


def _reason(field: FieldSpec) -> FieldSpec:
    value_set = "missing_reason_measured" if field.has_limit else "missing_reason"
    reason = _companion(field, "null", "Why the value is absent.")
    return replace(reason, kind="code", value_set=value_set)


def _limit(field: FieldSpec) -> FieldSpec:
    limit = _companion(field, "limit", "The limit of quantification, beside BLQ or ALQ.")
    return replace(
        limit, kind="decimal", unit=field.unit, minimum=field.minimum, maximum=field.maximum
    )


def _companion(field: FieldSpec, suffix: str, help_text: str) -> FieldSpec:
    return FieldSpec(
        name=f"{field.name}_{suffix}",
        kind="boolean",
        value_set=None,
        multiple=False,
        unit=None,
        minimum=None,
        maximum=None,
        requirement=Requirement.BOOKKEEPING,
        help=help_text,
        source=field.source,
        references=None,
        pattern=None,
        coding=None,
        has_limit=False,
        substance=None,
    )
