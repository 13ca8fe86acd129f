"""What the key and the legend of a figure of curves say: events, medians, and what marks mean."""

import math
from collections.abc import Mapping, Sequence

from osteon.report.figure_wish import FigureWish
from osteon.report.material import Material
from osteon.report.phrases import has_interval, interval_name, joined, with_interval
from osteon.report.reading import reading_of
from osteon.report.rounding import NO_BREAK_SPACE
from osteon.report.tables import Number, Text, plain_text
from osteon.study import Cell, Curve

OF = f"{NO_BREAK_SPACE}/{NO_BREAK_SPACE}"


def key_columns(
    material: Material, curves: Sequence[Curve], *, median: str
) -> Mapping[str, tuple[Text, ...]]:
    """Return the columns of the key by their heads: one text a curve.

    Parameters
    ----------
    material : Material
        The analysis.
    curves : sequence of Curve
        Those of the figure.
    median : str
        Statistic of their median; empty where they have none.
    """
    medians = [median_cell(material, curve, median) for curve in curves]
    limits = plain_text(interval_name(medians))
    member = reading_of(material).member
    columns = {
        f"Events / {material.words.units}{member}": [_events(material, curve) for curve in curves],
        f"Median, {material.words.time_unit}" + (f" ({limits})" if limits else ""): [
            with_interval(cell) for cell in medians
        ],
    }
    return {head: tuple(texts) for head, texts in columns.items() if any(texts)}


def curve_label(material: Material, curve: Curve) -> str:
    """Return the name of a curve: its group, its event, or both where there are several."""
    group, event = group_label(material, curve), event_label(material, curve)
    if not event:
        return group
    return f"{group}: {event}" if len(material.series) > 1 else event


def group_label(material: Material, curve: Curve) -> str:
    """Return the word for the group of a curve, or for its population."""
    return material.series_label((curve.population, curve.group))


def event_label(material: Material, curve: Curve) -> str:
    """Return the word for the event of a curve, or nothing where there is but one."""
    return material.words.cause(curve.cause) if curve.cause else ""


def median_cell(material: Material, curve: Curve, statistic: str) -> Cell | None:
    """Return the median of a curve, where the study has it."""
    return material.find(statistic, (curve.population, curve.group)) if statistic else None


def _events(material: Material, curve: Curve) -> Text:
    """Return the events of a curve and of how many, unless the curve is of those censored."""
    if curve.kind.startswith("reverse"):
        return ()
    series = (curve.population, curve.group)
    event = material.find("n_event", series, variable=curve.cause)
    total = material.find("n", series)
    return (Number(event), OF, Number(total)) if event and total else ()


def curve_legend(
    material: Material, curves: Sequence[Curve], *, noun: str, median: str, wish: FigureWish
) -> Text:
    """Return what curves, bands, ticks and broken lines are, and who is in a group."""
    marks: list[Text] = [(noun,)]
    level = interval_name(filter(has_interval, material.described))
    has_lines = wish.form != "stacked"
    if level and has_lines and wish.marks.bands:
        marks.append(("bands: ", *level))
    if has_lines and wish.marks.censored and any(any(c.n_censored) for c in curves):
        marks.append(("ticks: censored",))
    medians = [median_cell(material, curve, median) for curve in curves]
    if any(cell is not None and math.isfinite(cell.value) for cell in medians):
        marks.append(("broken lines: medians",))
    explanation = reading_of(material).explanation.format(units=material.words.units)
    return (*joined(marks, "; "), ".", *((f" {explanation}",) if explanation else ()))
