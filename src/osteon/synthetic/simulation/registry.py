"""The records of simulated patients: every table of a snapshot, and rows as they are typed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from osteon.dictionary import ENTITIES, arrow_schema, entity
from osteon.synthetic.simulation.draft import Draft
from osteon.synthetic.simulation.histories import Block, Histories, divide_into_blocks
from osteon.synthetic.simulation.imaging_tables import build_imaging_tables
from osteon.synthetic.simulation.patient_tables import build_patient_tables
from osteon.synthetic.simulation.treatment_tables import build_treatment_tables
from osteon.synthetic.simulation.truth import SimulationTruth
from osteon.synthetic.simulation.tumour_tables import build_tumour_tables

Row = dict[str, object]
NOT_SIMULATED = frozenset({"data_cut"})
"""It closes a data set and is about no patient."""
_COMPUTED = ("lo", "hi")


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedRegistry:
    """A registry beside the truth that it was drawn from.

    Parameters
    ----------
    truth : SimulationTruth
        Every parameter.
    seed : int
        What the random numbers started from.
    histories : Histories
        What happened, recorded or not.
    tables : mapping of pyarrow.Table
        Every table of a snapshot by name, as `osteon.dictionary.to_arrow` makes them; a table
        without records is there and empty.
    """

    truth: SimulationTruth
    seed: int
    histories: Histories = field(repr=False)
    tables: Mapping[str, pa.Table] = field(repr=False)

    @property
    def data_cutoff(self) -> date:
        """Last day of the data."""
        return self.truth.observation.data_cutoff


def simulate_registry(truth: SimulationTruth, n_patients: int, *, seed: int) -> SimulatedRegistry:
    """Draw a registry of n patients and keep it in memory.

    Parameters
    ----------
    truth : SimulationTruth
        What it is drawn from.
    n_patients : int, >= 1
        How many patients it has. For more than a few hundred thousand see
        `write_simulated_snapshot`.
    seed : int, >= 0
        The same seed and truth give the same registry.

    Returns
    -------
    SimulatedRegistry
        With histories and tables of the same patients, in the same order.

    Raises
    ------
    ProtocolError
        The truth lets nobody reach a first visit.

    Examples
    --------
    >>> registry = simulate_registry(SimulationTruth(), 50, seed=1)
    >>> registry.tables["patient"].num_rows
    50
    """
    blocks = list(divide_into_blocks(n_patients))
    histories = [block.draw_histories(truth, seed) for block in blocks]
    parts = [
        build_tables(truth, block, drawn, seed=seed)
        for block, drawn in zip(blocks, histories, strict=True)
    ]
    tables = {name: pa.concat_tables([part[name] for part in parts]) for name in parts[0]}
    return SimulatedRegistry(truth, seed, Histories.stack(histories), tables)


def simulate_records(truth: SimulationTruth, n_patients: int, *, seed: int) -> dict[str, list[Row]]:
    """Return the records of a small simulated registry by entity, as flat rows.

    Parameters
    ----------
    truth, n_patients, seed
        As for `simulate_registry`, which has the same records as tables.

    Returns
    -------
    dict of str to list of row
        Rows that `osteon.dictionary.check_rows` accepts, by entity; entities without records are
        left out.

    Examples
    --------
    >>> simulate_records(SimulationTruth(), 50, seed=1)["patient"][0]["patient_id"]
    'sim-00000001'
    """
    tables = simulate_registry(truth, n_patients, seed=seed).tables
    return {name: _rows(name, table) for name, table in tables.items() if table.num_rows}


def build_tables(
    truth: SimulationTruth, block: Block, histories: Histories, *, seed: int
) -> dict[str, pa.Table]:
    """Return every table of a snapshot with the records of a block of patients."""
    rng = block.start_recording(seed)
    draft = Draft.of(truth, histories, first_patient=block.first_patient, rng=rng)
    filled = {
        **build_patient_tables(draft),
        **build_tumour_tables(draft),
        **build_imaging_tables(draft),
        **build_treatment_tables(draft),
    }
    return {
        name: filled[name] if name in filled else arrow_schema(name).empty_table()
        for name in ENTITIES
        if name not in NOT_SIMULATED
    }


def _rows(name: str, table: pa.Table) -> list[Row]:
    """Return the rows of a table without what `to_arrow` computes and without empty fields."""
    partial = [spec.name for spec in entity(name).fields if spec.kind == "partial_date"]
    typed = table.drop_columns(
        [f"{partial_date}_{end}" for partial_date in partial for end in _COMPUTED]
    )
    return [
        {key: value for key, value in row.items() if value is not None} for row in typed.to_pylist()
    ]
