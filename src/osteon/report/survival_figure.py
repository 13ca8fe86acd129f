"""Figures of times to an event: which curves, what their key says, who was at risk when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from osteon.report.count_rows import count_blocks, risk_rows, risk_times
from osteon.report.figure_wish import FigureWish, figure_wish
from osteon.report.figures import (
    CurveEntry,
    CurveFigure,
    Drawing,
    PanelFigure,
    draw_curves,
    draw_panels,
)
from osteon.report.material import Material, distinct
from osteon.report.reading import reading_of
from osteon.report.survival_key import (
    curve_label,
    curve_legend,
    event_label,
    group_label,
    key_columns,
    median_cell,
)
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
    is_percent : bool
        Whether the curves are of probabilities.
    """

    estimate_label: str
    noun: str
    suffix: str = ""
    median: str = ""
    is_falling: bool = True
    has_tests: bool = True
    is_percent: bool = True

    @property
    def is_survival(self) -> bool:
        """Return whether the curves are of survival of the endpoint."""
        return self.median == "median_survival"


CONVERTED = "Found to have converted (%)"
CONVERSION_NOUN = (
    "Share converted; the band of 'Between assessments' holds all that assessments allow and is no "
    "interval of confidence"
)
CONVERSION_WAYS = {
    "between_assessments": True,
    "midpoint": False,
    "detection": False,
    "death_competing": False,
}
"""Ways to answer, each in a figure of its own where there are groups; whose test it is."""

STYLES: Mapping[str, CurveStyle] = {
    "kaplan_meier": CurveStyle("Survival (%)", "Kaplan-Meier curves", median="median_survival"),
    "weighted_survival": CurveStyle(
        "Survival (%)", "Weighted Kaplan-Meier curves", median="median_survival"
    ),
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
    "mean_cumulative_function": CurveStyle(
        "Mean number of events per patient",
        "Mean cumulative functions",
        suffix="_events",
        is_falling=False,
        is_percent=False,
    ),
    "conversion": CurveStyle(CONVERTED, CONVERSION_NOUN, is_falling=False),
    **{
        f"conversion_{way}": CurveStyle(
            CONVERTED, CONVERSION_NOUN, suffix=f"_{way}", is_falling=False, has_tests=has_tests
        )
        for way, has_tests in CONVERSION_WAYS.items()
    },
}
Name = Callable[[Material, Curve], str]
PANELS: Mapping[str, tuple[Name, Name]] = {
    "side_by_side": (event_label, group_label),
    "stacked": (group_label, event_label),
}
"""What a panel is named after, and the curves in it."""
STACKED_NOUN = "Areas of cumulative incidence upon each other"


def build_survival_figures(material: Material) -> tuple[Drawing, ...]:
    """Return one figure for each kind of curve, unless the protocol wants none."""
    wish = figure_wish(material)
    if not wish.is_wanted:
        return ()
    return tuple(
        _draw_kind(material, kind, wish)
        for kind in distinct(curve.kind for curve in material.curves)
    )


def _draw_kind(material: Material, kind: str, wish: FigureWish) -> Drawing:
    style = STYLES.get(kind, CurveStyle(kind.replace("_", " "), kind.replace("_", " "), f"_{kind}"))
    if not wish.has("medians"):
        style = replace(style, median="")
    if not wish.has("tests"):
        style = replace(style, has_tests=False)
    curves = sorted(
        (curve for curve in material.curves if curve.kind == kind),
        key=lambda curve: material.series.index((curve.population, curve.group)),
    )
    drawing_id, title = f"{material.analysis.id}{style.suffix}", material.analysis.title
    if wish.form in PANELS:
        title_of, label_of = PANELS[wish.form]
        parts: dict[str, list[Curve]] = {}
        for curve in curves:
            parts.setdefault(title_of(material, curve), []).append(curve)
        figures = tuple(_figure(material, style, part, wish, label_of) for part in parts.values())
        panels = PanelFigure(tuple(parts), figures, figures[0].legend, wish.width)
        words = " ".join(
            _description(one, _noun(material, style), name)
            for name, one in zip(parts, figures, strict=True)
        )
        return draw_panels(panels, drawing_id, title=title, description=f"{title}. {words}")
    figure = _figure(material, style, curves, wish)
    return draw_curves(
        figure,
        drawing_id,
        title=title,
        description=_description(figure, _noun(material, style), title),
        width=wish.width,
    )


def _figure(
    material: Material,
    style: CurveStyle,
    curves: list[Curve],
    wish: FigureWish,
    label_of: Name = curve_label,
) -> CurveFigure:
    columns = key_columns(material, curves, median=style.median)
    facts = tuple(zip(*columns.values(), strict=True)) or ((),) * len(curves)
    times = risk_times(material)
    labels = [label_of(material, curve) for curve in curves]
    noun = STACKED_NOUN if wish.form == "stacked" else _noun(material, style)
    return CurveFigure(
        entries=tuple(map(partial(_entry, material, style), curves, labels, facts)),
        columns=tuple(columns),
        tests=verdict_lines(material) if style.has_tests else (),
        times=tuple(float(time) for time in times),
        risk=risk_rows(material, curves, times) if "at_risk" in wish.below else (),
        time_label=_time_label(material),
        estimate_label=_estimate_label(material, style),
        is_falling=style.is_falling,
        legend=curve_legend(material, curves, noun=noun, median=style.median, wish=wish),
        counts=count_blocks(material, dict(zip(labels, curves, strict=True)), times, wish.below),
        marks=wish.marks,
        form="stacked" if wish.form == "stacked" else "curves",
        is_percent=style.is_percent,
    )


def _noun(material: Material, style: CurveStyle) -> str:
    return reading_of(material).curves if style.is_survival else style.noun


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
    material: Material, style: CurveStyle, curve: Curve, label: str, facts: tuple[Text, ...]
) -> CurveEntry:
    median = median_cell(material, curve, style.median)
    return CurveEntry(curve, label, facts, None if median is None else Number(median))


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
