"""Patients' histories of an event that may recur, with death as its end."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.labels import NO_LABEL, Codes, encode_values
from osteon.estimate.survival_checks import check_lengths, find_number_problems

FloatArray = NDArray[np.float64]

SUMMARY = "These histories cannot be used."
CENSORED, EVENT, DEATH = 0, 1, 2


@dataclass(frozen=True, slots=True, eq=False)
class EventHistories:
    """When each of n patients had the event, and how long he was watched.

    A patient is watched in (`entry`, `end`], an event on the last day included. Several events
    of a patient on one day all count.

    Parameters
    ----------
    entry, end : ndarray of float, shape (n_patients,)
        Start and end of being watched, in the unit the caller chose; 0 <= entry < end.
    died : ndarray of bool, shape (n_patients,)
        Whether being watched ended by death.
    group : ndarray of int, shape (n_patients,)
        Codes into `group_labels`.
    group_labels : tuple of str
        The words; ``("",)`` where there is one group only.
    event_patient : ndarray of int, shape (n_events,)
        Whose event: the place of a patient in the arrays above.
    event_time : ndarray of float, shape (n_events,)
        When it happened.

    Raises
    ------
    EstimationError
        With every problem found: times that are missing or negative, entry not before the end,
        events while the patient was not watched.

    Examples
    --------
    >>> histories = EventHistories.from_rows(["p", "p", "q"], [3, 9, 5], [1, 0, 2])
    >>> histories.end.tolist(), histories.died.tolist(), histories.event_time.tolist()
    ([9.0, 5.0], [False, True], [3.0])
    """

    entry: FloatArray
    end: FloatArray
    died: NDArray[np.bool_]
    group: Codes
    group_labels: tuple[str, ...]
    event_patient: Codes
    event_time: FloatArray

    def __post_init__(self) -> None:
        patients = {"time": self.end, "entry": self.entry, "status": self.died, "group": self.group}
        check_lengths(patients)
        problems = find_number_problems(patients)
        problems += find_number_problems({"event_time": self.event_time, "status": self.died})
        if not problems:
            if late := int((self.entry >= self.end).sum()):
                found = f"{late} patients who enter at the end or after it"
                problems.append(Problem("entry", found, "entry before the end"))
            first, last = self.entry[self.event_patient], self.end[self.event_patient]
            if outside := int(((self.event_time <= first) | (self.event_time > last)).sum()):
                found = f"{outside} events before entry or after the end"
                hint = "Patients are at risk after their entry, up to and including their end."
                problems.append(Problem("event_time", found, "events while watched", hint))
        if problems:
            raise EstimationError(SUMMARY, problems)

    @classmethod
    def from_rows(
        cls,
        patient: ArrayLike,
        time: ArrayLike,
        status: ArrayLike,
        *,
        group: ArrayLike | None = None,
        entry: ArrayLike | None = None,
    ) -> Self:
        """Read one row for each event and one for the end of each patient's being watched.

        Parameters
        ----------
        patient : array_like, shape (n_rows,)
            Whose row.
        time : array_like, shape (n_rows,)
            When.
        status : array_like of int, shape (n_rows,)
            1 for an event; 0 for the end of being watched, 2 for the end by death.
        group : array_like, shape (n_rows,), optional
            The patient's group, the same in all of his rows.
        entry : array_like, shape (n_rows,), optional
            Start of being watched, the same in all rows of a patient; 0 where not given.

        Returns
        -------
        EventHistories
            Patients in the order of their sorted names.

        Raises
        ------
        EstimationError
            A patient has not exactly one end, or more than one group or entry, or as for the class.
        """
        codes, names = encode_values(np.asarray(patient))
        kind = np.asarray(status)
        times = np.asarray(time, dtype=np.float64)
        groups, labels = _labels(group, len(codes))
        entries = np.zeros(len(codes)) if entry is None else np.asarray(entry, dtype=np.float64)
        ends = np.flatnonzero((kind == CENSORED) | (kind == DEATH))
        _check_rows(codes, len(names), kind, groups, entries)
        place = ends[np.argsort(codes[ends])]
        happened = kind == EVENT
        return cls(
            entries[place],
            times[place],
            kind[place] == DEATH,
            groups[place],
            labels,
            codes[happened],
            times[happened],
        )

    @property
    def events_of_patient(self) -> FloatArray:
        """Number of events of each patient, shape (n_patients,)."""
        return np.bincount(self.event_patient, minlength=len(self.end)).astype(np.float64)

    def select_group(self, code: int) -> Self:
        """Return the histories of one group, labels as they are.

        Parameters
        ----------
        code : int
            Its place in `group_labels`.

        Returns
        -------
        EventHistories
            With its patients in the order they have here.
        """
        inside = self.group == code
        if inside.all():
            return self
        place = np.cumsum(inside) - 1
        events = inside[self.event_patient]
        return replace(
            self,
            entry=self.entry[inside],
            end=self.end[inside],
            died=self.died[inside],
            group=self.group[inside],
            event_patient=place[self.event_patient[events]],
            event_time=self.event_time[events],
        )


def _labels(group: ArrayLike | None, n_rows: int) -> tuple[Codes, tuple[str, ...]]:
    if group is None:
        return np.zeros(n_rows, dtype=np.int64), (NO_LABEL,)
    return encode_values(np.asarray(group))


def _check_rows(
    patient: Codes, n_patients: int, kind: NDArray[np.generic], group: Codes, entry: FloatArray
) -> None:
    known = np.isin(kind, (CENSORED, EVENT, DEATH))
    n_ends = np.bincount(patient[known & (kind != EVENT)], minlength=n_patients)
    problems = []
    if unknown := int((~known).sum()):
        permitted = "0 end, 1 event, 2 end by death"
        problems.append(Problem("status", f"{unknown} rows with another number", permitted))
    if wrong := int((n_ends != 1).sum()):
        found = f"{wrong} patients without an end, or with several"
        hint = "Each patient needs one row for the last day on which he was watched."
        problems.append(Problem("status", found, "one row with 0 or 2 a patient", hint))
    first_row = np.zeros(n_patients, dtype=np.int64)
    first_row[patient[::-1]] = np.arange(len(patient))[::-1]
    for where, values in (("group", group), ("entry", entry)):
        differing = patient[values != values[first_row[patient]]]
        if several := len(np.unique(differing)):
            found = f"{several} patients with more than one"
            problems.append(Problem(where, found, "the same in all rows of a patient"))
    if problems:
        raise EstimationError(SUMMARY, problems)
