"""What was irradiated, when, and by how much, in plain Python: D01, D20."""

from dataclasses import dataclass

from osteon.concepts.concept import THIS_UNIT, Known
from osteon.concepts.reference.records import Records, Row, Switches, day_of, rows_of
from osteon.concepts.rules import (
    CGY_PER_GY,
    biologically_effective_dose_gy,
    equivalent_dose_in_2_gy,
)


@dataclass(frozen=True, slots=True)
class Target:
    """A target, and the days on which its radiotherapy began and ended."""

    row: Row
    start: int | None
    end: int | None

    @property
    def is_for_pain(self) -> bool:
        """Whether it is not recorded as irradiated for something else."""
        return self.row["pain_target"] is not False


def this_target(records: Records, switches: Switches) -> Target:
    """Return the target that is asked for."""
    return _with_days(rows_of(records, THIS_UNIT)[0], records, switches)


def all_targets(records: Records, switches: Switches) -> list[Target]:
    """Return all targets of the patient."""
    rows = rows_of(records, "radiotherapy_target")
    return [_with_days(row, records, switches) for row in rows]


def _with_days(row: Row, records: Records, switches: Switches) -> Target:
    courses = {course["id"]: course for course in rows_of(records, "radiotherapy_course")}
    course = courses[row["radiotherapy_course_id"]]
    start, end = (day_of(course, name, switches) for name in ("start_date", "end_date"))
    if end is None and row["fractions"] == 1:
        end = start
    return Target(row, start, end)


def radiotherapy_end(records: Records, switches: Switches) -> Known | None:
    """Return the day of the last fraction."""
    end = this_target(records, switches).end
    return None if end is None else Known(end, end)


def single_fraction(records: Records, switches: Switches) -> Known | None:
    """Return whether the dose was given in one fraction."""
    target = this_target(records, switches)
    fractions = target.row["fractions"]
    return None if fractions is None else Known(fractions == 1, target.end)


def _dose(target: Target) -> tuple[float, int] | None:
    total_cgy, fractions = target.row["dose_total_cgy"], target.row["fractions"]
    return None if None in {total_cgy, fractions} else (total_cgy, fractions)


def biologically_effective_dose(records: Records, switches: Switches) -> Known | None:
    """Return the biologically effective dose in Gy."""
    target = this_target(records, switches)
    dose = _dose(target)
    if dose is None:
        return None
    return Known(biologically_effective_dose_gy(*dose, switches["alpha_beta"]), target.end)


def equivalent_dose(records: Records, switches: Switches) -> Known | None:
    """Return the dose in fractions of 2 Gy with the same effect, in Gy."""
    target = this_target(records, switches)
    dose = _dose(target)
    if dose is None:
        return None
    return Known(equivalent_dose_in_2_gy(*dose, switches["alpha_beta"]), target.end)


def large_fraction(records: Records, switches: Switches) -> Known | None:
    """Return whether a fraction was larger than the linear-quadratic model bears."""
    target = this_target(records, switches)
    dose = _dose(target)
    if dose is None:
        return None
    total_cgy, fractions = dose
    limit_gy = switches["reliable_fraction_cgy"] / CGY_PER_GY
    return Known(total_cgy / CGY_PER_GY / fractions > limit_gy, target.end)
