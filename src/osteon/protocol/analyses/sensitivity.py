"""Numbers of other analyses under other choices."""

from typing import Literal

from pydantic import Field

from osteon.protocol.analyses.base import AnyAnalysis, Ids


class SensitivityAnalysis(AnyAnalysis):
    """Numbers of analyses above, side by side under other choices, and which of them move."""

    kind: Literal["sensitivity"]
    numbers: tuple[str, ...] = Field(
        min_length=1,
        strict=False,
        description="Cells of analyses above by their id in `cells.csv`, such as "
        "`os_by_bone/stage4/p_value`. A cell that the run does not give is refused.",
    )
    under: Ids = Field(
        (), strict=False, description="Names of `[sensitivity.NAME]`; all of them without it."
    )
    combinations: Literal["single", "all"] = Field(
        "single",
        description="Each choice alone, or every combination of them; choices that set the same "
        "thing exclude each other.",
    )
    tolerance: float = Field(
        0.05,
        ge=0,
        description="By which share of itself a number may differ and still not be marked. A "
        "p-value is marked where it crosses 1 - `conf_level`, and a ratio also where its interval "
        "does not hold 1 any more, or does again.",
    )

    @property
    def analyses(self) -> tuple[str, ...]:
        """The analyses whose numbers are asked for, each once."""
        return tuple(dict.fromkeys(number.partition("/")[0] for number in self.numbers))
