"""What a grouping knew only after time zero."""

from interpreter.answers import Interpretation
from interpreter.endpoints import end_follow_up, is_left_out
from osteon.protocol import Endpoint


def count_late_knowledge(
    found: Interpretation, population: str, endpoint: Endpoint, group: str, *, data_cutoff: int
) -> tuple[int, int]:
    """Return how many units were grouped by later knowledge, and the days that gave them.

    Who is observed from later on than the origin has time zero there; whom the analysis leaves
    out was given nothing.
    """
    n_units = days = 0
    for unit in found.members(population):
        ending = end_follow_up(unit, endpoint, data_cutoff)
        known_on = unit.known_on(group)
        if is_left_out(ending, endpoint, unit.value(group)) or known_on is None:
            continue
        start = unit.value(endpoint.origin) + ending.entry
        if known_on > start:
            n_units += 1
            days += min(known_on, ending.end) - start
    return n_units, days
