"""What an import did, and the file of the rows that it rejected, as functions of its result."""

from pathlib import Path

from osteon.exchange.tabular.result import ImportResult


def render_import_report(result: ImportResult, *, every_row: bool = False) -> str:
    """Return what an import did, as `ImportResult.render_report` does."""
    return result.render_report(every_row=every_row)


def write_rejected_rows(result: ImportResult, path: Path | None = None) -> Path:
    """Write the rejected rows, as `ImportResult.write_rejected` does."""
    return result.write_rejected(path)
