"""What one analysis puts before the reader: tables, figures and sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from osteon.report.figures import Drawing
from osteon.report.tables import Line, Number, Table, numbers_of


@dataclass(frozen=True, slots=True)
class Exhibits:
    """Tables, figures, remarks on who was followed, and lines on comparisons."""

    tables: tuple[Table, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    remarks: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()

    def numbers(self) -> Iterator[Number]:
        """Yield every cell's number that is shown."""
        for table in self.tables:
            yield from numbers_of(table.contents())
        for drawing in self.drawings:
            yield from drawing.numbers
        yield from numbers_of(line.content for line in (*self.remarks, *self.lines))
