"""``osteon demo``: the demonstration studies, from records to reports."""

import importlib.util
from collections.abc import Callable, Collection
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.answers import Output, answer
from osteon.cli.console import OUT, show_progress
from osteon.cli.documents import name_documents
from osteon.cli.freeze import freeze
from osteon.cli.options import Quiet
from osteon.cli.synthetics import Golden, freeze_golden
from osteon.exchange import import_table, load_mapping, packaged_mapping
from osteon.protocol import load_protocol
from osteon.report import ALL_FORMATS, Format, report_writer
from osteon.snapshot import Snapshot

PROSTATE_CUTOFF = date(1977, 12, 31)
PAGE_ONLY = (Format.HTML,)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where everything is written.")] = Path("demo"),
    *,
    quiet: Quiet = False,
) -> None:
    """Run the demonstration studies and say where the reports lie.

    The siNET study and the one of radiotherapy run on synthetic patients that come with the
    program; the prostate study on the trial of Byar and Green, real patients, as the package
    SurvSet carries it.

    Example: osteon demo
    """
    with show_progress("siNET study", quiet=quiet) as announce:
        _run_sinet(folder / "sinet", announce)
    name_documents(folder / "sinet", ALL_FORMATS)
    with show_progress("Radiotherapy study", quiet=quiet) as announce:
        _run_radiotherapy(folder / "radiotherapy", announce)
    for part in ("patients", "sites"):
        name_documents(folder / "radiotherapy" / part, PAGE_ONLY)
    if importlib.util.find_spec("SurvSet") is None:
        hint = "The prostate study needs real patients: pip install 'osteon[demo]'"
        OUT.print(hint, markup=False)
        return
    with show_progress("Prostate study", quiet=quiet) as announce:
        _run_prostate(folder / "prostate", announce)
    name_documents(folder / "prostate", ALL_FORMATS)


def _run_sinet(folder: Path, announce: Callable[[str], None]) -> None:
    snapshot = freeze_golden(Golden.SINET, folder / "snapshot", announce)
    _answer("sinet_bone", snapshot, folder, announce)


def _run_radiotherapy(folder: Path, announce: Callable[[str], None]) -> None:
    """Answer the study of patients and that of their treated sites from one registry."""
    snapshot = freeze_golden(Golden.RADIOTHERAPY, folder / "snapshot", announce)
    for name, part in (("bone_radiotherapy_patients", "patients"), ("bone_radiotherapy", "sites")):
        _answer(name, snapshot, folder / part, announce, formats=PAGE_ONLY)


def _run_prostate(folder: Path, announce: Callable[[str], None]) -> None:
    announce("trial of Byar and Green")
    source = export_prostate(folder / "prostate.csv")
    announce("import")
    result = import_table(load_mapping(packaged_mapping("byar_greene")), source)
    snapshot = freeze(
        folder / "snapshot",
        result.records,
        data_cutoff=PROSTATE_CUTOFF,
        source="SurvSet: prostate (Byar and Green)",
    )
    _answer("byar_greene", snapshot, folder, announce)


def export_prostate(path: Path) -> Path:
    """Write the trial as the spreadsheet a user would have, and return where it lies."""
    from SurvSet.data import SurvLoader  # noqa: PLC0415  # optional, needed here alone

    path.parent.mkdir(parents=True, exist_ok=True)
    SurvLoader().load_dataset("prostate")["df"].to_csv(path, index=False)
    return path


def _answer(
    name: str,
    snapshot: Snapshot,
    folder: Path,
    announce: Callable[[str], None],
    *,
    formats: Collection[Format] = ALL_FORMATS,
) -> None:
    with as_file(files("osteon.study") / "protocols" / f"{name}.toml") as path:
        study = load_protocol(path)
    with report_writer(formats) as writer:
        output = Output(formats, writer=writer)
        answer(study, snapshot, folder, announce=announce, output=output)
