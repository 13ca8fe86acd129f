"""What the command line says, and where: progress to standard error, results to standard out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

OUT = Console(soft_wrap=True, highlight=False)
ERR = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def show_progress(title: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show what is being done and for how long; yields a function that names the next step.

    Where nobody watches, each step is a line.
    """
    if quiet:
        yield lambda _: None
        return
    if not ERR.is_terminal:
        yield lambda step: ERR.print(f"{title}: {step}", markup=False)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as progress:
        task = progress.add_task(title)
        yield lambda step: progress.update(task, description=f"{title}: {step}")
