"""The commands that print worklists and board packs."""

import csv
from datetime import datetime

import pytest
from typer.testing import CliRunner

from osteon.cli import worklists
from osteon.cli.app import app
from osteon.cli.freeze import freeze
from osteon.errors import ProtocolError, RecordError
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records
from osteon.worklist import DISCLAIMER, find_gaps

THRESHOLDS = """
[centre.golden]
signed_off_by = "board"
signed_off_on = 2023-01-01
rules_off = ["CG-03"]
rule.CG-01.due_days = 36500
"""


@pytest.fixture(scope="module")
def golden(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden") / "snapshot"
    freeze(folder, golden_records(), data_cutoff=GOLDEN_DATA_CUTOFF, source="synthetic")
    return folder


def osteon(*words):
    done = CliRunner().invoke(app, list(map(str, words)))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_a_list_from_a_snapshot_is_that_of_its_records(golden):
    done = osteon("worklist", golden, "--as-of", "2023-05-31", "--format", "csv")
    gaps = find_gaps(golden_records(), as_of=GOLDEN_DATA_CUTOFF)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [(row["rule"], row["patient_id"], row["due_to"]) for row in rows] == [
        (gap.rule, gap.patient_id, str(gap.due_to)) for gap in gaps
    ]


def test_a_list_keeps_to_the_rules_asked_for(golden):
    words = ("--as-of", "2023-05-31", "--rule", "CG-01", "--rule", "CG-03", "--quiet")
    done = osteon("worklist", golden, *words)
    assert DISCLAIMER in done.stdout
    assert done.stderr == ""
    assert {"CG-01", "CG-03"} == {
        word.rstrip("*") for word in done.stdout.split() if word.startswith("CG-")
    }
    with pytest.raises(ProtocolError, match="CG-99"):
        osteon("worklist", golden, "--rule", "CG-99")


def test_thresholds_of_the_centre_hold(golden, tmp_path):
    path = tmp_path / "thresholds.toml"
    path.write_text(THRESHOLDS, encoding="utf-8")
    words = ("--rule", "CG-01", "--rule", "CG-03", "--rule", "CG-32", "--thresholds", path)
    done = osteon("worklist", golden, "--as-of", "2023-05-31", *words)
    assert "Centre golden: Thresholds signed off by board on 2023-01-01." in done.stdout
    assert "CG-32" in done.stdout
    assert "CG-01" not in done.stdout


def test_without_a_day_the_list_is_of_today(golden, monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2025, 2, 3, 12, tzinfo=tz)

    monkeypatch.setattr(worklists, "datetime", Clock)
    assert "As of 2025-02-03." in osteon("worklist", golden, "--rule", "CG-33").stdout


def test_a_board_pack_is_written(golden, tmp_path):
    page = tmp_path / "pack.html"
    done = osteon("board-pack", golden, "sinet-409", page, "--as-of", "2023-05-31")
    assert str(page) in "".join(done.stdout.split())
    text = page.read_text(encoding="utf-8")
    assert "Patient sinet-409" in text
    assert DISCLAIMER in text
    assert "sinet-410" not in text


def test_a_patient_that_is_not_there_is_not_named(golden, tmp_path):
    with pytest.raises(RecordError) as refused:
        osteon("board-pack", golden, "sinet-999", tmp_path / "pack.html")
    assert "sinet-999" not in str(refused.value)
