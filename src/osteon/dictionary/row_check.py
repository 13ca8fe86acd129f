"""The check of rows against their entity: all problems of a row at once, never its values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from osteon.dictionary.field import entity
from osteon.dictionary.row_reader import Row, compile_row_reader
from osteon.errors import Problem


@dataclass(frozen=True)
class RejectedRow:
    """A row that the dictionary does not permit.

    Parameters
    ----------
    row_number : int
        Its number in the source.
    row : mapping
        The row as it came; it may be shown to its owner only.
    problems : tuple of Problem
        All that is wrong with it.
    """

    row_number: int
    row: Mapping[str, object]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class CheckedRows:
    """Rows sorted into those that may enter and those that may not.

    Parameters
    ----------
    accepted : list of dict
        Typed rows, in the order of the source.
    rejected : list of RejectedRow
        The others, each with its problems.
    """

    accepted: list[Row] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of all rejected rows."""
        return tuple(problem for row in self.rejected for problem in row.problems)


def check_rows(
    entity_name: str,
    rows: Iterable[Mapping[str, object]],
    *,
    first_row: int = 1,
    source: str = "",
    drafts: bool = False,
) -> CheckedRows:
    """Check rows against an entity and type those that it permits.

    Parameters
    ----------
    entity_name : str
        The table the rows belong to.
    rows : iterable of mapping
        Flat rows: field name to value, with reasons under ``<field>_null``, the mark of an
        estimated date under ``<field>_estimated``, a limit of quantification under
        ``<field>_limit`` and a unit other than the canonical one under ``<field>_unit``.
    first_row : int
        The number of the first row in its source.
    source : str
        The name of the source, repeated in each problem.
    drafts : bool
        Whether a row may lack what is required; its keys are needed all the same.

    Returns
    -------
    CheckedRows
        Every row once: accepted, with values typed and converted, or rejected.

    Raises
    ------
    RecordError
        If there is no such entity.
    """
    table = entity(entity_name)
    reader = compile_row_reader(entity_name)
    prefix = f"{source}: " if source else ""
    checked = CheckedRows()
    first_with_key: dict[object, int] = {}
    for number, row in enumerate(rows, start=first_row):
        where = f"{prefix}row {number}, {entity_name}"
        typed, problems = reader.read(row, where, draft=drafts)
        key = typed.get(table.key)
        earlier = first_with_key.setdefault(key, number)
        if key is not None and earlier != number:
            problems.append(_duplicate(f"{where}.{table.key}", earlier))
        if problems:
            checked.rejected.append(RejectedRow(number, row, tuple(problems)))
        else:
            checked.accepted.append(typed)
    return checked


def _duplicate(where: str, earlier: int) -> Problem:
    hint = "Remove the row, or give it a key of its own."
    return Problem(where, f"the key of row {earlier}", "a key that no other row has", hint)
