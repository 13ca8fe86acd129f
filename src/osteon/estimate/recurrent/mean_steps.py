"""Numbers, mean and its variance at each time of events that may recur."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.estimate.influence_sums import CoefficientSteps, sum_squared_influences
from osteon.estimate.recurrent.histories import EventHistories
from osteon.estimate.risk_table import index_times

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class MeanSteps:
    """Numbers and estimates at each time, shape (k,), and where each patient's changes lie."""

    time: FloatArray
    at_risk: FloatArray
    n_event: FloatArray
    n_death: FloatArray
    survival: FloatArray
    mean: FloatArray
    enter: IntArray
    leave: IntArray
    event: IntArray
    histories: EventHistories

    @property
    def jump(self) -> FloatArray:
        """S(t-) / Y(t): what one event adds to the mean."""
        return np.asarray(np.r_[1.0, self.survival][:-1] / self.at_risk, dtype=np.float64)


def tabulate_events(histories: EventHistories) -> MeanSteps:
    """Return numbers at risk, events and deaths at each time, and the mean after it."""
    both = np.concatenate([histories.end, histories.event_time])
    time, position = index_times(both)
    leave, event = np.split(position, [len(histories.end)])
    enter = np.searchsorted(time, histories.entry, side="right")
    k = len(time)
    change = np.bincount(enter, minlength=k + 1) - np.bincount(leave + 1, minlength=k + 1)
    at_risk = np.cumsum(change)[:-1].astype(np.float64)
    n_event = np.bincount(event, minlength=k).astype(np.float64)
    n_death = np.bincount(leave[histories.died], minlength=k).astype(np.float64)
    survival = np.asarray(np.cumprod(1 - n_death / at_risk), dtype=np.float64)
    before = np.r_[1.0, survival][:-1]
    mean = np.cumsum(before * n_event / at_risk)
    return MeanSteps(
        time, at_risk, n_event, n_death, survival, mean, enter, leave, event, histories
    )


def variance_of_mean(steps: MeanSteps) -> FloatArray:
    """Return the sum of squared influences of patients on the mean at each time.

    With R(t) the mean still to come after t, a patient's influence is a + b R(t) + g Q(t), as
    explained for the cumulative incidence; an event of his own adds to a.
    """
    R = steps.mean[-1] - steps.mean
    jump, died = steps.jump, steps.histories.died
    inverse = np.divide(1.0, steps.survival, out=np.zeros_like(R), where=steps.survival > 0)
    growth = steps.n_death / steps.at_risk * jump * inverse
    H = np.cumsum(growth)
    M = np.cumsum(growth * R - jump * steps.n_event / steps.at_risk)
    H_entry, M_entry = np.r_[0.0, H][steps.enter], np.r_[0.0, M][steps.enter]
    leave = steps.leave
    on_survival = (H[leave] - H_entry) - (jump * inverse)[leave] * died
    on_survival[steps.survival[leave] == 0] = 0  # nobody is left: nothing is to come
    settled = M[leave] - M_entry - R[leave] * (H[leave] - H_entry) + on_survival * R[leave]
    at_risk = np.stack([-M_entry, H_entry, np.ones_like(H_entry)])
    afterwards = np.stack([settled, -on_survival, np.zeros_like(settled)])
    own = np.zeros((3, len(steps.event)))
    own[0] = jump[steps.event]
    patients = np.arange(len(leave))
    taken = CoefficientSteps(
        owner=np.concatenate([patients, patients, steps.histories.event_patient]),
        place=np.concatenate([steps.enter, leave, steps.event]),
        step=np.concatenate([at_risk, afterwards - at_risk, own], axis=-1),
        copies=np.ones(2 * len(leave) + len(steps.event)),
    )
    return sum_squared_influences(np.stack([np.ones_like(R), R, M - R * H]), taken)
