"""Loading a mapping: everything that does not fit is said at once, by key path."""

import pytest

from osteon.errors import MappingError
from osteon.exchange import load_mapping, packaged_mapping

PATIENT = """
[[record]]
entity = "patient"

[record.fields]
birth = { reason = "NASK" }
sex = { constant = "F" }
"""
TUMOUR = """
[[record]]
entity = "tumour"
id = "{patient_id}-t"

[record.fields]
dx_date = { column = "dx" }
topography = { constant = "C17.2" }
basis_of_dx = { constant = "clinical" }
"""


@pytest.fixture
def problems(write_mapping):
    """Return the problems of a mapping, without its file name."""

    def find(*blocks: str, **said: str) -> list[str]:
        with pytest.raises(MappingError) as error:
            load_mapping(write_mapping(*blocks, **said))
        assert error.value.exit_code == 13
        return [str(problem).removeprefix("mapping.toml: ") for problem in error.value.problems]

    return find


def test_a_mapping_that_fits_is_loaded(write_mapping):
    mapping = load_mapping(write_mapping(PATIENT, TUMOUR))
    assert [record.entity for record in mapping.record] == ["patient", "tumour"]


def test_the_mappings_that_come_with_osteon_fit_the_dictionary():
    assert load_mapping(packaged_mapping("byar_greene")).source.format == "csv"


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(MappingError, match="no file that can be read"):
        load_mapping(tmp_path / "none.toml")


def test_broken_toml_is_said_with_its_line(write_mapping):
    with pytest.raises(MappingError, match=r"what TOML does not permit \(.*line \d+"):
        load_mapping(write_mapping("a = \nb = 1"))


def test_bytes_that_are_not_utf8_are_said(tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('title = "Tumorgröße"'.encode("latin-1"))
    with pytest.raises(MappingError, match="a byte that is not UTF-8"):
        load_mapping(path)


def test_unknown_keys_are_named_with_the_nearest_permitted_ones(problems):
    found = problems(
        PATIENT.replace("constant", "constnat"),
        TUMOUR.replace("entity", "entitiy").replace('{ column = "dx" }', '{ colum = "dx" }'),
        'sorce = "x"',
        source='delimeter = ";"',
    )
    assert [line.split(";")[0] for line in found] == [
        "source.delimeter: found an unknown key",
        "record[1].fields.sex.constnat: found an unknown key",
        "record[2].entity: found no such key",
        "record[2].fields.dx_date.colum: found an unknown key",
        "record[2].fields.sorce: found text",
        "record[2].entitiy: found an unknown key",
    ]
    assert found[0].endswith("Did you mean 'delimiter'?")
    assert found[1].endswith("Did you mean 'constant'?")
    assert found[3].endswith("Did you mean 'column'?")
    assert found[5].endswith("Did you mean 'entity'?")


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('header_row = "1"', "source.header_row: found text; permitted: a whole number."),
        ("labels = 1", "source.labels: found a whole number; permitted: true or false."),
        ("dates = 1", "source.dates: found a whole number; permitted: a list."),
        ('format = "xls"', "source.format: found 'xls'; permitted: 'csv', 'xlsx', 'sav',"),
        ('decimal = ";"', "source.decimal: found ';'; permitted: '.' or ','."),
        ('missing = { "99" = "gone" }', "source.missing.99: found 'gone'; permitted: 'NA', 'ND'"),
        ('delimiter = "||"', "source.delimiter: found '||'; permitted: one sign."),
        ("header_row = 0", "source.header_row: found 0; permitted: a number of at least 1."),
        ('encoding = "latin1000"', "source.encoding: found 'latin1000'; permitted: an encoding"),
        ('decimal = ","', "source.decimal: found the delimiter; permitted: another sign"),
        ('dates = ["%d.%m.%y"]', "source.dates: found '%d.%m.%y'; permitted: %Y alone, with %m"),
        ('dates = ["%d.%Y"]', "source.dates: found '%d.%Y'; permitted: %Y alone, with %m"),
    ],
)
def test_settings_of_the_source_are_checked(problems, source, problem):
    (found,) = problems(PATIENT, source=source)
    assert found.startswith(problem)


def test_unknown_tables_and_fields_are_named_with_the_nearest(problems):
    assert problems(
        TUMOUR.replace('"tumour"', '"tumor"'),
        TUMOUR.replace("topography", "topografy"),
    ) == [
        (
            "record[1].entity: found 'tumor'; permitted: a table of the dictionary. "
            "Did you mean 'tumour'?"
        ),
        (
            "record[2].fields.topografy: found an unknown field; permitted: a field of 'tumour'. "
            "Did you mean 'topography'?"
        ),
        (
            "record[2].fields.topography: found no entry; permitted: an entry for every required "
            'field. Where the source does not have it, say so, as in { reason = "NASK" }.'
        ),
    ]


def test_constants_and_value_maps_are_held_against_the_value_sets(problems):
    found = problems(
        PATIENT.replace('constant = "F"', 'column = "sex", values = { "1" = "male", "2" = "F" }'),
        TUMOUR.replace("C17.2", "C17").replace('"clinical"', '"clinical?"'),
    )
    assert [line.split(":")[0] for line in found] == [
        "record[1].fields.sex.values.1",
        "record[2].fields.topography.constant",
        "record[2].fields.basis_of_dx.constant",
    ]
    assert "one of the" in found[1]


