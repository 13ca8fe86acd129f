"""Show on simulated registries which analyses recover the truth and which do not.

``python docs/simulations/immortal_time.py`` takes some minutes on one core and writes the tables
of ``docs/explanation/immortal_time.md`` again. The same numbers come out every time.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from illness_death import derive_expected
from registry_analyses import (
    HORIZON_DAYS,
    Array,
    estimate_alive,
    estimate_bone_by_incidence,
    estimate_bone_by_survival,
    estimate_death_ratio,
    estimate_event_ratio,
    ever,
    find_mantel_byar_p_value,
    find_naive_p_value,
    from_bone,
    from_diagnosis,
)

from osteon.estimate import Estimate
from osteon.synthetic import (
    Histories,
    PiecewiseConstant,
    Process,
    Ratios,
    SimulationTruth,
    simulate_histories,
)

PAGE = Path(__file__).parents[1] / "explanation" / "immortal_time.md"
N_REGISTRIES, N_PATIENTS, SEED = 2_000, 3_000, 20_240_229

_DEFAULT = SimulationTruth()
TRUTH = replace(
    _DEFAULT,
    course=replace(_DEFAULT.course, stage_iv_at_diagnosis=1.0, bone_at_stage_iv=0.0),
    antiresorptive=replace(
        _DEFAULT.antiresorptive,
        start=replace(_DEFAULT.antiresorptive.start, hazard=PiecewiseConstant((0.3,))),
    ),
)
"""Everybody in stage IV from diagnosis on, bone metastasis later or never; many are treated."""
NULL_TRUTH = replace(
    TRUTH,
    course=replace(
        TRUTH.course,
        bone=Process(TRUTH.course.bone.hazard, Ratios()),
        death_ratio_bone=1.0,
    ),
)
"""Bone metastasis does nothing, and what brings it has nothing to do with death."""

TESTS: dict[str, Callable[[Histories], float]] = {
    "log-rank, ever or never": find_naive_p_value,
    "**Mantel-Byar**": find_mantel_byar_p_value,
}


class Estimand(NamedTuple):
    """A number that an analysis is to find; ratios are averaged on the log scale."""

    name: str
    truth: float
    is_ratio: bool


class Method(NamedTuple):
    """An analysis of one registry; sound where it respects when things became known."""

    estimand: Estimand
    name: str
    estimate: Callable[[Histories], Estimate]
    is_sound: bool = False


def list_methods() -> tuple[Method, ...]:
    """Return the analyses that are compared."""
    alive, with_bone = derive_expected(TRUTH, HORIZON_DAYS)
    by_bone = Estimand(
        "death, with bone metastasis (HR)", TRUTH.course.death_ratio_bone, is_ratio=True
    )
    by_drug = Estimand("death, under antiresorptives (HR)", 1.0, is_ratio=True)
    events = Estimand(
        "events, under antiresorptives (RR)", TRUTH.antiresorptive.event_ratio, is_ratio=True
    )
    survival = Estimand("alive at 5 years", alive, is_ratio=False)
    incidence = Estimand("bone metastasis by 5 years", with_bone, is_ratio=False)
    return (
        Method(
            by_bone,
            "ever or never",
            lambda h: estimate_death_ratio(h, from_diagnosis(h), ever(h.findings.found)),
        ),
        Method(
            by_bone,
            "time-dependent, since a study found it",
            lambda h: estimate_death_ratio(h, from_diagnosis(h), h.findings.found),
        ),
        Method(
            by_bone,
            "time-dependent, since it came",
            lambda h: estimate_death_ratio(h, from_diagnosis(h), h.course.bone),
            is_sound=True,
        ),
        Method(
            by_drug,
            "ever or never",
            lambda h: estimate_death_ratio(h, from_bone(h), ever(h.findings.treated)),
        ),
        Method(
            by_drug,
            "time-dependent",
            lambda h: estimate_death_ratio(h, from_bone(h), h.findings.treated),
            is_sound=True,
        ),
        Method(
            events,
            "ever or never",
            lambda h: estimate_event_ratio(h, ever(h.findings.treated), adjusted=True),
        ),
        Method(
            events,
            "time-dependent, not adjusted",
            lambda h: estimate_event_ratio(h, h.findings.treated, adjusted=False),
        ),
        Method(
            events,
            "time-dependent, adjusted for severity",
            lambda h: estimate_event_ratio(h, h.findings.treated, adjusted=True),
            is_sound=True,
        ),
        Method(survival, "Kaplan-Meier, all since diagnosis", lambda h: estimate_alive(h, None)),
        Method(
            survival,
            "Kaplan-Meier, each since the first visit",
            lambda h: estimate_alive(h, h.watch.entry),
            is_sound=True,
        ),
        Method(incidence, "1 - Kaplan-Meier, the dead as censored", estimate_bone_by_survival),
        Method(
            incidence,
            "Aalen-Johansen, death competing",
            estimate_bone_by_incidence,
            is_sound=True,
        ),
    )


def run_methods(
    methods: Sequence[Method], n_registries: int = N_REGISTRIES, n_patients: int = N_PATIENTS
) -> Array:
    """Return estimate, standard error and limits, shape (n_registries, n_methods, 4)."""
    cells = np.empty((n_registries, len(methods), 4))
    for number in range(n_registries):
        histories = simulate_histories(TRUTH, n_patients, seed=SEED + number)
        for place, method in enumerate(methods):
            found = method.estimate(histories)
            cells[number, place] = found.value, found.std_error, found.conf_low, found.conf_high
    return cells


def run_tests(n_registries: int = N_REGISTRIES, n_patients: int = N_PATIENTS) -> Array:
    """Return p-values where nothing is to be found, shape (n_registries, n_tests)."""
    drawn = (
        simulate_histories(NULL_TRUTH, n_patients, seed=SEED + number)
        for number in range(n_registries)
    )
    return np.array([[test(histories) for test in TESTS.values()] for histories in drawn])


def find_coverage(method: Method, cells: Array) -> float:
    """Return how many percent of a method's intervals hold the truth."""
    _, _, low, high = cells.T
    truth = method.estimand.truth
    return float(100 * ((low <= truth) & (truth <= high)).mean())


