"""A second interpreter of protocols: slow, obvious, plain Python, for tests only.

It reads a protocol and rows by table as a clinician would with a pencil, one unit of analysis
after the other. What it answers, the engine has to answer too, to the row.
"""

from interpreter.answers import Answer, AttritionEntry, Interpretation, UnitAnswers
from interpreter.covariates import CovariateRow, CovariateRows, covariate_rows, outcome_rows
from interpreter.endpoints import Ending, end_follow_up, is_left_out, why_not_counted
from interpreter.episodes import follow_history, is_counted, person_time
from interpreter.knowledge import count_late_knowledge
from interpreter.protocols import interpret
from interpreter.switching import Span, landmark_rows, spans_once_known, switched_spans

__all__ = [
    "Answer",
    "AttritionEntry",
    "CovariateRow",
    "CovariateRows",
    "Ending",
    "Interpretation",
    "Span",
    "UnitAnswers",
    "count_late_knowledge",
    "covariate_rows",
    "end_follow_up",
    "follow_history",
    "interpret",
    "is_counted",
    "is_left_out",
    "landmark_rows",
    "outcome_rows",
    "person_time",
    "spans_once_known",
    "switched_spans",
    "why_not_counted",
]