def test_constants_are_held_against_type_and_range(problems):
    found = problems(
        PATIENT,
        TUMOUR
        + """
        age_at_diagnosis = { constant = 400 }
        first_symptom_date = { constant = "31.02.2020" }
        n_primaries = { reason = "BLQ" }
        """,
    )
    assert [line.split(";")[0] for line in found] == [
        "record[2].fields.age_at_diagnosis.constant: found a number above the permitted range",
        (
            "record[2].fields.first_symptom_date.constant: "
            "found a date that does not exist (dd.mm.yyyy pattern)"
        ),
        "record[2].fields.n_primaries.reason: found a code that is not in the list",
    ]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{}", "dx_date: found none of them; permitted: exactly one of `column`,"),
        (
            '{ column = "dx", constant = "2020" }',
            "dx_date: found `column` and `constant`; permitted: exactly one of",
        ),
        ('{ column = "dx", unit = "d" }', "dx_date.unit: found a key without a use here"),
        ('{ column = "dx", separator = "," }', "dx_date.separator: found a key without a use here"),
        ('{ column = "dx", limits = true }', "dx_date.limits: found a key without a use here"),
        ('{ constant = "2020", values = {} }', "dx_date.values: found a key without a use here"),
        ('{ column = "dx", dates = ["%d"] }', "dx_date.dates: found '%d'; permitted: %Y alone"),
        ('{ reference = "patient" }', "dx_date.reference: found a reference; permitted: no ref"),
        (
            '{ months_after = { column = "m" } }',
            "dx_date.months_after: found both or neither; permitted: either `origin` or",
        ),
        (
            '{ months_after = { column = "m", origin = "birth" } }',
            "dx_date.months_after.origin: found 'birth'; permitted: a date above it in the same",
        ),
        (
            '{ months_after = { column = "m", origin = 3 } }',
            "dx_date.months_after.origin: found a whole number; permitted: text that names a date",
        ),
        (
            '{ months_after = { column = "m", origin = "patient.birth", month_days = 0 } }',
            "dx_date.months_after.month_days: found 0; permitted: a number above 0.",
        ),
        ('{ days_since = { column = "d" } }', "dx_date.days_since.date: found no such key"),
        (
            '{ days_since = { column = "d", date = "1960-01-01" } }',
            "dx_date.days_since.date: found text; permitted: a day, as in 2020-05-17",
        ),
    ],
)
def test_entries_are_checked(problems, entry, problem):
    (found,) = problems(PATIENT, TUMOUR.replace('{ column = "dx" }', entry))
    assert found.startswith(f"record[2].fields.{problem}")


def test_an_origin_may_be_a_date_of_a_record_above(write_mapping):
    entry = '{ months_after = { column = "m", origin = "patient.birth" } }'
    load_mapping(write_mapping(PATIENT, TUMOUR.replace('{ column = "dx" }', entry)))


def test_a_field_without_a_date_does_not_take_one(problems):
    (found,) = problems(
        PATIENT,
        TUMOUR + 'n_primaries = { days_since = { column = "d", date = 1960-01-01 } }',
    )
    assert found.startswith("record[2].fields.n_primaries.days_since: found a key without a use")


def test_units_have_to_fit(problems):
    observation = """
    [[record]]
    entity = "patient_observation"
    id = "{patient_id}-o"

    [record.fields]
    date = { column = "d" }
    height_cm = { column = "h", unit = "kg" }
    ecog = { column = "e", unit = "kg" }
    """
    found = problems(PATIENT, observation)
    assert found[0].startswith(
        "record[2].fields.height_cm.unit: found a unit that does not fit; permitted: cm or m or mm."
    )
    assert "ecog.unit: found a key without a use here" in found[1]


def test_keys_are_templates_that_tell_rows_apart(problems):
    head = 'title = "x"\npatient_id = "P"\ncentre_id = "C"\n'
    repeat = "repeat = { first = 2, last = 1 }"
    assert [
        line.split(":")[0]
        for line in problems(
            PATIENT.replace('entity = "patient"', 'entity = "patient"\nid = "{patient}"'),
            TUMOUR.replace('id = "{patient_id}-t"', ""),
            TUMOUR.replace("[record.fields]", f"{repeat}\n[record.fields]"),
            TUMOUR + 'patient_id = { constant = "P" }',
            head=head,
        )
    ] == [
        "patient_id",
        "record[3].repeat.last",
        "record[3].id",
        "record[1].id",
        "record[2].id",
        "record[4].fields.patient_id",
    ]


def test_references_name_one_record_above_of_the_right_table(problems):
    stage = """
    [[record]]
    entity = "stage_assessment"
    id = "{patient_id}-s"

    [record.fields]
    tumour_id = { reference = "NAME" }
    date = { column = "dx" }
    system = { reason = "UNK" }
    basis = { reason = "UNK" }
    """
    (unknown,) = problems(PATIENT, TUMOUR, stage.replace("NAME", "tumor"))
    assert unknown == (
        "record[3].fields.tumour_id.reference: found 'tumor'; permitted: the name of one record "
        "above, of the table 'tumour'. Did you mean 'tumour'?"
    )
    (below,) = problems(PATIENT, stage.replace("NAME", "tumour"), TUMOUR)
    assert "found 'tumour'" in below
    (twice,) = problems(PATIENT, TUMOUR, TUMOUR, stage.replace("NAME", "tumour"))
    assert "which several records bear" in twice
    (other,) = problems(PATIENT, TUMOUR, stage.replace("NAME", "patient"))
    assert "found 'patient'" in other


@pytest.mark.parametrize(
    "condition",
    [
        "{}",
        '{ column = "a" }',
        '{ in = ["a"] }',
        '{ column = "a", in = ["a"], not_in = ["b"] }',
        '{ any_present = ["a"], column = "a" }',
        '{ any_present = ["a"], column = "a", in = ["b"] }',
    ],
)
def test_conditions_say_one_thing(problems, condition):
    where = f"where = {condition}\n[record.fields]"
    (found,) = problems(PATIENT.replace("[record.fields]", where))
    assert found.startswith("record[1].where[1]: found another set of keys; permitted: `column`")
