"""Tables and figures of an outcome by dose: one row a band."""

from osteon.report.association import build_association_tables
from osteon.report.bar_figures import build_association_figures
from osteon.report.exhibits import Exhibits
from osteon.report.material import Material
from osteon.report.phrases import comparison_lines


def build_dose_response(material: Material) -> Exhibits:
    """Return the exhibits of an analysis of dose and response."""
    return Exhibits(
        tables=build_association_tables(material),
        drawings=build_association_figures(material),
        lines=comparison_lines(material),
    )
