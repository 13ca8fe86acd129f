"""What every analysis of a protocol may say, whatever its kind."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from osteon.protocol.model import Identifier
from osteon.protocol.published import Published

Ids: TypeAlias = tuple[Identifier, ...]
GuardCode: TypeAlias = Annotated[str, Field(pattern=r"^[A-Z]+-[0-9]{2}$")]
Reason: TypeAlias = Annotated[str, Field(min_length=20)]


class AnyAnalysis(BaseModel):
    """Keys that every kind of analysis has."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: str
    note: str = Field("", description="Printed under the title.")
    acknowledge: dict[GuardCode, Reason] = Field(
        default_factory=dict,
        description="Guards that fire and why the analysis stands all the same; printed.",
    )
    published: tuple[Published, ...] = Field(
        (), strict=False, description="Values that a publication printed, shown beside ours."
    )
