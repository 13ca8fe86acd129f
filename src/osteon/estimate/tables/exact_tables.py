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

LARGEST_HALF = 10_000_000  # partial tables that are held at once
MOST_LINES = 14  # up to which all ways to halve the table are compared
TIE_TOLERANCE = 1e-7  # tables this much more probable than the observed one count as ties: R's rule


class _PartialTables(NamedTuple):
    """Every way to fill some lines: what they use up of each margin, and their log weight."""

    used: IntArray
    log_weight: FloatArray


def exact_p_value(counts: IntArray) -> float:
    """Return the probability of all tables with these margins that are no likelier than this one.

    Notes
    -----
    The lines of the table are divided into two halves. Every way to fill a half is listed with
    what it uses up of the other margin; those pairs of halves that together use it up exactly are
    the tables. Sorting one half by probability gives, for each filling of the other, the
    probability of all its admissible partners by one search, so that the work is the square root
    of the number of tables. (Mehta and Patel's network visits the same nodes one by one.)
    """
    occupied = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(occupied.shape) < 2:
        return 1.0
    lines, first_half = _cheapest_halving(occupied)
    second_half = [line for line in range(len(lines)) if line not in first_half]
    caps = lines.sum(axis=0)
    first = _fill_lines(lines.sum(axis=1)[list(first_half)], caps)
    second = _fill_lines(lines.sum(axis=1)[second_half], caps)
    margins = log_factorial(caps).sum() + log_factorial(lines.sum(axis=1)).sum()
    constant = float(margins - log_factorial(lines.sum()))
    observed = -float(log_factorial(lines).sum())
    return min(1.0, math.exp(constant + _log_sum_of_pairs(first, second, caps, observed)))


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
    """Return the size of the larger half under the best division of the lines, and that half."""
    caps = counts.sum(axis=0)
    ways = [math.log(_number_of_fillings(total, caps)) for total in counts.sum(axis=1).tolist()]
    lines = range(len(ways))
    if len(ways) > MOST_LINES:
        halves = [tuple(sorted(lines, key=ways.__getitem__)[::2])]
    else:
        halves = [half for size in range(1, len(ways)) for half in combinations(lines, size)]

    def cost(half: tuple[int, ...]) -> float:
        work = math.fsum(ways[line] for line in half)
        return max(work, math.fsum(ways) - work)

    best = min(halves, key=cost)
    return math.exp(min(cost(best), 700.0)), best


def _number_of_fillings(total: int, caps: IntArray) -> int:
    """Return in how many ways a line with this total can be filled without exceeding any cap."""
    ways = np.zeros(total + 1)
    ways[0] = 1
    for cap in caps.tolist():
        cumulative = np.concatenate((np.zeros(min(cap, total) + 1), np.cumsum(ways)))
        ways = np.cumsum(ways) - cumulative[: total + 1]
    return max(1, round(min(float(ways[total]), 1e300)))


def _fill_lines(totals: IntArray, caps: IntArray) -> _PartialTables:
    """Return every way to fill these lines without exceeding the caps of the other margin."""
    partial = _PartialTables(np.zeros((1, len(caps)), dtype=np.int64), np.zeros(1))
    for total in totals.tolist():
        line = _fill_line(total, caps)
        fits = np.ones((len(partial.used), len(line)), dtype=bool)
        for position, cap in enumerate(caps.tolist()):
            fits &= partial.used[:, position, None] + line[None, :, position] <= cap
        before, added = np.nonzero(fits)
        line_weight = -log_factorial(line).sum(axis=1)
        partial = _PartialTables(
            partial.used[before] + line[added], partial.log_weight[before] + line_weight[added]
        )
    return partial


def _fill_line(total: int, caps: IntArray) -> IntArray:
    """Return every way to divide a total over the positions of a line, shape (n_ways, n_caps)."""
    filled = np.zeros((1, 0), dtype=np.int64)
    for position, cap in enumerate(caps[:-1].tolist()):
        rest = total - filled.sum(axis=1)
        lowest = np.maximum(0, rest - caps[position + 1 :].sum())
        n_choices = np.maximum(0, np.minimum(cap, rest) - lowest + 1)
        origin = np.repeat(np.arange(len(filled)), n_choices)
        first_choice = np.repeat(np.cumsum(n_choices) - n_choices, n_choices)
        choice = lowest[origin] + np.arange(len(origin)) - first_choice
        filled = np.column_stack((filled[origin], choice))
    return np.column_stack((filled, total - filled.sum(axis=1)))


def _log_sum_of_pairs(
    first: _PartialTables, second: _PartialTables, caps: IntArray, observed: float
) -> float:
    """Return the log weight of all pairs of halves that fit and weigh at most as observed."""
    first_key, first_weight = _sort_by_use(first.used, first.log_weight, caps)
    second_key, second_weight = _sort_by_use(caps - second.used, second.log_weight, caps)
    keys = np.intersect1d(first_key, second_key)
    first_bounds = np.searchsorted(first_key, [keys, keys + 1])
    second_bounds = np.searchsorted(second_key, [keys, keys + 1])
    parts = [-math.inf]
    for a, b, c, d in zip(*first_bounds.tolist(), *second_bounds.tolist(), strict=True):
        below = np.concatenate(([-math.inf], np.logaddexp.accumulate(second_weight[c:d])))
        largest_partner = observed + TIE_TOLERANCE - first_weight[a:b]
        n_partners = np.searchsorted(second_weight[c:d], largest_partner, side="right")
        parts.append(float(np.logaddexp.reduce(first_weight[a:b] + below[n_partners])))
    return float(np.logaddexp.reduce(parts))


def _sort_by_use(
    used: IntArray, log_weight: FloatArray, caps: IntArray
) -> tuple[IntArray, FloatArray]:
    """Return one number for what is used of each margin, and the weights, sorted by both."""
    key = np.ravel_multi_index(tuple(used.T), tuple(caps + 1))
    order = np.lexsort((log_weight, key))
    return key[order], log_weight[order]
