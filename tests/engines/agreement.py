"""What an engine and the plain interpreter must agree on, to the row."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from interpreter import (
    Interpretation,
    count_late_knowledge,
    end_follow_up,
    follow_history,
    is_counted,
    is_left_out,
    landmark_rows,
    person_time,
    spans_once_known,
    switched_spans,
    why_not_counted,
)
from osteon.cohort import (
    Cohort,
    EndpointCounts,
    TimeBands,
    count_endpoint,
    count_histories,
    count_known_endpoint,
    count_landmark_endpoint,
    count_pairs,
    count_person_time,
    count_switched_endpoint,
    count_values,
)
from osteon.cohort import (
    count_late_knowledge as count_late_knowledge_of_cohort,
)
from osteon.cohort.endpoints import derive_endpoint
from osteon.protocol import Endpoint

LANDMARK_DAYS = 31
PERIODS = (18293, 18321)
"""Days in February 2020, where many invented days are near."""
ENDING = ("entry", "end", "time", "status", "ended_by", "prevalent")


def check_units(cohort: Cohort, found: Interpretation) -> None:
    """Pass if every unit has the same values, days and populations, and as many left each step."""
    rows = cohort.table.to_pyarrow().to_pylist()
    expected = {}
    for unit in found.units:
        row: dict[str, Any] = {"unit_id": unit.unit_id, "patient_id": unit.patient_id}
        for name, answer in unit.answers.items():
            row |= {name: answer.value, f"{name}__known": answer.known_on}
        row |= {f"in_{name}": inside for name, inside in unit.inside.items()}
        row |= {f"in_{name}__known": day for name, day in unit.inside_known_on.items()}
        expected[unit.unit_id] = row
    _check_rows(rows, expected)
    steps = [
        (s.population, s.parent, s.reason, s.n_before, s.n_excluded, s.n_unknown, s.n_after,
         s.unknown_stay)
        for s in cohort.attrition
    ]  # fmt: skip
    assert steps == [tuple(entry) for entry in found.attrition]
    branches = [
        (b.parent, b.branches, b.n, b.n_parent, b.n_several, b.n_none) for b in cohort.branches
    ]
    assert branches == [tuple(entry) for entry in found.branches]


def check_follow_up(cohort: Cohort, found: Interpretation, endpoint: Endpoint) -> None:
    """Pass if follow-up of every unit ends on the same day, for the same reason."""
    rows = derive_endpoint(
        cohort.table, endpoint, data_cutoff=cohort.data_cutoff, unit_id=cohort.table.unit_id
    )
    expected = {}
    for unit in found.units:
        ending = end_follow_up(unit, endpoint, cohort.data_cutoff)
        expected[unit.unit_id] = dict(zip(ENDING, ending, strict=True))
    _check_rows(rows.to_pyarrow().to_pylist(), expected)


def check_counts(
    cohort: Cohort, found: Interpretation, endpoint: Endpoint, population: str, group: str
) -> None:
    """Pass if a group of a population has the same count tables."""
    where = (found, population, endpoint, group)
    cutoff = cohort.data_cutoff
    _check_values(cohort, found, population, group)
    if endpoint.recurrent is not None:
        _check_histories(cohort, found, endpoint, population, group)
    _check_person_time(cohort, found, endpoint, population, group)
    _check_endpoint(cohort, found, endpoint, population, group)
    late = count_late_knowledge_of_cohort(cohort, population, group, endpoint)
    assert (late.n_patients, late.person_days) == count_late_knowledge(*where, data_cutoff=cutoff)
    if cohort.variables[group].kind == "boolean":
        switched = count_switched_endpoint(cohort, population, endpoint, group)
        _check_spans(switched, switched_spans(*where, data_cutoff=cutoff))
        counted = count_landmark_endpoint(cohort, population, endpoint, group, LANDMARK_DAYS)
        rows = landmark_rows(*where, data_cutoff=cutoff, landmark=LANDMARK_DAYS)
        _check_spans(counted, rows)
    known = count_known_endpoint(cohort, population, endpoint, group)
    spans = spans_once_known(*where, data_cutoff=cutoff)
    assert (known is None) == (spans is None)
    if known is not None and spans is not None:
        _check_spans(known, [span._replace(group=_printed(span.group)) for span in spans])


def _check_rows(rows: list[dict[str, Any]], expected: dict[str, dict[str, Any]]) -> None:
    """Pass if there is one row a unit, which has what is expected and of the type expected."""
    assert sorted(row["unit_id"] for row in rows) == sorted(expected), "one row a unit"
    differing = {
        (row["unit_id"], column): (row[column], value)
        for row in rows
        for column, value in expected[row["unit_id"]].items()
        if not _is_same(row[column], value)
    }
    assert not differing, f"(unit, column): (engine, interpreter): {differing}"


def _is_same(found: object, expected: object) -> bool:
    """Return whether two values are the same; a whole number may be a fraction, nothing else."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return found is expected
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return found == expected
    return type(found) is type(expected) and found == expected


