"""How many events patients had in how much time, as counts of patients alike."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import NO_LABEL, Codes, encode_values
from osteon.estimate.rate import EventRate
from osteon.estimate.recurrent.histories import SUMMARY, EventHistories
from osteon.estimate.survival_checks import check_lengths, find_number_problems

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class EventTotals:
    """Events and person-time of n patients, as counts of those who share both and their group.

    Parameters
    ----------
    events : ndarray of float, shape (n_rows,)
        Number of events of each of the row's patients; a whole number.
    person_time : ndarray of float, shape (n_rows,)
        How long each was watched, > 0, in the unit the caller chose.
    n : ndarray of float, shape (n_rows,)
        Number of such patients, >= 0.
    group : ndarray of int, shape (n_rows,)
        Codes into `group_labels`.
    group_labels : tuple of str
        The words of the groups; ``("",)`` where there is one only.
    stratum : ndarray of int, shape (n_rows,)
        Codes into `stratum_labels`.
    stratum_labels : tuple of str
        The words of the strata; ``("",)`` where there is one only.

    Raises
    ------
    EstimationError
        With every problem found: lengths that differ, values that are missing or negative, events
        that are not whole, no person-time.

    Examples
    --------
    >>> totals = EventTotals.from_rows([2, 0, 1], [2.5, 4, 1.5], group=["a", "b", "a"])
    >>> totals.rates()["a"]
    EventRate(events=3, person_time=4.0)
    """

    events: FloatArray
    person_time: FloatArray
    n: FloatArray
    group: Codes
    group_labels: tuple[str, ...]
    stratum: Codes
    stratum_labels: tuple[str, ...]

    def __post_init__(self) -> None:
        numbers = {"time": self.person_time, "status": self.events, "n": self.n}
        check_lengths({**numbers, "group": self.group, "stratum": self.stratum})
        problems = find_number_problems(numbers)
        if none := int((self.person_time == 0).sum()):
            found = f"{none} rows without any"
            problems.append(Problem("person_time", found, "more than 0", "Leave them out."))
        if problems:
            raise EstimationError(SUMMARY, problems)

    @classmethod
    def from_rows(
        cls,
        events: ArrayLike,
        person_time: ArrayLike,
        *,
        group: ArrayLike | None = None,
        stratum: ArrayLike | None = None,
        n: ArrayLike | None = None,
    ) -> Self:
        """Read totals given one patient, or one kind of patient, a row.

        Parameters
        ----------
        events, person_time : array_like, shape (n_rows,)
            Number of events, and time in which they were looked for.
        group, stratum : array_like, shape (n_rows,), optional
            Words or numbers; sorted, they become the labels.
        n : array_like, shape (n_rows,), optional
            Number of such patients; 1 where not given.

        Returns
        -------
        EventTotals
            With one row for each row given.

        Raises
        ------
        EstimationError
            As for the class.
        """
        number = np.asarray(events, dtype=np.float64)
        alone = np.zeros(len(number), dtype=np.int64), (NO_LABEL,)
        return cls(
            number,
            np.asarray(person_time, dtype=np.float64),
            np.ones(len(number)) if n is None else np.asarray(n, dtype=np.float64),
            *(alone if group is None else encode_values(np.asarray(group))),
            *(alone if stratum is None else encode_values(np.asarray(stratum))),
        )

    @classmethod
    def from_histories(cls, histories: EventHistories, *, unit: float = 1.0) -> Self:
        """Add up each patient's events and the time he was watched.

        Parameters
        ----------
        histories : EventHistories
            Events and ends of patients.
        unit : float
            Length of the unit of person-time, such as 365.25 for years from days.

        Returns
        -------
        EventTotals
            One row for each patient.
        """
        events = histories.events_of_patient
        nothing = np.zeros(len(events), dtype=np.int64)
        return cls(
            events,
            (histories.end - histories.entry) / unit,
            np.ones(len(events)),
            histories.group,
            histories.group_labels,
            nothing,
            (NO_LABEL,),
        )

    def rates(self) -> dict[str, EventRate]:
        """Return events and person-time of each group, as `estimate_rate` takes them.

        Returns
        -------
        dict of str to EventRate
            Poisson intervals made from them are too narrow where events cluster in patients; see
            `fit_negative_binomial`.
        """
        rates = {}
        for code, label in enumerate(self.group_labels):
            inside = self.group == code
            n = self.n[inside]
            events = round(float(self.events[inside] @ n))
            rates[label] = EventRate(events, float(self.person_time[inside] @ n))
        return rates
