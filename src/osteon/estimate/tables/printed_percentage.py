"""Which counts can stand behind a printed percentage."""

import re
from dataclasses import dataclass
from decimal import Decimal

from osteon.errors import EstimationError, Problem

PERCENTAGE_PATTERN = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class CountMatch:
    """A count that prints as the percentage asked for.

    Parameters
    ----------
    count, n : int
        The share is count/n.
    half_up, half_even : bool
        Whether it prints so where halves are rounded up, and where they go to the even digit; one
        of the two at least.
    """

    count: int
    n: int
    half_up: bool
    half_even: bool


def find_counts_for_percentage(
    printed: str, *, n: int | None = None, n_max: int | None = None
) -> tuple[CountMatch, ...]:
    """Find all counts whose share of n, in percent, prints as given.

    Parameters
    ----------
    printed : str
        The percentage as it stands in print, such as ``"12.4"`` or ``"12.40"``: its decimals count.
    n : int, optional
        The denominator, where it is known.
    n_max : int, optional
        The largest denominator to try from 1 on, where it is not.

    Returns
    -------
    tuple of CountMatch
        By n, then count; empty where the percentage cannot be true.

    Raises
    ------
    EstimationError
        The text is not a number, or neither or both of `n` and `n_max` are given.

    Notes
    -----
    Computed in whole numbers: no binary fraction decides a half. With d decimals each percentage
    is possible for n >= 10^(d + 2), so that the check says something below that only.

    References
    ----------
    Brown NJL, Heathers JAJ (2017), Soc Psychol Personal Sci 8:363, doi:10.1177/1948550616673876
    (for means; a percentage is the mean of zeros and hundreds). Oracle: ``sprintf`` and ``round``
    of exact shares in R 4.2, ``oracle/r/printed_percentages.R``.

    Examples
    --------
    >>> [match.count for match in find_counts_for_percentage("34.4", n=305)]
    [105]
    >>> find_counts_for_percentage("34.5", n=305)
    ()
    """
    _check_question(printed, n, n_max)
    digits = Decimal(printed)
    decimals = -int(digits.as_tuple().exponent)
    units = int(digits.scaleb(decimals))  # the percentage in units of its last digit
    scale = 100 * 10**decimals
    denominators = [n] if n is not None else range(1, (n_max or 0) + 1)
    return tuple(match for total in denominators for match in _matches(units, scale, total))


def _matches(units: int, scale: int, n: int) -> list[CountMatch]:
    """Return the counts with units - 1/2 <= scale * count / n <= units + 1/2."""
    lowest = max(0, -(-(2 * units - 1) * n // (2 * scale)))
    highest = min(n, (2 * units + 1) * n // (2 * scale))
    matches = []
    for count in range(lowest, highest + 1):
        twice = 2 * scale * count - 2 * units * n  # twice n times the distance from the print
        half_up = -n <= twice < n
        half_even = abs(twice) < n or (abs(twice) == n and units % 2 == 0)
        if half_up or half_even:
            matches.append(CountMatch(count, n, half_up, half_even))
    return matches


def _check_question(printed: str, n: int | None, n_max: int | None) -> None:
    problems = []
    if not PERCENTAGE_PATTERN.fullmatch(printed):
        problems.append(Problem("printed", f"'{printed}'", "digits, with a point, such as 12.4"))
    if (n is None) == (n_max is None):
        problems.append(Problem("n and n_max", "both or neither", "one of the two"))
    problems += [
        Problem(name, f"{number}", "1 or more")
        for name, number in (("n", n), ("n_max", n_max))
        if number is not None and number < 1
    ]
    if problems:
        raise EstimationError("This percentage cannot be looked up.", problems)
