"""Tables of rates: one row a group, and within it one a period, with both intervals."""

from collections.abc import Iterator, Mapping

from osteon.report.exhibits import Exhibits
from osteon.report.material import Material, Series
from osteon.report.phrases import comparison_lines, interval_name, with_interval
from osteon.report.survival import followed_lines
from osteon.report.tables import Footnotes, HeadCell, Row, RowKind, Table, TableCell, plain_text
from osteon.study import Cell

RATES: Mapping[str, str] = {"rate": "Exact", "rate_mid_p": "Mid-p"}


def build_rates(material: Material) -> Exhibits:
    """Return the exhibits of an analysis of rates."""
    return Exhibits(
        tables=(_rate_table(material),),
        remarks=followed_lines(material),
        lines=comparison_lines(material),
    )


def _rate_table(material: Material) -> Table:
    rates = [cell for cell in material.described if cell.statistic in RATES]
    footnotes = Footnotes()
    methods = {cell.statistic: footnotes.marker(cell.method) for cell in rates}
    unit = next((cell.unit for cell in rates), "")
    limits = plain_text(interval_name(rates))
    return Table(
        id=material.analysis.id,
        title=material.analysis.title,
        head=(
            (
                HeadCell((material.words.variable(material.grouping) or "Group",), rows=2),
                HeadCell(("Events",), rows=2),
                HeadCell(("Person-years",), rows=2),
                HeadCell((f"Rate {unit} ({limits})",), columns=2),
            ),
            tuple(HeadCell((name,), marker=methods.get(rate, "")) for rate, name in RATES.items()),
        ),
        rows=tuple(_rows(material, rates)),
        footnotes=footnotes.listed(),
    )


def _rows(material: Material, rates: list[Cell]) -> Iterator[Row]:
    bands = tuple(material.analysis.settings.get("bands", ()))
    for series in dict.fromkeys((cell.population, cell.group) for cell in rates):
        kind = RowKind.HEADING if bands else RowKind.SINGLE
        yield Row(material.series_label(series), _cells(material, series, ""), kind)
        for band in bands:
            if material.find("rate", series, level=band) is not None:
                yield Row(band, _cells(material, series, band), RowKind.DETAIL)


def _cells(material: Material, series: Series, level: str) -> tuple[TableCell, ...]:
    """Return events, person-years, and the rate with either interval."""
    statistics = ("n_event", "person_years", *RATES)
    cells = (material.find(statistic, series, level=level) for statistic in statistics)
    return tuple(TableCell(with_interval(cell)) for cell in cells)
