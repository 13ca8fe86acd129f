"""``osteon worklist`` and ``osteon board-pack``: what is due for many patients, or for one."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, TypeAlias

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.options import Quiet, parse_day
from osteon.snapshot import open_snapshot
from osteon.worklist import (
    Thresholds,
    Worklist,
    build_worklist,
    load_thresholds,
    read_patient,
    render_board_pack,
    render_csv,
    render_html,
    render_text,
)
from osteon.worklist import board_pack as build_board_pack


class Format(StrEnum):
    """How a list is printed."""

    TEXT = "text"
    CSV = "csv"
    HTML = "html"


RENDER: Mapping[Format, Callable[[Worklist], str]] = MappingProxyType(
    {Format.TEXT: render_text, Format.CSV: render_csv, Format.HTML: render_html}
)
AsOf: TypeAlias = Annotated[
    str | None, typer.Option(help="The day of the list, as 2023-05-31; today if not given.")
]
ThresholdFile: TypeAlias = Annotated[
    Path | None, typer.Option(help="Thresholds of the centres, signed off, in TOML.")
]


def worklist(
    snapshot: Annotated[Path, typer.Argument(help="A snapshot.")],
    *,
    as_of: AsOf = None,
    rule: Annotated[
        list[str] | None, typer.Option(help="A rule to keep to, as CG-01; may be given again.")
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="How it is printed.")] = Format.TEXT,
    thresholds: ThresholdFile = None,
    quiet: Quiet = False,
) -> None:
    """Print what is due for patients and not on record, with the reason and the rows.

    Gaps in documentation, for a human team. Not a medical device; nothing in it is time-critical.

    Example: osteon worklist snapshots/2026 --as-of 2026-11-22 --format html > worklist.html
    """
    with show_progress("Worklist", quiet=quiet) as announce:
        announce("reading the snapshot")
        found = build_worklist(
            open_snapshot(snapshot),
            as_of=_day(as_of),
            thresholds=_read_thresholds(thresholds),
            rules=rule or None,
        )
    typer.echo(RENDER[output](found), nl=False)


def board_pack(
    snapshot: Annotated[Path, typer.Argument(help="A snapshot.")],
    patient: Annotated[str, typer.Argument(help="The pseudonym of the patient.")],
    page: Annotated[Path, typer.Argument(help="The page to write, in HTML.")],
    *,
    as_of: AsOf = None,
    thresholds: ThresholdFile = None,
) -> None:
    """Write what a tumour board needs to know of one patient as a page to print.

    The course over time, what is due and not on record, last results, pain and open questions. Not
    a medical device.

    Example: osteon board-pack snapshots/2026 sinet-409 sinet-409.html --as-of 2023-05-31
    """
    records = read_patient(open_snapshot(snapshot), patient)
    pack = build_board_pack(records, as_of=_day(as_of), thresholds=_read_thresholds(thresholds))
    page.write_text(render_board_pack(pack), encoding="utf-8")
    OUT.print(f"Board pack: {page}", markup=False)


def _day(as_of: str | None) -> date:
    return (
        datetime.now(UTC).astimezone().date()
        if as_of is None
        else parse_day(as_of, where="--as-of")
    )


def _read_thresholds(path: Path | None) -> Thresholds:
    return Thresholds() if path is None else load_thresholds(path)
