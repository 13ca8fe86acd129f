"""The exact probability of a table of any size given its margins, and of those no likelier."""

import math
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from osteon.errors import EstimationError, Problem

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

LARGEST_HALF = 5_000_000  # ways to fill half of a table that are walked; some seconds
BATCH = 1_000_000  # of those gone through at once
PAIR_ADVANTAGE = 20  # by which filling two lines node by node is cheaper than walking them
FEW_PATHS = 8  # at a node, up to which its continuations are not worth sorting
MOST_LINES = 14  # up to which all ways to halve the table are compared
TIE_TOLERANCE = 1e-7  # tables this much more probable than the observed one count as ties: R's rule
SAME_WEIGHT = 1e-10  # paths to a node whose log weights differ by less are one


class _Nodes(NamedTuple):
    """Ways to fill some lines: where they lead, their log weight, and the log of their number."""

    state: IntArray
    log_weight: FloatArray
    log_ways: FloatArray

    def take(self, which: slice | IntArray | NDArray[np.bool_]) -> "_Nodes":
        """Return some of the nodes."""
        return _Nodes(self.state[which], self.log_weight[which], self.log_ways[which])


def exact_p_value(counts: IntArray) -> float:
    """Return the probability of all tables with these margins that are no likelier than this one.

    Notes
    -----
    Mehta and Patel's network, walked from both ends. The lines of the table are divided into two
    halves. A node is what the lines of the first half leave of the other margin, in descending
    order: the rest of the table does not depend on which place has what. Paths to a node with
    equal weight are merged. The second half is walked up from zero to the same nodes. Sorting its
    weights at a node gives, for each path of the first half, the probability of all its
    admissible continuations by one search, so that the work is the square root of the number of
    tables. A second half of two lines needs no walk: the first of them determines the other.
    """
    occupied = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(occupied.shape) < 2:
        return 1.0
    lines, first_half = _cheapest_halving(occupied)
    in_first = np.isin(np.arange(len(lines)), first_half)
    totals, caps = lines.sum(axis=1), -np.sort(-lines.sum(axis=0))
    first = _walk(totals[in_first], start=caps, caps=caps, direction=-1)
    margins = log_factorial(caps).sum() + log_factorial(totals).sum()
    constant = float(margins - log_factorial(lines.sum()))
    largest = TIE_TOLERANCE - float(log_factorial(lines).sum())
    if (~in_first).sum() <= 2:
        log_sum = _sum_by_pairs_of_lines(first, totals[~in_first], caps, largest)
    else:
        second = _walk(totals[~in_first], start=0 * caps, caps=caps, direction=1)
        log_sum = _sum_by_meeting(first, second, caps, largest)
    return min(1.0, math.exp(constant + log_sum))


def log_factorial(number: IntArray | np.int64) -> FloatArray:
    """Return log(k!) for each k."""
    return np.asarray(gammaln(np.asarray(number, dtype=float) + 1))


def _cheapest_halving(counts: IntArray) -> tuple[IntArray, tuple[int, ...]]:
    """Return the table, turned if that is cheaper, and the lines of its first half."""
    cost, half, turned = min(
        (*_halve(table), turned) for turned, table in enumerate((counts, counts.T))
    )
    if cost > LARGEST_HALF:
        raise EstimationError(
            "This table is too large for the exact test.",
            [
                Problem(
                    where="table",
                    found=f"more than {LARGEST_HALF:,} ways to fill half of it",
                    permitted="a smaller table",
                    hint="Ask for a Monte Carlo p-value by simulate=100_000, or merge levels.",
                )
            ],
        )
    return (counts.T if turned else counts), half


def _halve(counts: IntArray) -> tuple[float, tuple[int, ...]]:
    """Return the work of the larger half under the best division of the lines, and a half."""
    caps = counts.sum(axis=0)
    ways = [math.log(_number_of_fillings(total, caps)) for total in counts.sum(axis=1).tolist()]
    lines = range(len(ways))
    if len(ways) > MOST_LINES:
        halves = [tuple(sorted(lines, key=ways.__getitem__)[::2])]
    else:
        halves = [half for size in range(1, len(ways)) for half in combinations(lines, size)]

    def cost(half: tuple[int, ...]) -> float:
        first = math.fsum(ways[line] for line in half)
        advantage = math.log(PAIR_ADVANTAGE) if len(ways) - len(half) <= 2 else 0.0
        return max(first, math.fsum(ways) - first - advantage)

    best = min(halves, key=cost)
    return math.exp(min(cost(best), 700.0)), best


def _number_of_fillings(total: int, caps: IntArray) -> float:
    """Return in how many ways a line with this total can be filled without exceeding any cap."""
    ways = np.zeros(total + 1)
    ways[0] = 1
    for cap in caps.tolist():
        cumulative = np.cumsum(ways)
        beyond = np.concatenate((np.zeros(min(cap, total) + 1), cumulative))[: total + 1]
        ways = cumulative - beyond
    return max(1.0, min(float(ways[total]), 1e300))


