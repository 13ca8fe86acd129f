"""A protocol as a whole."""

import hashlib
import tomllib
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from osteon.protocol.analyses.base import GuardCode, Reason
from osteon.protocol.analysis import Analysis
from osteon.protocol.endpoints import Endpoint
from osteon.protocol.expectations import Expectation
from osteon.protocol.model import Identifier, Settings, Variable
from osteon.protocol.populations import Branches, Population
from osteon.protocol.sensitivity import Sensitivity

Unit: TypeAlias = Literal["patient", "tumour", "lesion", "radiotherapy_target", "study"]

UNIT_TABLES: dict[Unit, str] = {
    "patient": "patient",
    "tumour": "tumour",
    "lesion": "bone_lesion",
    "radiotherapy_target": "radiotherapy_target",
    "study": "imaging_study",
}


class StudyProtocol(BaseModel):
    """A study as data: who, what, against what; it runs no code.

    The fields are the top-level keys of the TOML file.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    protocol: Literal[1] = Field(description="Version of the protocol language.")
    id: Identifier
    title: str
    question: str = ""
    source: str = Field("", description="The publication the study follows.")
    based_on: str = Field(
        "",
        description="A protocol in a file beside this one: its tables hold where this one has none "
        "of the same name; what it quotes as `published` or expects is left out.",
    )
    leave_out: tuple[Identifier, ...] = Field(
        (), strict=False, description="Analyses of that protocol that are not asked here."
    )
    unit: Unit = Field("patient", description="What one row is: the unit of analysis.")
    settings: Settings = Settings()
    switches: dict[str, Any] = Field(
        default_factory=dict, description="Switches for every concept that has them."
    )
    date: dict[Identifier, Variable] = Field(default_factory=dict)
    variable: dict[Identifier, Variable] = Field(default_factory=dict)
    population: dict[Identifier, Population] = Field(min_length=1)
    branches: tuple[Branches, ...] = Field(
        (), strict=False, description="How parts of one population lie to each other."
    )
    endpoint: dict[Identifier, Endpoint] = Field(default_factory=dict)
    sensitivity: dict[Identifier, Sensitivity] = Field(default_factory=dict)
    analysis: dict[Identifier, Analysis] = Field(min_length=1)
    primary: Identifier | None = Field(None, description="The analysis that answers the question.")
    acknowledge: dict[GuardCode, Reason] = Field(
        default_factory=dict,
        description="Guards that fire in any analysis, or on the study as a whole, and why it "
        "stands all the same; printed.",
    )
    expect: tuple[Expectation, ...] = Field(
        (), strict=False, description="Invented patients and what is to be found in them."
    )
    _text: str = PrivateAttr("")

    @classmethod
    def from_text(cls, text: str) -> "StudyProtocol":
        """Read a protocol from TOML; `pydantic.ValidationError` where its shape is wrong."""
        return cls.model_validate(tomllib.loads(text), context=text)

    def model_post_init(self, context: Any, /) -> None:
        """Keep the text that the protocol was read from."""
        self._text = context if isinstance(context, str) else ""

    @property
    def text(self) -> str:
        """The file as written, comments included."""
        return self._text

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return hashlib.sha256(self._text.encode()).hexdigest()

    @property
    def variables(self) -> dict[str, Variable]:
        """Dates and variables together, dates first."""
        return {**self.date, **self.variable}
