"""What holds of the worklist of any records that the dictionary permits, however odd."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odd_records import PATIENTS, registries
from osteon.dictionary import ENTITIES
from osteon.worklist import (
    RULES,
    GapState,
    board_pack,
    fields_read,
    find_gaps,
    render_board_pack,
)

AS_OF = date(2021, 6, 30)
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def gaps_of(records, **options):
    return find_gaps(records, as_of=AS_OF, **({"ahead_days": 365} | options))


def rows_of_one(records, patient_id):
    return {
        table: [row for row in rows if row["patient_id"] == patient_id]
        for table, rows in records.items()
    }


@FEW
@given(registries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_tables_does_not_matter(records, random):
    tables = list(records)
    random.shuffle(tables)
    shuffled = {table: random.sample(records[table], len(records[table])) for table in tables}
    assert gaps_of(shuffled) == gaps_of(records)


@FEW
@given(registries())
def test_a_patient_has_the_gaps_of_their_own_rows(records):
    together = gaps_of(records)
    for patient_id in PATIENTS:
        own = gaps_of(rows_of_one(records, patient_id))
        assert own == [gap for gap in together if gap.patient_id == patient_id]


@FEW
@given(registries())
def test_a_gap_leads_to_its_rows_and_its_state_follows_from_its_days(records):
    keys = {
        (table, row["patient_id"], str(row[ENTITIES[table].key]))
        for table, rows in records.items()
        for row in rows
    }
    for gap in gaps_of(records):
        assert gap.rows
        for row in gap.rows:
            assert (row.table, gap.patient_id, row.record_id) in keys
            assert row.table in RULES[gap.rule].reads
        if gap.state is GapState.OVERDUE:
            assert gap.due_to < AS_OF
        if gap.state is GapState.DUE:
            assert gap.due_from >= AS_OF


def tables_of(code):
    return sorted(set(RULES[code].reads) - {"patient"})


@settings(FEW, max_examples=50)
@given(
    st.sampled_from(list(RULES)).flatmap(
        lambda code: st.tuples(st.just(code), registries(tables_of(code)))
    )
)
def test_fields_that_a_rule_does_not_declare_change_nothing(code_and_records):
    code, records = code_and_records
    read = fields_read([RULES[code]])
    keys = {"id", "patient_id", "centre_id"}
    narrow = {
        table: [
            {name: value for name, value in row.items() if name.removesuffix("_null") in wanted}
            for row in rows
        ]
        for table, rows in records.items()
        if (wanted := keys | set(read.get(table, ())))
    }
    assert gaps_of(narrow, rules=[code]) == gaps_of(records, rules=[code])


@FEW
@given(registries())
def test_a_later_day_closes_no_gap_by_itself(records):
    """A gap that is overdue stays so while nothing happens, as long as its rule looks back."""
    last = date(2024, 1, 1)
    looking_back = {code for code, rule in RULES.items() if "lookback_days" in rule.defaults}
    rules = sorted(set(RULES) - looking_back)
    today, tomorrow = (
        {
            (gap.rule, gap.patient_id, gap.reason)
            for gap in find_gaps(records, as_of=day, rules=rules)
            if gap.state is GapState.OVERDUE
        }
        for day in (last, date(2024, 1, 2))
    )
    assert today <= tomorrow


@FEW
@given(registries(), st.sampled_from(PATIENTS))
def test_every_patient_has_a_board_pack(records, patient_id):
    page = render_board_pack(board_pack(rows_of_one(records, patient_id), as_of=AS_OF))
    assert f"Patient {patient_id}" in page
