"""What is declared about a field beside its type."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from annotated_types import Ge, GroupedMetadata, Le
from pydantic import AfterValidator

from osteon.codes import check_code


class Requirement(StrEnum):
    """Whether a field has to be filled."""

    KEY = "key"
    """Always present; its absence cannot be explained."""
    REQUIRED = "required"
    """A value, or the reason for its absence."""
    CONDITIONAL = "conditional"
    """Needed where the help text says so."""
    OPTIONAL = "optional"
    BOOKKEEPING = "bookkeeping"
    """Filled by the registry; carries no reason for its absence."""


class Source(StrEnum):
    """Where a definition was read."""

    DESIGN = "registry design"
    SINET = "siNET source study"
    RADIOTHERAPY = "radiotherapy source study"
    MCODE = "mCODE STU4"
    OBDS = "oBDS 3.0.4"
    DICOM = "DICOM"
    LOINC = "LOINC"
    WHO = "WHO classification"
    PUBLISHED = "published definition"
    UNVERIFIED = "not verified"


@dataclass(frozen=True)
class When:
    """The condition under which a field is asked for: what another field of the row holds.

    Parameters
    ----------
    field : str
        The other field.
    *values : str
        What it holds, as a form writes it; any value at all if none is given.
    """

    field: str
    values: tuple[str, ...]

    def __init__(self, field: str, *values: str) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True)
class About(GroupedMetadata):
    """The declaration of one field; Pydantic checks what it restricts.

    Parameters
    ----------
    help : str
        What to enter, in a sentence.
    need : Requirement
        Whether the field has to be filled.
    source : Source
        Where the definition was read.
    codes : str, optional
        The value set a code is taken from.
    unit : str, optional
        The canonical unit, in UCUM.
    minimum, maximum : float, optional
        The permitted range, both ends included.
    pattern : str, optional
        A regular expression that text has to match as a whole.
    references : str, optional
        The entity whose `id` the field holds.
    coding : str, optional
        The field's own code in an outside system.
    substance : str, optional
        What is measured, where converting the unit depends on it.
    limit : bool
        Whether the value can lie beyond quantification, with the limit beside it.
    due : When, optional
        When the field is asked for, where another field of the row says so.
    """

    help: str
    need: Requirement = Requirement.OPTIONAL
    source: Source = Source.DESIGN
    codes: str | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None
    coding: str | None = None
    substance: str | None = None
    limit: bool = False
    due: When | None = None

    def __iter__(self) -> Iterator[object]:
        """Hand Pydantic the restrictions it can check."""
        if self.minimum is not None:
            yield Ge(self.minimum)
        if self.maximum is not None:
            yield Le(self.maximum)
        if self.codes is not None:
            yield AfterValidator(self._check_codes)

    def _check_codes(self, value: str | list[str] | None) -> str | list[str] | None:
        codes = [value] if isinstance(value, str) else value or []
        for code in codes:
            if self.codes is not None and (problem := check_code(self.codes, code, where="code")):
                raise ValueError(str(problem))
        return value


KEY = Requirement.KEY
REQUIRED = Requirement.REQUIRED
CONDITIONAL = Requirement.CONDITIONAL
BOOKKEEPING = Requirement.BOOKKEEPING
