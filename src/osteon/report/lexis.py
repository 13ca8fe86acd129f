"""A Lexis diagram of person-years and events, and the same as a table."""

from osteon.report.exhibits import Exhibits
from osteon.report.figure_wish import figure_wish
from osteon.report.figures import Drawing, LexisFigure, LexisSquare, draw_lexis
from osteon.report.material import Material
from osteon.report.rounding import EN_DASH, NO_BREAK_SPACE
from osteon.report.tables import HeadCell, Line, Number, Row, Table, TableCell, Text


def build_lexis(material: Material) -> Exhibits:
    """Return the squares and the table of one analysis of kind ``lexis``."""
    squares = _squares(material)
    if not squares:
        return Exhibits()
    wanted = figure_wish(material).is_wanted
    return Exhibits(
        tables=(_table(material, squares),),
        drawings=(_drawing(material, squares),) if wanted else (),
        remarks=_remarks(material),
    )


def _years(material: Material) -> tuple[int, ...]:
    found = material.analysis.settings.get("years", ())
    return tuple(range(min(found), max(found) + 1)) if found else ()


def _bands(material: Material) -> tuple[int, ...]:
    found = material.analysis.settings.get("bands", ())
    return tuple(range(min(found), max(found) + 1)) if found else ()


def _band_name(material: Material, band: int) -> str:
    step = int(material.analysis.settings.get("step", 1))
    return f"{band * step}{EN_DASH}{(band + 1) * step}"


def _squares(material: Material) -> tuple[LexisSquare, ...]:
    population = str(material.analysis.settings.get("population", ""))
    squares = []
    for column, year in enumerate(_years(material)):
        for row, band in enumerate(_bands(material)):
            place = (population, str(year))
            time = material.find("person_years", place, level=str(band))
            events = material.find("n_event", place, level=str(band))
            if time is not None:
                squares.append(LexisSquare(column, row, time, events))
    return tuple(squares)


def _drawing(material: Material, squares: tuple[LexisSquare, ...]) -> Drawing:
    settings, title = material.analysis.settings, material.analysis.title
    since = material.words.variable(str(settings.get("since", "")))
    figure = LexisFigure(
        years=_years(material),
        rows=tuple(_band_name(material, band) for band in _bands(material)),
        squares=squares,
        row_label=f"Years since: {since}",
        key="Person-years",
        width=figure_wish(material).width,
    )
    return draw_lexis(
        figure,
        material.analysis.id,
        title=title,
        description=f"{title}. Person-years by calendar year and years since: {since}.",
        legend=("Numbers in the squares: events.",),
    )


def _table(material: Material, squares: tuple[LexisSquare, ...]) -> Table:
    years, bands = _years(material), _bands(material)
    found = {(square.column, square.row): square for square in squares}
    since = material.words.variable(str(material.analysis.settings.get("since", "")))
    heads = (f"Calendar year; years since: {since}", *(_band_name(material, b) for b in bands))
    rows = tuple(
        Row(
            str(year),
            tuple(TableCell(_text(found.get((column, row)))) for row in range(len(bands))),
        )
        for column, year in enumerate(years)
    )
    return Table(
        id=material.analysis.id,
        title=f"{material.analysis.title}: person-years and, in brackets, events",
        head=(tuple(HeadCell((head,)) for head in heads),),
        rows=rows,
        is_folded=True,
    )


def _text(square: LexisSquare | None) -> Text:
    if square is None:
        return ()
    if square.events is None:
        return (Number(square.time),)
    return (Number(square.time), f"{NO_BREAK_SPACE}(", Number(square.events), ")")


def _remarks(material: Material) -> tuple[Line, ...]:
    series = (str(material.analysis.settings.get("population", "")), "")
    time, events = material.find("person_years", series), material.find("n_event", series)
    if time is None or events is None:
        return ()
    return (Line("In all", (Number(time), " person-years; ", Number(events), " events")),)
