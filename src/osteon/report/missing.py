"""The table of missing values: who lacked what, in every population that was described."""

from osteon.report.material import distinct, is_comparison
from osteon.report.rounding import Part
from osteon.report.tables import HeadCell, Number, Row, Table, TableCell, Text
from osteon.report.words import Words
from osteon.study import Cell, StudyResults

TABLE_ID = "missing_values"
TITLE = "Missing values"


def build_missing_table(results: StudyResults, words: Words) -> Table | None:
    """Return the variables that some patients lack, or nothing where nobody lacks any."""
    counted = _counted(results)
    variables = distinct(variable for variable, _ in counted)
    everyone = distinct(population for _, population in counted)
    lacking = [v for v in variables if any(_n_missing(counted.get((v, p))) for p in everyone)]
    if not lacking:
        return None
    populations = [p for p in everyone if any((v, p) in counted for v in lacking)]
    head = [HeadCell(("Variable",))]
    head += [HeadCell((words.population(p),)) for p in populations]
    rows = (
        Row(
            words.variable(variable),
            tuple(TableCell(_text(counted.get((variable, p)))) for p in populations),
        )
        for variable in lacking
    )
    return Table(id=TABLE_ID, title=TITLE, head=(tuple(head),), rows=tuple(rows))


def _counted(results: StudyResults) -> dict[tuple[str, str], Cell]:
    """Return, for each variable and population, the first cell that says how many lack it."""
    counted: dict[tuple[str, str], Cell] = {}
    for cell in results.cells:
        is_descriptive = cell.variable and cell.population and not is_comparison(cell)
        if is_descriptive and not cell.group and cell.n_missing is not None:
            counted.setdefault((cell.variable, cell.population), cell)
    return counted


def _n_missing(cell: Cell | None) -> int:
    return 0 if cell is None else cell.n_missing or 0


def _text(cell: Cell | None) -> Text:
    return () if cell is None else (Number(cell, Part.N_MISSING),)
