"""Hand-made patients, a few fields each."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from osteon.cohort import Cohort, build_cohort
from osteon.protocol import parse_protocol

Row = Mapping[str, object]

TOP = """
protocol = 1
id = "test"
title = "Test"
"""

HEAD = """
[date.diagnosis]
first = { from = "tumour", date = "dx_date", value = "dx_date" }

[date.referral]
column = "patient.first_referral_date"

[date.event]
first = { from = "skeletal_event", where = "type = 'MSCC'", date = "date", value = "date" }

[date.death]
last = { from = "follow_up", where = "status = 'dead'", date = "death_date", value = "death_date" }

[date.last_contact]
last = { from = "follow_up", date = "last_alive_date", value = "last_alive_date" }
"""

TAIL = """
[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["sex"]
"""

SEX = """
[variable.sex]
column = "patient.sex"
"""

ALL = """
[population.all]
title = "All"
"""


@pytest.fixture
def tables() -> Callable[..., dict[str, list[Row]]]:
    """Return a function that spells out patients given by their few interesting fields."""

    def spell_out(patients: Sequence[Row]) -> dict[str, list[Row]]:
        spelt: dict[str, list[Row]] = {
            name: [] for name in ("patient", "tumour", "skeletal_event", "follow_up")
        }
        for number, fields in enumerate(patients, 1):
            patient = f"P{number}"
            spelt["patient"].append(
                {"patient_id": patient, "birth": "1950", "sex": fields.get("sex", "F"),
                 **({"first_referral_date": fields["referral"]} if "referral" in fields else {})}
            )  # fmt: skip
            spelt["tumour"].append(
                {"patient_id": patient, "dx_date": fields.get("diagnosis", "2010-01-01"),
                 "topography": "C17.2", "basis_of_dx": "histology_primary"}
            )  # fmt: skip
            for event in fields.get("events", ()):
                spelt["skeletal_event"].append({"patient_id": patient, **event})
            spelt["follow_up"].append(
                {"patient_id": patient, "last_alive_date": fields.get("last", "2015-01-01"),
                 "status": "dead" if "death" in fields else "alive",
                 **({"death_date": fields["death"]} if "death" in fields else {})}
            )  # fmt: skip
        return spelt

    return spell_out


@pytest.fixture
def protocol_text() -> Callable[..., str]:
    """Return a function: a protocol with the usual dates, all patients, and what the parts add."""

    def write(*parts: str) -> str:
        keys = [part for part in parts if not part.lstrip().startswith("[")]
        sections = [part for part in parts if part.lstrip().startswith("[")]
        return "\n".join([TOP, *keys, HEAD, SEX, ALL, *sections, TAIL])

    return write


@pytest.fixture
def cohort_of(freeze_rows, tables, protocol_text) -> Callable[..., Cohort]:
    """Return a function: patients and the parts of a protocol to a cohort."""

    def build(patients: Sequence[Row], *parts: str, **kwargs: object) -> Cohort:
        protocol = parse_protocol(protocol_text(*parts))
        return build_cohort(protocol, freeze_rows(tables(patients), **kwargs))

    return build
