"""Which function answers each kind of analysis from a cohort."""

from collections.abc import Callable, Mapping

from osteon.cohort import Cohort
from osteon.protocol import Analysis, StudyProtocol
from osteon.study.agreement import answer_agreement
from osteon.study.answer import Answer
from osteon.study.association import answer_association
from osteon.study.characteristics import answer_characteristics
from osteon.study.conversion import answer_conversion
from osteon.study.distribution import answer_distribution
from osteon.study.dose_response import answer_dose_response
from osteon.study.incidence import answer_incidence
from osteon.study.models import answer_model
from osteon.study.pictures import (
    answer_lexis,
    answer_skeletal_map,
    answer_swimmer,
    answer_trajectory,
    answer_transition,
)
from osteon.study.rates import answer_rates
from osteon.study.recurrent import answer_recurrent
from osteon.study.survival import answer_survival

KINDS: Mapping[str, Callable[..., Answer]] = {
    "characteristics": answer_characteristics,
    "distribution": answer_distribution,
    "association": answer_association,
    "survival": answer_survival,
    "cumulative_incidence": answer_incidence,
    "recurrent": answer_recurrent,
    "rates": answer_rates,
    "conversion": answer_conversion,
    "agreement": answer_agreement,
    "dose_response": answer_dose_response,
    "regression": answer_model,
    "subgroups": answer_model,
    "weighting": answer_model,
    "skeletal_map": answer_skeletal_map,
    "transition": answer_transition,
    "trajectory": answer_trajectory,
    "swimmer": answer_swimmer,
    "lexis": answer_lexis,
}
"""Those of kind ``sensitivity`` are answered from the others."""


def answer_one(name: str, analysis: Analysis, protocol: StudyProtocol, cohort: Cohort) -> Answer:
    """Answer one analysis that needs no other."""
    return KINDS[analysis.kind](name, analysis, protocol, cohort)
