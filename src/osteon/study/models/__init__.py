"""Models of an outcome: regressions, subgroups, and weights for a treatment."""

from osteon.cohort import Cohort
from osteon.protocol import Regression, StudyProtocol, Subgroups, Weighting
from osteon.study.answer import Answer
from osteon.study.models.proportional_hazards import guard_proportional_hazards
from osteon.study.models.regression import answer_regression
from osteon.study.models.subgroups import answer_subgroups
from osteon.study.models.weighting import answer_weighting

__all__ = ["answer_model", "guard_proportional_hazards"]


def answer_model(
    name: str,
    analysis: Regression | Subgroups | Weighting,
    protocol: StudyProtocol,
    cohort: Cohort,
) -> Answer:
    """Answer an analysis that models an outcome."""
    match analysis:
        case Regression():
            return answer_regression(name, analysis, protocol, cohort)
        case Subgroups():
            return answer_subgroups(name, analysis, protocol, cohort)
        case Weighting():
            return answer_weighting(name, analysis, protocol, cohort)