def find_bias(method: Method, cells: Array) -> tuple[float, float]:
    """Return by how much a method's estimates miss the truth on average, and the Monte Carlo error.

    Of ratios on the log scale.
    """
    values, truth = cells[:, 0], method.estimand.truth
    missed = np.log(values / truth) if method.estimand.is_ratio else values - truth
    return float(missed.mean()), float(missed.std(ddof=1) / np.sqrt(len(missed)))


def render_methods(methods: Sequence[Method], cells: Array) -> str:
    """Return the table of bias and coverage."""
    lines = [
        "| what is asked | analysis | truth | mean | SD | mean SE | coverage % |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for place, (estimand, analysis, _, is_sound) in enumerate(methods):
        own = cells[:, place]
        values = np.log(own[:, 0]) if estimand.is_ratio else own[:, 0]
        mean = np.exp(values.mean()) if estimand.is_ratio else values.mean()
        numbers = (estimand.truth, mean, values.std(ddof=1), own[:, 1].mean())
        words = [f"{number:.3f}" for number in numbers]
        words.append(f"{find_coverage(methods[place], own):.1f}")
        name = f"**{analysis}**" if is_sound else analysis
        lines.append(f"| {' | '.join([estimand.name, name, *words])} |")
    return "\n".join(lines)


def render_tests(p_values: Array) -> str:
    """Return the table of how often a test finds what is not there."""
    rejected = 100 * (p_values < 0.05).mean(axis=0)
    rows = [f"| {name} | {share:.1f} |" for name, share in zip(TESTS, rejected, strict=True)]
    return "\n".join(["| test | p below 0.05, % of registries |", "|---|--:|", *rows])


def insert_table(page: str, name: str, table: str) -> str:
    """Return a page with a table in its place, between two comments."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = page.split(start)
    return f"{before}{start}{table}\n{end}{rest.split(end)[1]}"


if __name__ == "__main__":
    chosen = list_methods()
    text = PAGE.read_text(encoding="utf-8")
    text = insert_table(text, "coverage", render_methods(chosen, run_methods(chosen)))
    text = insert_table(text, "tests", render_tests(run_tests()))
    PAGE.write_text(text, encoding="utf-8")
