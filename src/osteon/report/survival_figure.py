"""Figures of times to an event: which curves, what their key says, who was at risk when."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from osteon.report.figures import CurveEntry, CurveFigure, Drawing, RiskRow, draw_curves
from osteon.report.material import Material, Series, distinct
from osteon.report.reading import reading_of
from osteon.report.survival_key import curve_legend, key_columns, median_cell
from osteon.report.tables import Number, Text, plain_text
from osteon.report.verdict import verdict_lines
from osteon.study import Curve


@dataclass(frozen=True, slots=True)
class CurveStyle:
    """How curves of one kind are named and read.

    Parameters
    ----------
    estimate_label : str
        Name of the upright axis, where the protocol gives none.
    noun : str
        What the figure is, for a reader who cannot see it.
    suffix : str
        What is added to the analysis' name to name the figure's files.
    median : str
        Statistic of the median that lines lead to; empty where a median makes no sense.
    is_falling : bool
        Whether the curves fall from 1.
    has_tests : bool
        Whether the tests of the analysis are of these curves.
    """

    estimate_label: str
    noun: str
    suffix: str = ""
    median: str = ""
    is_falling: bool = True
    has_tests: bool = True

    @property
    def is_survival(self) -> bool:
        """Return whether the curves are of survival of the endpoint."""
        return self.median == "median_survival"


STYLES: Mapping[str, CurveStyle] = {
    "kaplan_meier": CurveStyle("Survival (%)", "Kaplan-Meier curves", median="median_survival"),
    "reverse_kaplan_meier": CurveStyle(
        "Still followed up (%)",
        "Reverse Kaplan-Meier curves of follow-up",
        suffix="_follow_up",
        median="median_follow_up",
        has_tests=False,
    ),
    "cumulative_incidence": CurveStyle(
        "Cumulative incidence (%)",
        "Cumulative incidence curves",
        suffix="_incidence",
        is_falling=False,
    ),
}


def build_survival_figures(material: Material) -> tuple[Drawing, ...]:
    """Return one figure for each kind of curve, unless the protocol wants none."""
    if not material.analysis.settings.get("figure", True):
        return ()
    return tuple(
        _draw_kind(material, kind) for kind in distinct(curve.kind for curve in material.curves)
    )


def _draw_kind(material: Material, kind: str) -> Drawing:
    style = STYLES.get(kind, CurveStyle(kind.replace("_", " "), kind.replace("_", " "), f"_{kind}"))
    curves = sorted(
        (curve for curve in material.curves if curve.kind == kind),
        key=lambda curve: material.series.index((curve.population, curve.group)),
    )
    columns = key_columns(material, curves, median=style.median)
    facts = tuple(zip(*columns.values(), strict=True)) or ((),) * len(curves)
    times = _risk_times(material)
    noun = reading_of(material).curves if style.is_survival else style.noun
    figure = CurveFigure(
        entries=tuple(map(partial(_entry, material, style), curves, facts)),
        columns=tuple(columns),
        tests=verdict_lines(material) if style.has_tests else (),
        times=tuple(float(time) for time in times),
        risk=_risk_rows(material, curves, times),
        time_label=_time_label(material),
        estimate_label=_estimate_label(material, style),
        is_falling=style.is_falling,
        legend=curve_legend(material, curves, noun=noun, median=style.median),
    )
    return draw_curves(
        figure,
        f"{material.analysis.id}{style.suffix}",
        title=material.analysis.title,
        description=_description(figure, noun, material.analysis.title),
    )


def _time_label(material: Material) -> str:
    """Return the name of the time axis, which says where a landmark is its origin."""
    origin = reading_of(material).origin
    name = f"Time from {origin}" if origin else "Time"
    return f"{name} ({material.words.time_unit})"


def _estimate_label(material: Material, style: CurveStyle) -> str:
    """Return the name of the upright axis: the endpoint, where the curves are of its survival."""
    endpoint = str(material.analysis.settings.get("endpoint", ""))
    if not endpoint or not style.is_survival:
        return style.estimate_label
    origin = reading_of(material).origin
    since = f", from {origin} on" if origin else ""
    return f"{material.words.cause(endpoint)}{since} (%)"


def _entry(
    material: Material, style: CurveStyle, curve: Curve, facts: tuple[Text, ...]
) -> CurveEntry:
    label = material.series_label((curve.population, curve.group))
    if curve.cause:
        cause = material.words.cause(curve.cause)
        label = f"{label}: {cause}" if len(material.series) > 1 else cause
    median = median_cell(material, curve, style.median)
    return CurveEntry(curve, label, facts, None if median is None else Number(median))


def _risk_times(material: Material) -> tuple[str, ...]:
    """Return the times of the numbers at risk: those of the series that was followed longest."""
    times: dict[Series, list[str]] = {}
    for cell in material.described:
        if cell.statistic == "n_at_risk":
            times.setdefault((cell.population, cell.group), []).append(cell.level)
    ordered = [tuple(sorted(levels, key=float)) for levels in times.values()]
    return max(ordered, key=lambda levels: float(levels[-1])) if ordered else ()


def _risk_rows(
    material: Material, curves: list[Curve], times: tuple[str, ...]
) -> tuple[RiskRow, ...]:
    found = distinct((curve.population, curve.group) for curve in curves)
    rows = []
    for series in found:
        cells = [material.find("n_at_risk", series, level=time) for time in times]
        if any(cells):
            numbers = tuple(None if cell is None else Number(cell) for cell in cells)
            label = material.series_label(series)
            rows.append(RiskRow(label, numbers, has_own_curve=len(found) == len(curves)))
    return tuple(rows)


def _description(figure: CurveFigure, noun: str, title: str) -> str:
    """Return the figure in words: its kind, and the key's numbers of every curve."""
    sentences = [f"{title}. {noun}"]
    for entry in figure.entries:
        facts = [
            f"{column.lower()}: {plain_text(fact)}"
            for column, fact in zip(figure.columns, entry.facts, strict=True)
            if fact
        ]
        sentences.append(": ".join([entry.label, "; ".join(facts)]) if facts else entry.label)
    sentences += [plain_text(test) for test in figure.tests]
    return ". ".join(sentences) + "."
