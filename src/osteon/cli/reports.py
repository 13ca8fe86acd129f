"""``osteon report``: documents from the results of a study."""

from pathlib import Path
from typing import Annotated

import typer

from osteon.cli.console import OUT, show_progress
from osteon.cli.documents import name_documents
from osteon.cli.options import Formats, Quiet, Style
from osteon.errors import ManuscriptError, Problem, StudyError
from osteon.protocol import StudyProtocol, load_protocol
from osteon.report import (
    RESULTS_FILE,
    Verdict,
    check_manuscript,
    load_results,
    load_style,
    parse_formats,
    read_manuscript,
    write_report,
)
from osteon.study import StudyResults


def write(
    folder: Annotated[Path, typer.Argument(help="A result folder.")],
    *,
    formats: Formats = "html,docx,pdf",
    style: Style = "house",
    quiet: Quiet = False,
) -> None:
    """Write the documents of a result folder anew, without running the study.

    Example: osteon report write results/sinet --format docx
    """
    wanted = parse_formats(formats, where="--format")
    numbers = load_style(style, where="--style")
    results = load_results(folder / RESULTS_FILE)
    protocol = protocol_of(results, folder)
    with show_progress("Report", quiet=quiet) as announce:
        announce(", ".join(sorted(wanted)))
        write_report(results, folder, protocol=protocol, formats=wanted, style=numbers)
    name_documents(folder, wanted)


def check(
    manuscript: Annotated[Path, typer.Argument(help="A report as .docx or .html, edited or not.")],
    results: Annotated[
        Path | None, typer.Argument(help="A result folder; where the file lies, if none is named.")
    ] = None,
) -> None:
    """List the numbers of an edited manuscript that no longer equal their cells.

    Example: osteon report check manuscript.docx results/sinet
    """
    folder = manuscript.parent if results is None else results
    found = load_results(folder / RESULTS_FILE)
    verdict = check_manuscript(read_manuscript(manuscript), found)
    for difference in verdict.differences:
        OUT.print(str(difference), markup=False)
    for number in verdict.unknown:
        OUT.print(f"'{number.text}' is bound to a cell that the results do not have", markup=False)
    OUT.print(
        f"{verdict.n_agreeing} numbers agree, {len(verdict.differences)} differ, "
        f"{len(verdict.unknown)} are bound to no cell of these results, "
        f"{verdict.n_unbound} are bound to nothing and were not checked.",
        markup=False,
    )
    check_verdict(verdict, manuscript)


def check_verdict(verdict: Verdict, manuscript: Path) -> None:
    """Pass if every bound number of a manuscript is that of the results, and there are some."""
    wrong = len(verdict.differences) + len(verdict.unknown)
    if wrong:
        raise ManuscriptError(f"{manuscript.name}: {wrong} numbers are not those of the results.")
    if not verdict.n_agreeing:
        raise ManuscriptError(
            f"{manuscript.name} has no number that is bound to a cell; a program that saved it "
            "may have dropped the content controls."
        )


def protocol_of(results: StudyResults, folder: Path) -> StudyProtocol | None:
    """Return the protocol that lies beside the results, if it is the one they answer."""
    path = folder / f"{results.study['id']}.toml"
    if not path.exists():
        return None
    protocol = load_protocol(path)
    if protocol.digest != results.study["protocol_digest"]:
        problem = Problem(
            where=str(path),
            found="a protocol with another digest than the results name",
            permitted="the protocol as it was run",
            hint="Run the study again, or take the file away: the report then has no methods.",
        )
        raise StudyError("The protocol was changed after the study was run.", [problem])
    return protocol
