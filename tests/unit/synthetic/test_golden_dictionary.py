"""The golden records keep every rule of the dictionary."""

from osteon.dictionary import ENTITIES, check_references, check_rows
from osteon.synthetic import golden_records


def test_the_dictionary_accepts_every_row():
    for name, rows in golden_records().items():
        checked = check_rows(name, rows)
        assert not checked.rejected, [str(p) for r in checked.rejected for p in r.problems][:5]
        assert len(checked.accepted) == len(rows)


def test_every_reference_has_its_record():
    accepted = {name: check_rows(name, rows).accepted for name, rows in golden_records().items()}
    assert check_references(accepted) == []
    assert set(accepted) <= set(ENTITIES)


def test_a_missing_parent_is_noticed():
    accepted = {name: check_rows(name, rows).accepted for name, rows in golden_records().items()}
    del accepted["bone_lesion"][0]
    assert check_references(accepted)
