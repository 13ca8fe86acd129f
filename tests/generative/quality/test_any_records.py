"""What holds for the check of any records that the dictionary permits, however odd."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odd_records import PATIENTS, TABLES, registries, rows_of
from osteon.dictionary import ENTITIES, check_rows
from osteon.quality import RULES, Scope, check_quality

CUTOFF = date(2021, 6, 30)
OF_ONE_PATIENT = [code for code, rule in RULES.items() if rule.scope is not Scope.REGISTRY]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(registries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_tables_does_not_matter(records, random):
    expected = check_quality(records, data_cutoff=CUTOFF)
    tables = list(records)
    random.shuffle(tables)
    shuffled = {table: random.sample(records[table], len(records[table])) for table in tables}
    assert check_quality(shuffled, data_cutoff=CUTOFF) == expected


@FEW
@given(registries())
def test_a_patient_is_judged_by_their_own_rows(records):
    together = check_quality(records, data_cutoff=CUTOFF, rules=OF_ONE_PATIENT)
    apart = []
    for patient_id in PATIENTS:
        own = {
            table: [row for row in rows if row["patient_id"] == patient_id]
            for table, rows in records.items()
        }
        apart += check_quality(own, data_cutoff=CUTOFF, rules=OF_ONE_PATIENT)
    assert sorted(apart) == together


@FEW
@given(registries())
def test_every_finding_leads_to_a_row_and_its_fields(records):
    keys = {
        (table, row["patient_id"], str(row[ENTITIES[table].key]))
        for table, rows in records.items()
        for row in rows
    }
    for found in check_quality(records, data_cutoff=CUTOFF):
        assert (found.table, found.patient_id, found.record_id) in keys
        assert found.fields
        assert set(found.fields) <= set(ENTITIES[found.table].by_name)


@FEW
@given(registries())
def test_a_later_cut_off_never_makes_a_date_late(records):
    def late(cutoff):
        return set(check_quality(records, data_cutoff=cutoff, rules=["H-04"]))

    assert late(date(2022, 12, 31)) <= late(CUTOFF)


@FEW
@given(
    st.sampled_from(TABLES).flatmap(
        lambda table: st.tuples(st.just(table), rows_of(table, "P1", 0))
    )
)
def test_what_the_dictionary_accepts_keeps_the_rules_that_repeat_it(table_and_row):
    table, row = table_and_row
    accepted = check_rows(table, [row]).accepted
    rules = ["H-02", "H-09", "H-31"]
    assert check_quality({table: accepted}, data_cutoff=CUTOFF, rules=rules) == []
