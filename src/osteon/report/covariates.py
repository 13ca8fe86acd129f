"""The words for the covariates of a model: what a ratio is for, and against what."""

from collections.abc import Mapping
from typing import Any

from osteon.report.material import Material

READINGS: Mapping[str, str] = {
    "time_dependent": "time-dependent",
    "ever": "ever; naive, biased: TIME-01",
}
RATIO_NAMES: Mapping[str, str] = {
    "hazard_ratio": "Hazard ratio",
    "subdistribution_hazard_ratio": "Subdistribution hazard ratio",
    "odds_ratio": "Odds ratio",
}
DOUBLING = 2.0


def covariates_of(material: Material) -> Mapping[str, Mapping[str, Any]]:
    """Return how each covariate of a model was read and formed, by variable."""
    found: Mapping[str, Mapping[str, Any]] = material.analysis.settings.get("covariates", {})
    return found


def covariate_label(material: Material, variable: str) -> str:
    """Return the printed word for a covariate, with how it was read and what its ratio is for."""
    form = covariates_of(material).get(variable, {})
    label = material.words.variable(variable)
    reading = READINGS.get(str(form.get("as", "")), "")
    label = f"{label} ({reading})" if reading else label
    difference = _difference(form)
    return f"{label}, {difference}" if difference else label


def level_label(material: Material, variable: str, level: str) -> str:
    """Return the printed word for a level, or for a value that a curve is read at."""
    form = covariates_of(material).get(variable, {})
    if level in form.get("knots", ()):
        return f"{level} {form.get('unit', '')}".strip()
    return material.words.level(variable, level)


def reference_of(material: Material, variable: str) -> str:
    """Return the level, or the middle knot of a curve, that the others are compared with."""
    form = covariates_of(material).get(variable, {})
    knots = form.get("knots", ())
    return str(knots[len(knots) // 2] if knots else form.get("reference", ""))


def levels_of(material: Material, variable: str) -> tuple[str, ...]:
    """Return the rows of a covariate below its name: levels or knots; none of a plain number."""
    form = covariates_of(material).get(variable, {})
    return tuple(form.get("levels", ()) or form.get("knots", ()))


def _difference(form: Mapping[str, Any]) -> str:
    """Return what difference of a number a ratio is for; nothing where there are levels."""
    if not form or form.get("levels"):
        return ""
    unit, per = str(form.get("unit", "")), float(form.get("per", 0))
    if form.get("transform") == "spline":
        return "as a curve"
    if form.get("transform") == "log":
        factor = f"factor of {per:g}" if per else "factor of e"
        return "per doubling" if per == DOUBLING else f"per {factor}"
    if per in {0, 1}:
        return f"per {unit.removesuffix('s') or 'unit'}"
    return f"per {per:g} {unit}".strip()
