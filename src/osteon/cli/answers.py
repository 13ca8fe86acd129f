"""A study answered and written out: what the commands that run one share."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from osteon.cli.findings import locate_problem
from osteon.errors import StudyError
from osteon.protocol import StudyProtocol, load_protocol
from osteon.report import Commission, Format, ReportWriter, suppress
from osteon.snapshot import Snapshot, open_snapshot
from osteon.study import run_study, write_counts

WRITTEN_HERE = ReportWriter(None)


@dataclass(frozen=True, slots=True)
class Output:
    """What a run writes: formats, figures as images too, from which count on, and who does it."""

    formats: Collection[Format]
    with_png: bool = False
    suppress_below: int = 0
    writer: ReportWriter = WRITTEN_HERE


def answer_protocol(
    path: Path, snapshot: Path, folder: Path, *, announce: Callable[[str], None], output: Output
) -> None:
    """Run the study of a protocol; what stands in its way is said with file and line."""
    study = load_protocol(path)
    try:
        answer(study, open_snapshot(snapshot), folder, announce=announce, output=output)
    except StudyError as error:
        located = [locate_problem(problem, study, path) for problem in error.problems]
        raise StudyError(error.summary, located) from error


def answer(
    study: StudyProtocol,
    snapshot: Snapshot,
    folder: Path,
    *,
    announce: Callable[[str], None],
    output: Output,
) -> None:
    """Run a study and write its result folder, without small counts where that is asked for.

    What is to be without them is known at the end: nothing can be drawn ahead then.
    """
    if output.suppress_below:
        run = run_study(study, snapshot, announce=announce)
        run = suppress(run, output.suppress_below)
    else:
        run = run_study(study, snapshot, announce=announce, answered=output.writer.draw_ahead)
    announce("Report")
    folder.mkdir(parents=True, exist_ok=True)
    write_counts(run.counts, folder / "counts")
    (folder / f"{study.id}.toml").write_text(study.text, encoding="utf-8")
    output.writer.write(
        Commission(run.results, folder, study, output.formats, with_png=output.with_png)
    )
