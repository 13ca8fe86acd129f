"""Which tables and figures each kind of analysis gets."""

from collections.abc import Callable, Mapping

from osteon.report.agreement import build_agreement
from osteon.report.association import build_association_tables
from osteon.report.bar_figures import build_association_figures, build_distribution_figures
from osteon.report.conversion import build_conversion
from osteon.report.descriptive import build_descriptive_table, build_distribution_tables
from osteon.report.dose_response import build_dose_response
from osteon.report.exhibits import Exhibits
from osteon.report.lexis import build_lexis
from osteon.report.material import Material
from osteon.report.phrases import comparison_lines
from osteon.report.rates import build_rates
from osteon.report.recurrent import build_recurrent
from osteon.report.regression import build_regression
from osteon.report.sensitivity import build_sensitivity_table, moved_lines
from osteon.report.skeletal_map import build_skeletal_map
from osteon.report.subgroups import build_subgroups
from osteon.report.survival import build_survival_tables, followed_lines
from osteon.report.survival_figure import build_survival_figures
from osteon.report.swimmer import build_swimmer
from osteon.report.trajectory import build_trajectory
from osteon.report.transition import build_transition
from osteon.report.weighting import build_weighting


def build_exhibits(material: Material) -> Exhibits:
    """Return the exhibits of an analysis; those of an unknown kind are curves and comparisons."""
    build = KINDS.get(material.analysis.kind, _build_unknown)
    return build(material)


def _build_characteristics(material: Material) -> Exhibits:
    table = build_descriptive_table(material, with_intervals=False)
    return Exhibits(tables=(table,), lines=comparison_lines(material))


def _build_distribution(material: Material) -> Exhibits:
    return Exhibits(
        tables=build_distribution_tables(material),
        drawings=build_distribution_figures(material),
        lines=comparison_lines(material),
    )


def _build_association(material: Material) -> Exhibits:
    return Exhibits(
        tables=build_association_tables(material),
        drawings=build_association_figures(material),
        lines=comparison_lines(material),
    )


def _build_survival(material: Material) -> Exhibits:
    return Exhibits(
        tables=build_survival_tables(material),
        drawings=build_survival_figures(material),
        remarks=followed_lines(material),
        lines=comparison_lines(material),
    )


def _build_sensitivity(material: Material) -> Exhibits:
    return Exhibits(tables=(build_sensitivity_table(material),), remarks=moved_lines(material))


def _build_unknown(material: Material) -> Exhibits:
    return Exhibits(drawings=build_survival_figures(material), lines=comparison_lines(material))


KINDS: Mapping[str, Callable[[Material], Exhibits]] = {
    "attrition": _build_characteristics,
    "characteristics": _build_characteristics,
    "sensitivity": _build_sensitivity,
    "distribution": _build_distribution,
    "association": _build_association,
    "survival": _build_survival,
    "survival_rates": _build_survival,
    "cumulative_incidence": _build_survival,
    "recurrent": build_recurrent,
    "rates": build_rates,
    "conversion": build_conversion,
    "agreement": build_agreement,
    "dose_response": build_dose_response,
    "regression": build_regression,
    "subgroups": build_subgroups,
    "weighting": build_weighting,
    "skeletal_map": build_skeletal_map,
    "transition": build_transition,
    "trajectory": build_trajectory,
    "swimmer": build_swimmer,
    "lexis": build_lexis,
}