def _walk(totals: IntArray, *, start: IntArray, caps: IntArray, direction: int) -> _Nodes:
    """Return the nodes that filling lines with these totals leads to, down to 0 or up to caps."""
    nodes = _Nodes(start[None, :], np.zeros(1), np.zeros(1))
    for total in np.sort(totals).tolist():
        line = direction * _fill_line(total, np.full(len(caps), caps[0]))
        size = max(1, BATCH // len(line))
        batches = [
            _step(nodes.take(slice(at, at + size)), line, caps)
            for at in range(0, len(nodes.state), size)
        ]
        nodes = _merge(_Nodes(*map(np.concatenate, zip(*batches, strict=True))), caps)
    return nodes


def _step(nodes: _Nodes, change: IntArray, caps: IntArray) -> _Nodes:
    """Return where each way to fill a line leads from each node, in descending order."""
    state = (nodes.state[:, None, :] + change[None, :, :]).reshape(-1, change.shape[1])
    state = -np.sort(-state, axis=1)
    weight = nodes.log_weight[:, None] - log_factorial(np.abs(change)).sum(axis=1)
    reached = _Nodes(state, weight.ravel(), np.repeat(nodes.log_ways, len(change)))
    return reached.take((state[:, -1] >= 0) & (state <= caps).all(axis=1))


def _merge(nodes: _Nodes, caps: IntArray) -> _Nodes:
    """Return the nodes sorted by state and weight, with equal paths counted as one."""
    key = _key(nodes.state, caps)
    order = np.lexsort((nodes.log_weight, key))
    ordered = nodes.take(order)
    new = np.ones(len(order), dtype=bool)
    new[1:] = (np.diff(key[order]) > 0) | (np.diff(ordered.log_weight) > SAME_WEIGHT)
    log_ways = np.logaddexp.reduceat(ordered.log_ways, np.nonzero(new)[0])
    return ordered.take(new)._replace(log_ways=log_ways)


def _key(state: IntArray, caps: IntArray) -> IntArray:
    """Return one number for each state; the last place follows from the others."""
    return np.asarray(np.ravel_multi_index(tuple(state.T[:-1]), tuple(caps[:-1] + 1)))


def _fill_line(total: int, caps: IntArray) -> IntArray:
    """Return every way to divide a total over the places of a line, shape (n_ways, n_places)."""
    filled = np.zeros((1, 0), dtype=np.int64)
    for place, cap in enumerate(caps[:-1].tolist()):
        rest = total - filled.sum(axis=1)
        lowest = np.maximum(0, rest - caps[place + 1 :].sum())
        n_choices = np.minimum(cap, rest) - lowest + 1
        origin = np.repeat(np.arange(len(filled)), n_choices)
        first_choice = np.repeat(np.cumsum(n_choices) - n_choices, n_choices)
        choice = lowest[origin] + np.arange(len(origin)) - first_choice
        filled = np.column_stack((filled[origin], choice))
    return np.column_stack((filled, total - filled.sum(axis=1)))


def _log_orbit(state: IntArray) -> FloatArray:
    """Return the log of the number of orders that the places of each state can stand in."""
    run = np.ones(len(state))
    log_orbit = np.full(len(state), math.lgamma(state.shape[1] + 1))
    for place in range(1, state.shape[1]):
        run = np.where(state[:, place] == state[:, place - 1], run + 1, 1.0)
        log_orbit -= np.log(run)
    return log_orbit


def _sum_by_pairs_of_lines(
    first: _Nodes, totals: IntArray, caps: IntArray, largest: float
) -> float:
    """Return the log weight of all tables at most as heavy, one or two lines being left."""
    key = _key(first.state, caps)
    begin = np.nonzero(np.diff(key, prepend=-1))[0]
    parts = []
    for a, b in zip(begin.tolist(), [*begin[1:].tolist(), len(key)], strict=True):
        line = _fill_line(int(totals[0]), first.state[a])
        weight = -(log_factorial(line) + log_factorial(first.state[a] - line)).sum(axis=1)
        nodes = first.take(slice(a, b))
        parts.append(_log_sum_of_paths(nodes, weight, np.zeros(len(weight)), largest))
    return float(np.logaddexp.reduce(parts))


def _sum_by_meeting(first: _Nodes, second: _Nodes, caps: IntArray, largest: float) -> float:
    """Return the log weight of all pairs of paths that meet and are at most as heavy."""
    first_key, second_key = _key(first.state, caps), _key(second.state, caps)
    keys = np.intersect1d(first_key, second_key)
    first_bounds = np.searchsorted(first_key, [keys, keys + 1])
    second_bounds = np.searchsorted(second_key, [keys, keys + 1])
    ways = second.log_ways - _log_orbit(second.state)
    return float(
        np.logaddexp.reduce(
            [
                _log_sum_of_paths(
                    first.take(slice(a, b)), second.log_weight[c:d], ways[c:d], largest
                )
                for a, b, c, d in zip(*first_bounds.tolist(), *second_bounds.tolist(), strict=True)
            ]
        )
    )


def _log_sum_of_paths(
    nodes: _Nodes, weight: FloatArray, log_ways: FloatArray, largest: float
) -> float:
    """Return the log weight of the continuations of some paths that are at most as heavy."""
    path = nodes.log_weight + nodes.log_ways
    if len(path) <= FEW_PATHS:
        admissible = [weight <= largest - before for before in nodes.log_weight]
        sums = [np.logaddexp.reduce((weight + log_ways)[which]) for which in admissible]
        return float(np.logaddexp.reduce(path + sums))
    order = np.argsort(weight)
    cumulative = np.logaddexp.accumulate((weight + log_ways)[order])
    n_admissible = np.searchsorted(weight[order], largest - nodes.log_weight, side="right")
    below = np.concatenate(([-math.inf], cumulative))[n_admissible]
    return float(np.logaddexp.reduce(path + below))