def _check_values(cohort: Cohort, found: Interpretation, population: str, group: str) -> None:
    values = Counter(_printed(unit.value(group)) for unit in found.members(population))
    assert _counter(count_values(cohort, [population], group), "value") == values
    pairs = count_pairs(cohort, population, group, group)
    assert _counter(pairs, "group", "level") == {(v, v): n for v, n in values.items()}


def _check_endpoint(
    cohort: Cohort, found: Interpretation, endpoint: Endpoint, population: str, group: str
) -> None:
    counted = count_endpoint(cohort, population, endpoint, group)
    expected: Counter[tuple[Any, ...]] = Counter()
    reasons: Counter[str] = Counter()
    for unit in found.members(population):
        ending, value = end_follow_up(unit, endpoint, cohort.data_cutoff), unit.value(group)
        reasons[why_not_counted(ending, endpoint, value)] += 1
        if not is_left_out(ending, endpoint, value):
            expected[_printed(value), ending.entry, ending.time, ending.status] += 1
    assert _with_entry(counted) == expected
    assert counted.n_population == reasons.total()
    assert counted.n_missing == reasons["missing"]
    assert counted.n_before_origin == reasons["early"]
    assert counted.n_prevalent == reasons["prevalent"]
    assert counted.n_short == reasons["short"]


def _check_histories(
    cohort: Cohort, found: Interpretation, endpoint: Endpoint, population: str, group: str
) -> None:
    """Pass if every event that counts, and the end of every history, is on the same day."""
    counted = count_histories(cohort, population, endpoint, group)
    expected: Counter[tuple[Any, ...]] = Counter()
    reasons: Counter[str] = Counter()
    n_without_time = 0
    for unit in found.members(population):
        label = unit.value(group)
        history = follow_history(unit, endpoint, label, cohort.data_cutoff)
        reasons[history.reason] += 1
        if is_counted(history, endpoint):
            n_without_time += history.time <= history.entry
            if history.time > history.entry:
                status = 2 if history.status else 0
                days = tuple(day for day in history.days if day > history.entry)
                expected[_printed(label), history.entry, history.time, status, days] += 1
    assert _histories(counted.histories) == expected
    by_number = Counter()
    for (*keys, days), n in expected.items():
        by_number[*keys, len(days)] += n
    columns = ("group", "entry", "time", "status", "events")
    assert _counter(counted.follow_up.table, *columns) == by_number
    assert counted.n_without_time == n_without_time
    assert counted.follow_up.n_missing == reasons["missing"]
    assert counted.follow_up.n_before_origin == reasons["early"]
    assert counted.follow_up.n_short == reasons["short"]
    assert counted.follow_up.n_prevalent == reasons["prevalent"]


def _histories(table: pa.Table) -> Counter[tuple[Any, ...]]:
    """Return how many have the same end and the same days of events."""
    ends, days = {}, defaultdict(list)
    for row in table.to_pylist():
        if row["status"] == 1:
            days[row["cluster"]].append(row["time"])
        else:
            ends[row["cluster"]] = (row["group"], row["entry"], row["time"], row["status"])
    return Counter((*end, tuple(sorted(days[cluster]))) for cluster, end in ends.items())


def _check_person_time(
    cohort: Cohort, found: Interpretation, endpoint: Endpoint, population: str, group: str
) -> None:
    """Pass if every day, and the events on it, belong to the same group and period."""
    switched = cohort.variables[group].kind == "boolean"
    counted = count_person_time(
        cohort, population, endpoint, group, is_switched=switched, bands=TimeBands(PERIODS)
    )
    expected = person_time(
        found,
        population,
        endpoint,
        group,
        data_cutoff=cohort.data_cutoff,
        switched=switched,
        limits=PERIODS,
    )
    columns = ("events", "person_days", "n")
    rows = {
        (row["group"], row["band"]): {key: row[key] for key in columns}
        for row in counted.table.to_pylist()
    }
    assert rows == {(_printed(label), band): dict(sums) for (label, band), sums in expected.items()}


def _check_spans(counted: EndpointCounts, spans: Iterable[Any]) -> None:
    expected = Counter((s.group, s.entry, s.time, s.status) for s in spans)
    assert _with_entry(counted) == expected, (_with_entry(counted), expected)


def _with_entry(counted: EndpointCounts) -> Counter[tuple[Any, ...]]:
    """Return the counts by group, entry, time and status; a table without entry has none late."""
    table = counted.table
    if "entry" not in table.column_names:
        table = table.append_column("entry", pa.array([0] * len(table), pa.int64()))
    return _counter(table, "group", "entry", "time", "status")


def _counter(table: pa.Table, *columns: str) -> Counter[Any]:
    rows = table.to_pylist()
    keys = [tuple(row[c] for c in columns) if columns[1:] else row[columns[0]] for row in rows]
    assert len(set(keys)) == len(keys), "one row a combination"
    return Counter(dict(zip(keys, (row["n"] for row in rows), strict=True)))


def _printed(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
