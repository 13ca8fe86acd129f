"""A fitted Cox model."""

from dataclasses import dataclass

from osteon.estimate.regression.likelihood_model import LikelihoodModel
from osteon.estimate.regression.partial_likelihood import Ties
from osteon.estimate.results import Estimate


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CoxModel(LikelihoodModel):
    """A proportional-hazards model, its coefficients being log hazard ratios.

    Parameters
    ----------
    ties : {"efron", "breslow"}
        How events on the same day share their risk set.
    cause : int or None
        The cause of the event; None where any event counts.
    """

    ties: Ties
    cause: int | None

    def hazard_ratios(self, conf_level: float = 0.95) -> dict[str, Estimate]:
        """Return the hazard ratio of each column with its Wald interval; see `ratios`."""
        return self.ratios(conf_level)
