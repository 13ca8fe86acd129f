"""The page on preparing a tumour board is true: its commands, thresholds and example run."""

import re
from pathlib import Path

from typer.testing import CliRunner

from osteon.cli.app import app
from osteon.worklist import parse_thresholds

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "prepare_a_tumour_board.md"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_commands_run_as_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke
    assert run(app, ["synthetic", "golden", "snapshots/2026", "--quiet"]).exit_code == 0
    commands = re.findall(r"^    osteon (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        words, _, page = command.partition(" > ")
        done = run(app, words.split())
        assert done.exit_code == 0, done.output
        assert not page or done.stdout.startswith("<!doctype html>")
    assert Path("sinet-409.html").is_file()


def test_the_thresholds_are_read():
    [text] = blocks("toml")
    centre = parse_thresholds(text).at("C01")
    assert centre.of("CG-18")["g2_months"] == 4
    short = "\n".join(text.splitlines()[:3])
    assert parse_thresholds(short).at("C01").sign_off == centre.sign_off


def test_the_example_runs():
    [example] = blocks("python")
    names = {}
    exec(compile(example, str(PAGE), "exec"), names)  # noqa: S102  # what the page shows
    assert {gap.rule for gap in names["gaps"]} == {"CG-01"}
