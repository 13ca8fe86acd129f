"""``osteon study diff``: which numbers moved between two result folders, and why."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.options import Quiet
from osteon.cli.reports import protocol_of
from osteon.errors import Problem, StudyError
from osteon.protocol import StudyProtocol
from osteon.report import RESULTS_FILE, find_moved, find_reasons, load_results, trace_number
from osteon.snapshot import Snapshot, open_snapshot
from osteon.study import MembershipChange, StudyResults, compare_cohorts, run_study

MOST_NUMBERS = 30


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier result folder.")],
    new: Annotated[Path, typer.Argument(help="The later result folder.")],
    *,
    snapshots: Annotated[
        tuple[Path, Path] | None,
        typer.Option(help="Both snapshots: who entered, left, changed; what moved which number."),
    ] = None,
    patients: Annotated[
        Path | None, typer.Option(help="Also write these patients here; keep the file at home.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every number, not the headlines.")] = False,
    quiet: Quiet = False,
) -> None:
    """Say which numbers moved between two result folders, and why.

    A result folder names no patient. Whoever holds both snapshots can have counted who entered,
    left or changed, and have them listed in a file.

    Example: osteon study diff results/2025 results/2026
    """
    results = [load_results(folder / RESULTS_FILE) for folder in (old, new)]
    say_what_differs(*results, every=every)
    if snapshots is None:
        return
    runs = [_run_of(r, f, s) for r, f, s in zip(results, (old, new), snapshots, strict=True)]
    with show_progress("Difference", quiet=quiet) as announce:
        change = compare_cohorts(*runs)
        say_who_changed(change)
        say_what_moved_it(results, runs, announce)
    if patients is not None:
        write_patients(change, patients)
        OUT.print(f"{len(change.patients)} patients: {patients}", markup=False)


def say_what_differs(old: StudyResults, new: StudyResults, *, every: bool) -> None:
    """Print what else differs, and the numbers that moved."""
    for reason in find_reasons(old, new):
        OUT.print(reason, markup=False)
    moved = find_moved(old, new)
    shown = [number for number in moved if every or number.is_headline]
    for number in shown if every else shown[:MOST_NUMBERS]:
        OUT.print(f"{number.cell_id}: {number.old}, now {number.new}", markup=False)
    n_headlines = sum(number.is_headline for number in moved)
    OUT.print(f"{len(moved)} numbers moved, {n_headlines} of them headlines.", markup=False)


def say_who_changed(change: MembershipChange) -> None:
    """Print how many entered, left or changed; nobody by name."""
    for population in sorted({*change.entered, *change.left}):
        n_in, n_out = (len(kind.get(population, ())) for kind in (change.entered, change.left))
        OUT.print(f"{population}: {n_in} entered, {n_out} left", markup=False)
    for variable, changed in change.changed.items():
        OUT.print(f"{variable}: {len(changed)} changed", markup=False)


def say_what_moved_it(
    results: list[StudyResults],
    runs: list[tuple[StudyProtocol, Snapshot]],
    announce: Callable[[str], None],
) -> None:
    """Print, for each headline, what version, protocol and data each did to it."""
    (old_protocol, old_snapshot), (new_protocol, new_snapshot) = runs
    announce("the old protocol on the old data, by this version")
    same = run_study(old_protocol, old_snapshot).results
    announce("the new protocol on the old data")
    other_protocol = run_study(new_protocol, old_snapshot).results
    announce("the new protocol on the new data")
    other_data = run_study(new_protocol, new_snapshot).results
    stages = {
        "then": results[0],
        "by this version": same,
        "by the new protocol": other_protocol,
        "on the new data": other_data,
    }
    headlines = [number for number in find_moved(*results) if number.is_headline]
    for number in headlines[:MOST_NUMBERS]:
        OUT.print(f"{number.cell_id}: {trace_number(number.cell_id, stages)}", markup=False)


def write_patients(change: MembershipChange, path: Path) -> None:
    """Write who entered, left or changed, for whoever may read their records."""
    path.touch(mode=0o600)
    kinds = {"entered": change.entered, "left": change.left, "changed": change.changed}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("patient_id", "change", "population_or_variable"))
        for kind, found in kinds.items():
            for name, patients in found.items():
                writer.writerows((patient, kind, name) for patient in patients)


def _run_of(results: StudyResults, folder: Path, snapshot: Path) -> tuple[StudyProtocol, Snapshot]:
    protocol, opened = protocol_of(results, folder), open_snapshot(snapshot)
    if protocol is None or opened.digest != results.snapshot["digest"]:
        problem = Problem(
            where=str(folder if protocol is None else snapshot),
            found="no protocol" if protocol is None else "a snapshot with another digest",
            permitted="the protocol and the snapshot that the results name",
        )
        raise StudyError("The run cannot be followed.", [problem])
    return protocol, opened
