"""What the registry refuses, in words; the rows at fault stay with their owner."""

from collections.abc import Iterable, Mapping

from osteon.errors import Problem, UserError


class RegistryError(UserError):
    """A registry that cannot be opened, or an action that cannot be taken."""

    exit_code = 19


class PermissionRefusedError(RegistryError):
    """An action that no role of the person allows."""

    exit_code = 20


class UnknownRecordError(RegistryError):
    """A record that is not there, or not for this person: the two are not told apart."""


class StaleRecordError(RegistryError):
    """A record that somebody else has changed since it was read.

    Parameters
    ----------
    summary : str
        One sentence.
    current : mapping
        The row as it stands now, for the page that merges the two.
    problems : iterable of Problem, optional
        What was found.
    """

    def __init__(
        self, summary: str, current: Mapping[str, object], problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__(summary, problems)
        self.current = current


class BrokenChainError(RegistryError):
    """An audit trail or a table that is not what was written."""

    exit_code = 21
