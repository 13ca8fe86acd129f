"""Rows of numbers below a time axis: at risk, events so far, censored so far."""

from collections.abc import Iterator, Mapping, Sequence

from osteon.report.figures import CountBlock, RiskRow
from osteon.report.material import Material, Series, distinct
from osteon.report.reading import reading_of
from osteon.report.tables import Number
from osteon.study import Curve


def risk_times(material: Material) -> tuple[str, ...]:
    """Return the times of the numbers at risk: those of the series that was followed longest."""
    times: dict[Series, list[str]] = {}
    for cell in material.described:
        if cell.statistic == "n_at_risk":
            times.setdefault((cell.population, cell.group), []).append(cell.level)
    ordered = [tuple(sorted(levels, key=float)) for levels in times.values()]
    return max(ordered, key=lambda levels: float(levels[-1])) if ordered else ()


def risk_rows(
    material: Material, curves: Sequence[Curve], times: Sequence[str]
) -> tuple[RiskRow, ...]:
    """Return one row a group of how many were at risk."""
    return _rows_of_groups(material, curves, times, "n_at_risk")


def count_blocks(
    material: Material, labelled: Mapping[str, Curve], times: Sequence[str], below: Sequence[str]
) -> tuple[CountBlock, ...]:
    """Return the further rows that are asked for, events by curve and censored by group."""
    curves = tuple(labelled.values())
    blocks = []
    for wanted in below:
        if wanted == "events":
            rows = tuple(_rows_of_curves(material, labelled, times))
            blocks.append(CountBlock("Events before", rows))
        elif wanted == "censored":
            rows = _rows_of_groups(material, curves, times, "n_censored_by")
            blocks.append(CountBlock(f"{reading_of(material).censored} before", rows))
    return tuple(block for block in blocks if block.rows)


def _rows_of_groups(
    material: Material, curves: Sequence[Curve], times: Sequence[str], statistic: str
) -> tuple[RiskRow, ...]:
    found = distinct((curve.population, curve.group) for curve in curves)
    rows = []
    for series in found:
        cells = [material.find(statistic, series, level=time) for time in times]
        if any(cells):
            numbers = tuple(None if cell is None else Number(cell) for cell in cells)
            label = material.series_label(series)
            rows.append(RiskRow(label, numbers, has_own_curve=len(found) == len(curves)))
    return tuple(rows)


def _rows_of_curves(
    material: Material, labelled: Mapping[str, Curve], times: Sequence[str]
) -> Iterator[RiskRow]:
    for label, curve in labelled.items():
        series = (curve.population, curve.group)
        cells = [
            material.find("n_event_by", series, variable=curve.cause, level=time) for time in times
        ]
        if any(cells):
            numbers = tuple(None if cell is None else Number(cell) for cell in cells)
            yield RiskRow(label, numbers)
