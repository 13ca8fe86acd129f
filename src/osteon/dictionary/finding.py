"""What is wrong with one value, before it is known in which row it stands."""

from typing import NamedTuple, Self

from osteon.dictionary.pattern import describe_value


class Finding(NamedTuple):
    """A problem without its place.

    Parameters
    ----------
    found : str
        The type or pattern of the value, never the value.
    permitted : str
        What the field permits.
    hint : str, optional
        What to do.
    """

    found: str
    permitted: str
    hint: str = ""


class UnreadableError(Exception):
    """A value that its field does not permit; it ends as a problem of its row."""

    def __init__(self, found: str, permitted: str, hint: str = "") -> None:
        super().__init__(found)
        self.finding = Finding(found, permitted, hint)

    @classmethod
    def of(cls, value: object, permitted: str) -> Self:
        """Describe a value that is not of the permitted kind."""
        found, hint = describe_value(value)
        return cls(found, permitted, hint)
