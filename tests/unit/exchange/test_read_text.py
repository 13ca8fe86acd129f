"""Reading delimited text: as it stands, row by row, or not at all."""

from pathlib import Path

import pytest

from osteon.errors import SourceFileError
from osteon.exchange import read_source


@pytest.fixture
def read(mapping_of, tmp_path):
    """Return a function that reads bytes as a source; the mapping only says how."""

    def run(content: bytes, source: str = "", name: str = "source.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        block = '[[record]]\nentity = "patient"\n[record.fields]\nbirth = { reason = "UNK" }\n'
        mapping = mapping_of(f'{block}sex = {{ column = "sex" }}', source=source)
        return read_source(path, mapping)

    return run


def cells(table) -> list[list[object]]:
    return [list(row.cells.values()) for row in table.rows]


def test_text_is_read_with_its_delimiter_and_encoding(read):
    table = read(
        "Größe;Ort\n1,75;Köln\n".encode("latin-1"), 'delimiter = ";"\nencoding = "latin-1"'
    )
    assert table.columns == ("Größe", "Ort")
    assert cells(table) == [["1,75", "Köln"]]


@pytest.mark.parametrize("name", ["source.tsv", "source.txt", "source.CSV"])
def test_a_text_file_is_known_by_its_suffix(read, name):
    assert cells(read(b"a\tb\n1\t2\n", 'delimiter = "\\t"', name)) == [["1", "2"]]


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_column(read):
    assert read("a,b\n1,2\n".encode("utf-8-sig")).columns == ("a", "b")


def test_rows_are_numbered_as_a_spreadsheet_does(read):
    table = read(b'Export of 2024\n\na,b\n1,"two\nlines"\n\n ,\n2,3\n', "header_row = 3")
    assert [row.number for row in table.rows] == [4, 7]


def test_a_row_of_another_length_is_a_problem_of_the_row_alone(read):
    table = read(b"a,b\n1\n1,2\n1,2,3\n1,2,\n")
    assert [[problem.found for problem in row.problems] for row in table.rows] == [
        ["1 cells"],
        [],
        ["a cell under no column name"],
        [],
    ]


def test_a_column_without_a_name_may_be_empty(read):
    table = read(b"a,b,\n1,2,\n1,2,x\n")
    assert table.columns == ("a", "b")
    assert [len(row.problems) for row in table.rows] == [0, 1]


def test_a_byte_of_another_encoding_is_named_by_its_line(read):
    with pytest.raises(SourceFileError, match=r"\.csv, line 2: found a byte that is not utf-8"):
        read("a\nKöln\n".encode("latin-1"))


def test_an_open_quote_is_refused(read):
    with pytest.raises(SourceFileError, match="found text that cannot be divided into cells"):
        read(b'a,b\n1,"2\n')


@pytest.mark.parametrize("content", [b"", b"\n", b",\n1,2\n"])
def test_a_file_without_column_names_is_refused(read, content):
    with pytest.raises(SourceFileError, match="row 1: found no column names"):
        read(content)


def test_a_column_name_that_stands_twice_is_refused(read):
    with pytest.raises(SourceFileError, match="found the column name 'a' 2 times"):
        read(b"a,b, a\n1,2,3\n")


def test_a_file_that_is_not_there_is_refused(mapping_of, read, tmp_path):
    block = '[[record]]\nentity = "patient"\n[record.fields]\nbirth = { reason = "UNK" }\n'
    mapping = mapping_of(f'{block}sex = {{ column = "sex" }}')
    with pytest.raises(SourceFileError, match="found no such file") as error:
        read_source(Path("nowhere.csv"), mapping)
    assert error.value.exit_code == 17


def test_an_unknown_suffix_asks_for_the_format(read):
    with pytest.raises(SourceFileError, match=r"found the suffix '\.ods'"):
        read(b"a\n1\n", name="source.ods")
    assert cells(read(b"a\n1\n", 'format = "csv"', "source.ods")) == [["1"]]
