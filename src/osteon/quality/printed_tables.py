"""Whether the levels of a printed table add up: W-34."""

from collections.abc import Mapping

from osteon.quality.finding import Flaw, QualityFinding
from osteon.quality.rules import RULES


def check_table_total(
    name: str,
    counts: Mapping[str, int],
    *,
    n: int,
    percents: Mapping[str, float] | None = None,
    decimals: int = 1,
) -> list[QualityFinding]:
    """Return what does not add up in a table whose levels exclude each other.

    Parameters
    ----------
    name : str
        What the table is called.
    counts : mapping of str to int
        Patients by level; those with a missing value are a level.
    n : int
        Patients in the table.
    percents : mapping of str to float, optional
        Printed percentages by level, of all levels that share the denominator.
    decimals : int
        Decimals of the printed percentages.

    Returns
    -------
    list of QualityFinding
        At most two, about no single patient: counts that do not sum to `n`, and percentages that
        no rounding lets sum to 100.
    """
    flaws = []
    if sum(counts.values()) != n:
        message = "The counts of the levels do not sum to the number of patients."
        flaws.append(Flaw(name, {}, tuple(counts), message))
    if percents:
        rounding = len(percents) * 0.5 * 10**-decimals
        tolerance = rounding * (1 + 1e-9)  # sums of binary fractions are off in the last digit
        if abs(sum(percents.values()) - 100) > tolerance:
            message = "The percentages of the levels do not sum to 100."
            flaws.append(Flaw(name, {}, tuple(percents), message))
    return [RULES["W-34"].report(flaw, "") for flaw in flaws]
