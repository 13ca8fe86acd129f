"""Problems gathered, at most so many of each kind that a person still reads them."""

from collections import Counter

from osteon.errors import Problem

MOST = 50


class Findings:
    """What was found so far."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, kind: str, number: object, found: str, permitted: str) -> None:
        """Note a fault of one thing of a kind, as of the audit entry 17."""
        self._counts[kind, found] += 1
        if self._counts[kind, found] <= MOST:
            self._problems.append(Problem(f"{kind} {number}".strip(), found, permitted))

    def problems(self) -> tuple[Problem, ...]:
        """Return all of it; what is too much of one kind is counted."""
        more = [
            Problem(kind, f"{found} ({count - MOST} more of them)", "none")
            for (kind, found), count in self._counts.items()
            if count > MOST
        ]
        return (*self._problems, *more)
