"""Stays in states as counts: from which state, to which, from when to when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem, suggest
from osteon.estimate.survival_checks import SUMMARY, check_lengths, find_number_problems

FloatArray = NDArray[np.float64]
StateCodes = NDArray[np.int64]

CENSORED = -1


@dataclass(frozen=True, slots=True, eq=False)
class TransitionCounts:
    """Stays of n patients in a state, over (`entry`, `time`], and how they ended.

    A patient's course is as many rows as states were visited; a row stands for all stays alike.

    Parameters
    ----------
    from_state : ndarray of int, shape (n_rows,)
        State of the stay, as a code into `states`.
    to_state : ndarray of int, shape (n_rows,)
        State moved to at `time`; -1 where the stay was censored.
    entry, time : ndarray of float, shape (n_rows,)
        Start and end of being watched in that state; entry < time.
    n : ndarray of float, shape (n_rows,)
        Number of such stays, >= 0.
    states : tuple of str
        Names of the states.

    Raises
    ------
    EstimationError
        With every problem found: lengths that differ, values that are missing, entry not before
        time, a move from a state to itself.

    Examples
    --------
    >>> course = TransitionCounts.from_rows(
    ...     ["well", "ill", "well"], ["ill", "dead", ""], entry=[0, 3, 0], time=[3, 9, 7]
    ... )
    >>> course.states
    ('well', 'ill', 'dead')
    """

    from_state: StateCodes
    to_state: StateCodes
    entry: FloatArray
    time: FloatArray
    n: FloatArray
    states: tuple[str, ...]

    def __post_init__(self) -> None:
        columns = {name: getattr(self, name) for name in ("entry", "time", "n")}
        check_lengths({**columns, "from_state": self.from_state, "to_state": self.to_state})
        problems = find_number_problems({**columns, "status": self.to_state - CENSORED})
        if not problems and (late := int((self.entry >= self.time).sum())):
            problems.append(
                Problem(
                    "entry", f"{late} stays that end when they start, or before", "entry < time"
                )
            )
        if same := int((self.from_state == self.to_state).sum()):
            problems.append(Problem("to_state", f"{same} moves to the same state", "another state"))
        if problems:
            raise EstimationError(SUMMARY, problems)

    @classmethod
    def from_rows(
        cls,
        from_state: Sequence[str],
        to_state: Sequence[str],
        *,
        entry: ArrayLike,
        time: ArrayLike,
        n: ArrayLike | None = None,
        states: Sequence[str] = (),
    ) -> Self:
        """Read stays given one a row.

        Parameters
        ----------
        from_state, to_state : sequence of str
            Names of states; an empty `to_state` is a censored stay.
        entry, time : array_like, shape (n_rows,)
            Start and end of the stay.
        n : array_like, shape (n_rows,), optional
            Number of such stays; 1 where it is not given.
        states : sequence of str, optional
            All states in the order wanted; by default in the order in which they occur.

        Returns
        -------
        TransitionCounts
            With one row for each row given.

        Raises
        ------
        EstimationError
            As for the class, or a name is not one of `states`.
        """
        words = [*from_state, *(word for word in to_state if word)]
        names = tuple(states) or tuple(dict.fromkeys(words))
        unknown = sorted(set(words) - set(names))
        if unknown:
            problems = [
                Problem("state", f"'{word}'", ", ".join(names), suggest(word, names))
                for word in unknown
            ]
            raise EstimationError("There is no such state.", problems)
        code = {name: number for number, name in enumerate(names)} | {"": CENSORED}
        times = np.asarray(time, dtype=np.float64)
        return cls(
            np.array([code[word] for word in from_state], dtype=np.int64),
            np.array([code[word] for word in to_state], dtype=np.int64),
            np.asarray(entry, dtype=np.float64),
            times,
            np.ones(len(times)) if n is None else np.asarray(n, dtype=np.float64),
            names,
        )

    @classmethod
    def from_arrow(cls, table: pa.Table, *, states: Sequence[str] = ()) -> Self:
        """Read a table with the columns ``from``, ``to``, ``entry``, ``time`` and ``n``.

        Parameters
        ----------
        table : pyarrow.Table
            One row for each combination of its keys; ``to`` is empty or null where censored.
        states : sequence of str, optional
            All states in the order wanted.

        Returns
        -------
        TransitionCounts
            With one row for each row of the table.

        Raises
        ------
        EstimationError
            A column is not there, or as for the class.
        """
        wanted = ("from", "to", "entry", "time", "n")
        missing = [name for name in wanted if name not in table.column_names]
        if missing:
            permitted = ", ".join(table.column_names)
            problems = [Problem("count table", f"no column '{m}'", permitted) for m in missing]
            raise EstimationError(SUMMARY, problems)
        return cls.from_rows(
            [str(word) for word in table["from"].to_pylist()],
            [word or "" for word in table["to"].to_pylist()],
            entry=table["entry"].to_numpy(),
            time=table["time"].to_numpy(),
            n=table["n"].to_numpy(),
            states=states,
        )

    @classmethod
    def from_illness_death(
        cls,
        illness_time: ArrayLike,
        end_time: ArrayLike,
        died: ArrayLike,
        *,
        states: tuple[str, str, str] = ("healthy", "ill", "dead"),
    ) -> Self:
        """Read patients who may fall ill, and may die before or after that.

        Parameters
        ----------
        illness_time : array_like, shape (n_patients,)
            When the patient fell ill; NaN where he did not.
        end_time : array_like, shape (n_patients,)
            End of follow-up, > 0.
        died : array_like of bool, shape (n_patients,)
            Whether follow-up ended by death.
        states : tuple of three str
            Names of the states.

        Returns
        -------
        TransitionCounts
            One row for each patient, and a second for who fell ill and was watched afterwards.
            Illness on the day of death is death from health: no day was lived in illness.

        Raises
        ------
        EstimationError
            Illness comes at or before the origin or after the end, or as for the class.
        """
        ill_at = np.asarray(illness_time, dtype=np.float64)
        end = np.asarray(end_time, dtype=np.float64)
        dead = np.asarray(died, dtype=bool)
        if outside := int(((ill_at <= 0) | (ill_at > end)).sum()):
            found = f"{outside} patients with illness outside their follow-up"
            problem = Problem("illness_time", found, "0 < illness_time <= end_time, or NaN")
            raise EstimationError(SUMMARY, [problem])
        fell_ill = (ill_at < end) | ((ill_at == end) & ~dead)
        watched = ill_at < end
        first_to = np.where(fell_ill, 1, np.where(dead, 2, CENSORED))
        second_to = np.where(dead[watched], 2, CENSORED)
        return cls(
            np.concatenate([np.zeros(len(end)), np.ones(watched.sum())]).astype(np.int64),
            np.concatenate([first_to, second_to]).astype(np.int64),
            np.concatenate([np.zeros(len(end)), ill_at[watched]]),
            np.concatenate([np.where(fell_ill, ill_at, end), end[watched]]),
            np.ones(len(end) + int(watched.sum())),
            states,
        )
