"""What holds for every row: nothing leaks, nothing is lost, two implementations agree."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from osteon.codes import load_value_set
from osteon.dictionary import ENTITIES, PartialDate, check_rows, compare, to_arrow
from osteon.dictionary.entities import RECORDS

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MODELS = {record.table: record for record in RECORDS}
OPPOSITE = {"before": "after", "after": "before", "same": "same", "unknown": "unknown"}

days = st.dates(date(1901, 1, 1), date(2100, 12, 31))
partial_dates = st.builds(
    lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10])
)
secrets = st.text("µqßxž9#", min_size=5, max_size=20)


def permitted_values(field):
    """Return a strategy of values that a field permits."""
    low = -1000 if field.minimum is None else field.minimum
    high = 1000 if field.maximum is None else field.maximum
    values = {
        "text": st.from_regex(field.pattern or r"[a-z]{1,8}", fullmatch=True),
        "integer": st.integers(int(low), int(high)),
        "decimal": st.floats(low, high),
        "boolean": st.booleans(),
        "date": days,
        "partial_date": partial_dates,
        "timestamp": st.datetimes(),
        "code": st.sampled_from(load_value_set(field.value_set or "sex").words),
        "reference": st.from_regex(r"[A-Z][0-9]{1,3}", fullmatch=True),
    }[field.kind].filter(lambda value: value != "")
    return st.lists(values, min_size=1, max_size=3, unique=True) if field.multiple else values


@st.composite
def good_rows(draw):
    """Draw a table and a row that it permits, some values absent with a reason."""
    name = draw(st.sampled_from(sorted(set(ENTITIES) - {"lab_result"})))
    row = {}
    for field in ENTITIES[name].fields:
        if not field.may_be_absent or draw(st.booleans()):
            row[field.name] = draw(permitted_values(field))
        else:
            row[f"{field.name}_null"] = draw(st.sampled_from(field.reasons))
    return name, row


@FEW
@given(good_rows())
def test_what_is_permitted_is_accepted_and_comes_back_from_arrow(table_and_row):
    name, row = table_and_row
    checked = check_rows(name, [row])
    assert not checked.problems
    [returned] = to_arrow(name, checked.accepted).to_pylist()
    assert {key: returned[key] for key in row} == row


@FEW
@given(good_rows(), st.data())
def test_the_models_and_the_check_agree(table_and_row, data):
    """Pydantic, from the same declarations, is the slow second implementation."""
    name, row = table_and_row
    field = data.draw(st.sampled_from(ENTITIES[name].fields))
    if field.name in row and data.draw(st.booleans()):
        row[field.name] = data.draw(st.sampled_from([-5000.5, "µ", 1e9, "2020-02-31", ["µ"]]))
    values = {key: value for key, value in row.items() if not key.endswith("_null")}
    try:
        MODELS[name].model_validate(values, strict=False)
    except ValidationError:
        assert check_rows(name, [row]).rejected


@FEW
@given(st.sampled_from(sorted(ENTITIES)), st.data())
def test_no_message_repeats_a_value(name, data):
    spoilt = {field.name: data.draw(secrets) for field in ENTITIES[name].fields}
    checked = check_rows(name, [spoilt])
    assert checked.rejected
    for problem in checked.problems:
        assert not any(value in str(problem) for value in spoilt.values())


@FEW
@given(st.lists(good_rows(), max_size=4))
def test_every_row_is_accepted_or_rejected(tables_and_rows):
    for name, row in tables_and_rows:
        checked = check_rows(name, [row, row, row | {"nonsense": 1}])
        assert len(checked.accepted) + len(checked.rejected) == 3
        assert len(checked.accepted) == 1


@given(partial_dates, partial_dates)
def test_comparing_the_other_way_round_gives_the_opposite(first, second):
    a, b = PartialDate.parse(first), PartialDate.parse(second)
    assert compare(b, a) == OPPOSITE[compare(a, b)]


@given(partial_dates, partial_dates, st.integers(0, 400), st.integers(0, 400))
def test_a_stated_order_holds_for_every_permitted_day(first, second, step_a, step_b):
    a, b = PartialDate.parse(first), PartialDate.parse(second)
    day_a = min(a.lo + timedelta(days=step_a), a.hi)
    day_b = min(b.lo + timedelta(days=step_b), b.hi)
    holds = {"before": day_a < day_b, "after": day_a > day_b, "same": day_a == day_b}
    assert holds.get(compare(a, b), True)


@given(partial_dates)
def test_the_midpoint_lies_in_the_middle(text):
    partial = PartialDate.parse(text)
    before = partial.day("midpoint") - partial.lo
    after = partial.hi - partial.day("midpoint")
    assert 0 <= (after - before).days <= 1
