"""What comparisons of two groups ask of value counts."""

from osteon.errors import EstimationError, Problem
from osteon.estimate.values.value_counts import ValueCounts


def check_two_groups(values: ValueCounts, *, method: str) -> None:
    """Pass if there are exactly two groups, else say which there are."""
    if len(values.group_labels) != 2:
        raise EstimationError(
            f"{method} compares two groups.",
            [
                Problem(
                    where="values",
                    found=f"{len(values.group_labels)} groups",
                    permitted="2 groups",
                    hint="Choose two of them, or compare all by test_for_kruskal_wallis.",
                )
            ],
        )
