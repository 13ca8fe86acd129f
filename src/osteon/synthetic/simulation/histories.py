"""The histories of simulated patients: the truth about each of them, as arrays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from osteon.synthetic.simulation.course import Course
from osteon.synthetic.simulation.events import Events
from osteon.synthetic.simulation.scans import Scans
from osteon.synthetic.simulation.skeleton import BoneFindings, draw_skeleton
from osteon.synthetic.simulation.traits import Traits
from osteon.synthetic.simulation.truth import SimulationTruth
from osteon.synthetic.simulation.watch import Watch, draw_registered

PATIENTS_PER_BLOCK = 50_000
"""Drawn with a generator of their own; part of what a seed means, as it shapes every number."""
_HISTORIES, _RECORDS = 0, 1
"""What a generator is for."""


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """What happened to n registered patients, and what of it was seen.

    Parameters
    ----------
    traits : Traits
        Who they are.
    course : Course
        What happened, seen or not.
    watch : Watch
        When they were under observation.
    findings : BoneFindings
        What was found in bone, and treated.
    scans : Scans
        When they were examined.
    events : Events
        Their skeletal events.
    """

    traits: Traits
    course: Course
    watch: Watch
    findings: BoneFindings
    scans: Scans
    events: Events

    @property
    def n_patients(self) -> int:
        """The number of patients."""
        return len(self.traits)

    @classmethod
    def stack(cls, blocks: Sequence[Self]) -> Self:
        """Return the patients of several blocks as one."""
        first = np.cumsum([0, *(block.n_patients for block in blocks)])
        moved = list(zip(blocks, first, strict=False))
        return cls(
            traits=Traits.stack([block.traits for block in blocks]),
            course=Course.stack([block.course for block in blocks]),
            watch=Watch.stack([block.watch for block in blocks]),
            findings=BoneFindings.stack([block.findings for block in blocks]),
            scans=Scans.stack([replace(b.scans, patient=b.scans.patient + n) for b, n in moved]),
            events=Events.stack(
                [replace(b.events, patient=b.events.patient + n) for b, n in moved]
            ),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive patients of a registry that are drawn together.

    Parameters
    ----------
    number : int
        From 0.
    first_patient : int
        The number of the first of them in the registry, from 1.
    n_patients : int
        How many.
    """

    number: int
    first_patient: int
    n_patients: int

    def draw_histories(self, truth: SimulationTruth, seed: int) -> Histories:
        """Draw what happened to these patients."""
        rng = np.random.default_rng([seed, self.number, _HISTORIES])
        traits, course, watch = draw_registered(truth, self.n_patients, rng)
        return Histories(traits, course, watch, *draw_skeleton(truth, traits, course, watch, rng))

    def start_recording(self, seed: int) -> np.random.Generator:
        """Return the generator for what of these histories is recorded."""
        return np.random.default_rng([seed, self.number, _RECORDS])


def divide_into_blocks(n_patients: int) -> Iterator[Block]:
    """Yield the blocks of a registry of n patients."""
    for number, start in enumerate(range(0, n_patients, PATIENTS_PER_BLOCK)):
        yield Block(number, start + 1, min(PATIENTS_PER_BLOCK, n_patients - start))


def simulate_histories(truth: SimulationTruth, n_patients: int, *, seed: int) -> Histories:
    """Draw what happened to n registered patients, without writing records.

    Parameters
    ----------
    truth : SimulationTruth
        What they are drawn from.
    n_patients : int, >= 1
        How many are registered. Those who die, or reach the cut-off, before their first visit
        come on top and are left out.
    seed : int, >= 0
        The same seed and truth give the same patients.

    Returns
    -------
    Histories
        Of the same patients as `simulate_registry` records with this truth and seed.

    Raises
    ------
    ProtocolError
        The truth lets nobody reach a first visit.

    Examples
    --------
    >>> histories = simulate_histories(SimulationTruth(), 100, seed=1)
    >>> bool((histories.findings.found >= histories.course.bone).all())
    True
    """
    blocks = divide_into_blocks(n_patients)
    return Histories.stack([block.draw_histories(truth, seed) for block in blocks])
