"""What may be said to a person: problems, and the errors that carry them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way, in four parts.

    Parameters
    ----------
    where : str
        File and key, table and row and field: a place the reader can go to.
    found : str
        What stands there. From a record never the value, only its type or pattern.
    permitted : str
        What may stand there.
    hint : str, optional
        What to do.
    """

    where: str
    found: str
    permitted: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: found {self.found}; permitted: {self.permitted}."
        return f"{text} {self.hint}" if self.hint else text


class UserError(Exception):
    """An error that is shown without a traceback and ends the program with its own exit code.

    Parameters
    ----------
    summary : str
        One sentence.
    problems : iterable of Problem, optional
        All that was found wrong, not the first of it.
    """

    exit_code = 1

    def __init__(self, summary: str, problems: Iterable[Problem] = ()) -> None:
        self.summary = summary
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"  - {problem}" for problem in self.problems)])


class CodeError(UserError):
    """A code or a code list that is not known."""

    exit_code = 10


class RecordError(UserError):
    """Records that the dictionary does not permit."""

    exit_code = 11


class SnapshotError(UserError):
    """A snapshot that cannot be written, or not be trusted."""

    exit_code = 12


class MappingError(UserError):
    """A mapping file that does not describe its source."""

    exit_code = 13


class ProtocolError(UserError):
    """A protocol that cannot be read, or asks for what must not be done."""

    exit_code = 14


class StudyError(UserError):
    """A study that cannot be run on this snapshot."""

    exit_code = 15


class EstimationError(UserError):
    """A count table that the method asked for cannot use."""

    exit_code = 16


class SourceFileError(UserError):
    """A file of a user that cannot be read."""

    exit_code = 17


class ManuscriptError(UserError):
    """A manuscript whose numbers are not those of the results."""

    exit_code = 18


def suggest(word: str, permitted: Sequence[str]) -> str:
    """Return a hint naming the permitted words nearest to a word, or nothing where none is near."""
    near = get_close_matches(word.casefold(), [p.casefold() for p in permitted], n=3, cutoff=0.6)
    originals = {p.casefold(): p for p in permitted}
    names = [f"'{originals[match]}'" for match in near]
    return f"Did you mean {' or '.join(names)}?" if names else ""
