"""Uploads are parsed apart: what is too large, too slow or wants too much is refused."""

import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from osteon.errors import SourceFileError
from osteon.web.imports.parse import PARSED
from osteon.web.imports.uploads import parse_apart
from osteon.web.imports.workbook import check_workbook

MAPPING = """
title = "A sheet"
patient_id = "X-{pid}"
centre_id = "A"

[source]
missing = { "" = "UNK" }

[[record]]
entity = "patient"

[record.fields]
birth = { column = "birth" }
sex = { column = "sex" }
"""
OUTSIDE = "the content of a file outside"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "upload"
    place.mkdir()
    (place / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return place


def workbook(path, **parts):
    """Write a workbook of one patient; parts replace or add members of the archive."""
    book = openpyxl.Workbook()
    for row in (["pid", "birth", "sex"], ["1", "1950", "F"]):
        book.active.append(row)
    plain = path.with_name("plain.xlsx")
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    plain.unlink()


def test_a_file_becomes_records_and_rejected_rows(folder):
    text = "pid,birth,sex,note\n1,1950,F,x\n2,1950,Q,y\n"
    (folder / "source.csv").write_text(text, encoding="utf-8")
    parsed = parse_apart(folder)
    assert parsed["n_in"] == 2
    assert [row["patient_id"] for row in parsed["records"]["patient"]] == ["X-1"]
    assert parsed["origins"]["patient"] == [2]
    assert parsed["unused_columns"] == ["note"]
    (rejected,) = parsed["rejected"]
    assert rejected["row"] == 3
    assert "Q" not in "".join(rejected["problems"]).replace("Q-", "")


def test_a_workbook_is_read(folder):
    workbook(folder / "source.xlsx")
    assert parse_apart(folder)["records"]["patient"][0]["birth"] == "1950"


def test_a_bomb_is_not_opened(folder):
    """Sixty megabytes of the same character pack into a few kilobytes."""
    workbook(folder / "source.xlsx", **{"xl/comments1.xml": b"<a>" + b" " * 60 * 1024**2})
    with pytest.raises(SourceFileError, match="times its size"):
        parse_apart(folder)


def test_a_bomb_of_many_parts_is_not_opened(tmp_path):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/part{number}.xml", "<a/>")
    with pytest.raises(SourceFileError, match="2100 parts"):
        check_workbook(bomb)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_a_workbook_that_declares_entities_is_not_opened(folder, declared, encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>' + declared
    body = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>&x;</t></si></sst>"
    )
    workbook(folder / "source.xlsx", **{"xl/sharedStrings.xml": (head + body).encode(encoding)})
    with pytest.raises(SourceFileError, match="declaration of a type of document"):
        check_workbook(folder / "source.xlsx")


def test_nothing_of_a_file_outside_comes_in(folder, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text(OUTSIDE, encoding="utf-8")
    head = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
    workbook(folder / "source.xlsx", **{"xl/sharedStrings.xml": f"{head}<sst>&x;</sst>".encode()})
    with pytest.raises(SourceFileError, match="declaration of a type of document"):
        parse_apart(folder)
    assert OUTSIDE not in (folder / PARSED).read_text(encoding="utf-8")


def test_a_damaged_workbook_is_refused(folder):
    workbook(folder / "source.xlsx")
    content = (folder / "source.xlsx").read_bytes()
    (folder / "source.xlsx").write_bytes(content[:-200])
    with pytest.raises(SourceFileError):
        parse_apart(folder)


def test_a_parser_that_takes_too_long_is_ended(folder):
    lines = "".join(f"{number},1950,F\n" for number in range(400_000))
    (folder / "source.csv").write_text("pid,birth,sex\n" + lines, encoding="utf-8")
    with pytest.raises(SourceFileError, match="more time than an import may take"):
        parse_apart(folder, wall_seconds=3)


def test_a_parser_that_uses_up_the_processor_is_ended(folder):
    lines = "".join(f"{number},1950,F\n" for number in range(400_000))
    (folder / "source.csv").write_text("pid,birth,sex\n" + lines, encoding="utf-8")
    with pytest.raises(SourceFileError, match="more than an import may use"):
        parse_apart(folder, cpu_seconds=1)
    (folder / "source.csv").write_text("pid,birth,sex\n1,1950,F\n", encoding="utf-8")
    assert parse_apart(folder, cpu_seconds=1)["n_in"] == 1


def test_a_mapping_that_cannot_be_used_is_told(folder):
    (folder / "mapping.toml").write_text("title = 3", encoding="utf-8")
    (folder / "source.csv").write_text("pid\n1\n", encoding="utf-8")
    with pytest.raises(SourceFileError, match="not a mapping"):
        parse_apart(folder)


def test_a_format_that_is_not_read_here_is_refused(folder):
    other = MAPPING.replace("[source]", '[source]\nformat = "parquet"')
    (folder / "mapping.toml").write_text(other, encoding="utf-8")
    (folder / "source.csv").write_text("pid\n1\n", encoding="utf-8")
    with pytest.raises(SourceFileError, match="csv, xlsx or sav"):
        parse_apart(folder)


CONFINED = """
import os, sys
from pathlib import Path
from osteon.web.imports.confine import confine
folder = Path({folder!r})
os.chdir(folder)
confine(folder, memory={memory})
{deed}
print("done")
"""


def confined(folder, deed, memory=4 * 1024**3):
    code = CONFINED.format(folder=str(folder), deed=deed, memory=memory)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1/')",
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "open('../elsewhere', 'w')",
        "os.open('/tmp/elsewhere', os.O_WRONLY | os.O_CREAT)",
        "Path('/tmp/elsewhere').write_text('x')",
    ],
)
def test_a_confined_process_reaches_nothing(folder, deed):
    ended = confined(folder, deed)
    assert "ConfinedError" in ended.stderr
    assert "done" not in ended.stdout


def test_a_confined_process_reads_and_writes_beside_its_file(folder):
    ended = confined(folder, "Path('out').write_text('x'); Path('mapping.toml').read_text()")
    assert ended.stdout == "done\n", ended.stderr
    assert Path(folder / "out").exists()


def test_a_confined_process_has_no_more_memory_than_it_was_given(folder):
    ended = confined(folder, "x = bytearray(2 * 1024**3)", memory=1024**3)
    assert "MemoryError" in ended.stderr


def test_the_parser_is_told_no_secret(folder, monkeypatch):
    """The environment of the registry holds its keys; the process that parses has none of it."""
    monkeypatch.setenv("OSTEON_AUDIT_KEY", "a key")
    started = []
    real = subprocess.Popen

    def watch(words, **options):
        started.append(options["env"])
        return real(words, **options)

    monkeypatch.setattr(subprocess, "Popen", watch)
    (folder / "source.csv").write_text("pid,birth,sex\n1,1950,F\n", encoding="utf-8")
    parse_apart(folder)
    assert not any(name.startswith("OSTEON") for name in started[0])
