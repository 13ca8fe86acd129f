"""Cox models of events that may recur: Andersen and Gill's, and rates made robust."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.errors import EstimationError, Problem
from osteon.estimate.recurrent.histories import SUMMARY, EventHistories
from osteon.estimate.regression.covariate_counts import CovariateCounts
from osteon.estimate.regression.cox import fit_cox
from osteon.estimate.regression.cox_model import CoxModel
from osteon.estimate.regression.partial_likelihood import Ties


def fit_recurrent_cox(
    histories: EventHistories,
    covariates: Mapping[str, ArrayLike] | None = None,
    *,
    ties: Ties = "efron",
    robust: bool = True,
) -> CoxModel:
    """Estimate ratios of the rate of an event that may happen more than once.

    Parameters
    ----------
    histories : EventHistories
        Events and ends of n patients.
    covariates : mapping of str to array_like, each of shape (n_patients,), optional
        Numbers, truth values or words, in the order of the patients of `histories`. Without it
        the groups are compared, each with the first.
    ties : {"efron", "breslow"}
        How events on the same day share their risk set.
    robust : bool
        True: ratios of mean rates, whatever the dependence between events of a patient (Lin, Wei,
        Yang and Ying). False: Andersen and Gill's, where events of a patient are independent given
        the covariates; its standard errors are too small where some patients have most events.

    Returns
    -------
    CoxModel
        Its hazard ratios are ratios of rates.

    Raises
    ------
    EstimationError
        A patient has two events on one day, or there is only one group and no covariate, or as
        for `fit_cox`.

    Notes
    -----
    Each patient is as many start-stop rows as he had events, and one more up to his end. Death
    ends them as censoring does: ratios are of rates among those alive, which a covariate that
    shortens life may raise. For means that count death as the end of events see
    `estimate_mean_cumulative_function`.

    References
    ----------
    Andersen PK, Gill RD (1982), Ann Stat 10:1100, doi:10.1214/aos/1176345976. Lin DY, Wei LJ,
    Yang I, Ying Z (2000), J R Stat Soc B 62:711, doi:10.1111/1467-9868.00259.
    Oracle: R survival 3.5.3, ``coxph(Surv(tstart, tstop, status) ~ x, cluster = id)``, in
    ``oracle/r/recurrent_events.R``.

    Examples
    --------
    >>> histories = EventHistories.from_rows(
    ...     list("ppqqrs"), [2, 9, 4, 8, 7, 6], [1, 0, 1, 0, 0, 0], group=list("aabbab")
    ... )
    >>> round(fit_recurrent_cox(histories).hazard_ratios()["group=b"].value, 3)
    1.0
    """
    _check_ties(histories)
    patient, start, stop, event = _start_stop_rows(histories)
    given = {"group": _group_words(histories)} if covariates is None else covariates
    columns = {name: np.asarray(column)[patient] for name, column in given.items()}
    counts = CovariateCounts.from_rows(stop, event, columns, entry=start, cluster=patient)
    return fit_cox(counts, ties=ties, robust=robust)


def _start_stop_rows(
    histories: EventHistories,
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return patient, start, stop and whether an event ended it, for each span of watching."""
    n_patients = len(histories.end)
    patient = np.concatenate([histories.event_patient, np.arange(n_patients)])
    stop = np.concatenate([histories.event_time, histories.end])
    event = np.arange(len(stop)) < len(histories.event_time)
    order = np.lexsort((~event, stop, patient))
    patient, stop, event = patient[order], stop[order], event[order]
    is_first = np.diff(patient, prepend=-1) != 0
    start = np.where(is_first, histories.entry[patient], np.concatenate([[0.0], stop[:-1]]))
    lasting = stop > start  # nothing is left to watch after an event on the last day
    return patient[lasting], start[lasting], stop[lasting], event[lasting]


def _group_words(histories: EventHistories) -> NDArray[np.str_]:
    if len(histories.group_labels) < 2:
        problem = Problem("covariates", "none, and a single group", "a covariate or two groups")
        raise EstimationError("There is nothing to compare.", [problem])
    return np.array(histories.group_labels)[histories.group]


def _check_ties(histories: EventHistories) -> None:
    pairs = np.stack([histories.event_patient, histories.event_time], axis=1)
    if repeated := len(pairs) - len(np.unique(pairs, axis=0)):
        hint = "Count events of one day as one, or compare numbers by fit_negative_binomial."
        problem = Problem(
            "event_time", f"{repeated} further events of a patient on one day", "one a day", hint
        )
        raise EstimationError(SUMMARY, [problem])
