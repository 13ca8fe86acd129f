"""Records in the making: whose they are, what they are called, and how exactly they are dated."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.synthetic.simulation.arrays import BoolArray, FloatArray, IntArray
from osteon.synthetic.simulation.columns import (
    DAY,
    MONTH,
    YEAR,
    Columns,
    code_column,
    date_columns,
    explained_column,
)
from osteon.synthetic.simulation.histories import Histories
from osteon.synthetic.simulation.truth import Precision, SimulationTruth

SEEN_HERE, SEEN_ELSEWHERE = "import_tabular", "external"
_PATIENT_DIGITS, _RECORD_DIGITS = 8, 4


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """The records of a block of patients while they are written.

    Parameters
    ----------
    truth : SimulationTruth
        What the patients were drawn from.
    histories : Histories
        What happened to them.
    rng : numpy.random.Generator
        Decides what is missing and which dates are not precise.
    patient_ids : pyarrow.Array
        Their pseudonyms, in order.
    scan_ids : pyarrow.Array
        The ids of their imaging studies, in order.
    """

    truth: SimulationTruth
    histories: Histories
    rng: np.random.Generator
    patient_ids: pa.Array
    scan_ids: pa.Array

    @classmethod
    def of(
        cls,
        truth: SimulationTruth,
        histories: Histories,
        *,
        first_patient: int,
        rng: np.random.Generator,
    ) -> "Draft":
        """Open the records of patients who are numbered from `first_patient` on."""
        number = np.arange(first_patient, first_patient + histories.n_patients)
        patient_ids = pc.binary_join_element_wise("sim", digits(number, _PATIENT_DIGITS), "-")
        scanned = histories.scans.patient
        scan_ids = pc.binary_join_element_wise(
            patient_ids.take(pa.array(scanned)), "scan", digits(number_within(scanned)), "-"
        )
        return cls(truth, histories, rng, patient_ids, scan_ids)

    @property
    def everyone(self) -> IntArray:
        """The places of all patients."""
        return np.arange(self.histories.n_patients)

    def head(self, patient: IntArray, day: FloatArray, record_ids: pa.Array) -> Columns:
        """Return the columns that every record has; external before the first visit."""
        is_external = day < self.histories.watch.entry[patient]
        return {
            "id": record_ids,
            **self.owner(patient),
            "source": code_column([SEEN_HERE, SEEN_ELSEWHERE], is_external),
        }

    def owner(self, patient: IntArray) -> Columns:
        """Return the columns that say whose a record is, and which centre keeps it."""
        centres = [centre.name for centre in self.truth.patients.centres]
        return {
            "patient_id": self.patient_ids.take(pa.array(patient)),
            "centre_id": code_column(centres, self.histories.traits.centre[patient]),
        }

    def ids(self, patient: IntArray, name: str) -> pa.Array:
        """Return the ids of records of which each patient has one, such as sim-00000042-tumour."""
        return pc.binary_join_element_wise(self.patient_ids.take(pa.array(patient)), name, "-")

    def numbered_ids(self, patient: IntArray, name: str, number: IntArray) -> pa.Array:
        """Return the ids of records of which patients have several, such as ...-scan-0003."""
        owners = self.patient_ids.take(pa.array(patient))
        return pc.binary_join_element_wise(owners, name, digits(number), "-")

    def dates(
        self,
        name: str,
        patient: IntArray,
        day: FloatArray,
        precision: "DatePrecision | None" = None,
        *,
        absent: BoolArray | None = None,
    ) -> Columns:
        """Return the columns of a partial date, precise to the day unless said otherwise."""
        level, is_estimated = precision or (None, None)
        since_1970 = self.histories.watch.diagnosis[patient] + day
        return date_columns(
            name, since_1970, precision=level, is_estimated=is_estimated, absent=absent
        )

    def draw_precision(self, precision: Precision, n: int) -> "DatePrecision":
        """Draw how precisely n dates are recorded, and which are marked as estimated."""
        chance = self.rng.random(n)
        level = np.full(n, DAY)
        level[chance < precision.year_share + precision.month_share] = MONTH
        level[chance < precision.year_share] = YEAR
        is_estimated = (self.rng.random(n) < precision.estimated_share) & (level != DAY)
        return level, is_estimated

    def draw_absent(self, share: float) -> BoolArray:
        """Draw which patients lack a value: a share, with the odds of their centre."""
        ratio = np.array([centre.missing_odds_ratio for centre in self.truth.patients.centres])
        odds = ratio[self.histories.traits.centre] * share
        missing_share = odds / (odds + 1 - share)
        return self.rng.random(self.histories.n_patients) < missing_share

    def with_gaps(self, name: str, values: pa.Array, share: float) -> Columns:
        """Return a column of one value a patient from which some are missing, with the reason."""
        return explained_column(name, values, self.draw_absent(share))


DatePrecision = tuple[IntArray, BoolArray]
"""Levels of precision, and which dates are marked as estimated."""


def number_within(patient: IntArray) -> IntArray:
    """Return the place of each row among those of its patient, from 1; patients in order."""
    is_first = np.diff(patient, prepend=-1) != 0
    first = np.maximum.accumulate(np.where(is_first, np.arange(len(patient)), 0))
    return np.arange(len(patient)) - first + 1


def digits(number: NDArray[Any], width: int = _RECORD_DIGITS) -> pa.Array:
    """Return numbers as text of one length, so that their order is that of the numbers."""
    return pc.utf8_lpad(pa.array(number).cast(pa.string()), width, "0")
