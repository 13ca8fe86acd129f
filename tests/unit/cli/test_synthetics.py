"""Registries of known truth, from the command line."""

import pytest
from typer.testing import CliRunner

from osteon.cli.app import app
from osteon.errors import ProtocolError, SnapshotError
from osteon.snapshot import open_snapshot


def osteon(*words):
    return CliRunner().invoke(app, [*map(str, words), "--quiet"], catch_exceptions=True)


def rows(folder, table):
    return open_snapshot(folder).manifest.tables[table].rows


def test_a_simulated_registry_names_its_seed(tmp_path):
    done = osteon("synthetic", "simulate", tmp_path / "one", "--patients", 30, "--seed", 4)
    assert done.exit_code == 0, done.output
    snapshot = open_snapshot(tmp_path / "one")
    assert snapshot.manifest.tables["patient"].rows == 30
    assert "30 patients, seed 4" in snapshot.manifest.source
    assert snapshot.digest[:12] in done.output


def test_the_same_seed_gives_the_same_registry(tmp_path):
    for name, seed in (("one", 4), ("same", 4), ("other", 5)):
        osteon("synthetic", "simulate", tmp_path / name, "--patients", 20, "--seed", seed)
    one, same, other = (open_snapshot(tmp_path / name) for name in ("one", "same", "other"))
    assert one.digest == same.digest != other.digest


def test_a_registry_is_drawn_from_the_truth_that_is_given(tmp_path):
    truth = tmp_path / "truth.json"
    truth.write_text('{"course": {"stage_iv_at_diagnosis": 1.0, "bone_at_stage_iv": 1.0}}')
    asked = ("--patients", 20, "--seed", 1, "--truth", truth)
    assert osteon("synthetic", "simulate", tmp_path / "all", *asked).exit_code == 0
    assert rows(tmp_path / "all", "bone_lesion") >= 20


@pytest.mark.parametrize(
    ("text", "words"),
    [(None, "cannot be read"), ("{", "truth.json"), ('{"colour": 1}', "truth.json.colour")],
)
def test_a_truth_that_is_none_is_refused_by_name(tmp_path, text, words):
    truth = tmp_path / "truth.json"
    if text is not None:
        truth.write_text(text)
    asked = ("--patients", 5, "--seed", 1, "--truth", truth)
    done = osteon("synthetic", "simulate", tmp_path / "none", *asked)
    assert isinstance(done.exception, ProtocolError)
    assert words in str(done.exception)
    assert not (tmp_path / "none").exists()


def test_a_simulated_registry_replaces_nothing(tmp_path):
    asked = ("synthetic", "simulate", tmp_path / "one", "--patients", 5, "--seed", 1)
    osteon(*asked)
    assert isinstance(osteon(*asked).exception, SnapshotError)


def test_a_seed_is_asked_for(tmp_path):
    assert osteon("synthetic", "simulate", tmp_path / "none", "--patients", 5).exit_code == 2


def test_the_golden_registry_of_radiotherapy(tmp_path):
    done = osteon("synthetic", "golden", tmp_path / "one", "--registry", "radiotherapy")
    assert done.exit_code == 0, done.output
    assert rows(tmp_path / "one", "patient") == 600
    assert rows(tmp_path / "one", "radiotherapy_target") == 61
