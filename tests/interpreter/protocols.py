"""From a protocol and rows by table to one row a unit of analysis."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from interpreter.answers import Interpretation, Row, Rows, UnitAnswers
from interpreter.computed import answer_from_others
from interpreter.episodes import count_episodes
from interpreter.populations import count_branches, follow_populations
from interpreter.recorded import answer_from_records
from osteon.dictionary import ENTITIES
from osteon.protocol import UNIT_TABLES, StudyProtocol


def interpret(protocol: StudyProtocol, tables: Rows) -> Interpretation:
    """Answer every date, variable and population of a protocol.

    Parameters
    ----------
    protocol : StudyProtocol
        What is asked.
    tables : mapping
        Rows by table, with the columns of a snapshot.

    Returns
    -------
    Interpretation
        Units in the order of their table.
    """
    by_patient = _by_patient(tables)
    units = [_unit(protocol, row, by_patient) for row in tables[UNIT_TABLES[protocol.unit]]]
    for unit in units:
        for name, variable in protocol.variables.items():
            recorded = answer_from_records(protocol, variable, unit)
            unit.answers[name] = (
                answer_from_others(variable, unit) if recorded is None else recorded
            )
        for endpoint in protocol.endpoint.values():
            if endpoint.recurrent is not None:
                days = count_episodes(endpoint.recurrent, unit, protocol.settings.partial_dates)
                unit.episodes[endpoint.recurrent] = days
    attrition = follow_populations(protocol, units)
    return Interpretation(units, attrition, count_branches(protocol, units))


def _by_patient(tables: Rows) -> dict[str, dict[str, list[dict[str, Any]]]]:
    patients: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for table, rows in tables.items():
        for row in rows:
            patients[row["patient_id"]][table].append(row)
    return patients


def _unit(protocol: StudyProtocol, row: Row, by_patient: Mapping[str, Rows]) -> UnitAnswers:
    key = ENTITIES[UNIT_TABLES[protocol.unit]].key
    patient = row["patient_id"]
    return UnitAnswers(row[key], patient, row, by_patient[patient])
