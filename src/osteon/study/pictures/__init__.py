"""Analyses that are looked at rather than read, answered as counts."""

from osteon.study.pictures.regions import answer_skeletal_map, picture_labels
from osteon.study.pictures.transition import answer_transition

__all__ = ["answer_skeletal_map", "answer_transition", "picture_labels"]
