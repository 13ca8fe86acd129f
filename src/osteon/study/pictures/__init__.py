"""Analyses that are looked at rather than read, answered as counts."""

from osteon.study.pictures.labels import picture_labels
from osteon.study.pictures.lexis import answer_lexis
from osteon.study.pictures.regions import answer_skeletal_map
from osteon.study.pictures.swimmer import answer_swimmer
from osteon.study.pictures.trajectory import answer_trajectory
from osteon.study.pictures.transition import answer_transition

__all__ = [
    "answer_lexis",
    "answer_skeletal_map",
    "answer_swimmer",
    "answer_trajectory",
    "answer_transition",
    "picture_labels",
]
