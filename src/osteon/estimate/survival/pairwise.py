"""Each group against each other, with p-values adjusted for their number."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from osteon.estimate.multiplicity import AdjustmentMethod, adjust_p_values
from osteon.estimate.results import TestResult
from osteon.estimate.survival.log_rank import (
    check_exponents,
    check_groups,
    test_for_survival_difference,
)
from osteon.estimate.survival_counts import SurvivalCounts


@dataclass(frozen=True, slots=True)
class PairwiseTest:
    """The comparison of two groups among several.

    Parameters
    ----------
    first, second : str
        Labels of the groups.
    test : TestResult
        Of these two alone.
    adjusted_p_value : float
        Adjusted for the number of pairs; NaN where the test could not be made.
    """

    __test__ = False  # a result, not a test of pytest's

    first: str
    second: str
    test: TestResult
    adjusted_p_value: float


def test_for_pairwise_survival_difference(
    counts: SurvivalCounts,
    *,
    rho: float = 0.0,
    gamma: float = 0.0,
    adjustment: AdjustmentMethod = "holm",
) -> tuple[PairwiseTest, ...]:
    """Test each pair of groups for a difference in survival.

    Parameters
    ----------
    counts : SurvivalCounts
        Follow-up of at least two groups, within strata where there are some.
    rho, gamma : float, >= 0
        Fleming and Harrington's weights, as for `test_for_survival_difference`; the survival in
        them is that of the two groups.
    adjustment : {"holm", "hochberg", "bh"}
        See `adjust_p_values`.

    Returns
    -------
    tuple of PairwiseTest
        In the order of the labels.

    Raises
    ------
    EstimationError
        There is only one group, or an option is not permitted.

    References
    ----------
    Oracle: R survival 3.5.3 and stats 4.2, ``survdiff(, subset = )`` and ``p.adjust``, in
    ``oracle/r/log_rank.R``.

    Examples
    --------
    >>> counts = SurvivalCounts.from_rows([1, 2, 3, 4], [1, 1, 1, 1], group=["a", "a", "b", "c"])
    >>> [(pair.first, pair.second) for pair in test_for_pairwise_survival_difference(counts)]
    [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    check_groups(counts)
    check_exponents(rho, gamma)
    pairs = list(combinations(counts.group_labels, 2))
    tests = [
        test_for_survival_difference(counts.select(*pair), rho=rho, gamma=gamma) for pair in pairs
    ]
    adjusted = adjust_p_values(np.array([test.p_value for test in tests]), method=adjustment)
    return tuple(
        PairwiseTest(*pair, test, float(p))
        for pair, test, p in zip(pairs, tests, adjusted, strict=True)
    )


test_for_pairwise_survival_difference.__dict__["__test__"] = False  # not one of pytest's
