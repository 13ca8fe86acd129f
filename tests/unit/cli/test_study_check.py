"""``osteon study check``: every guard and every refusal, each with file and line."""

import pytest
from typer.testing import CliRunner

from osteon.cli.app import app
from osteon.errors import StudyError

PARTS = """
[variable.hit]
any = { from = "skeletal_event", date = "date" }

[endpoint.survival]
title = "Survival"
origin = "diagnosis"
events = ["death"]
censored_at = ["last_contact"]

[analysis.plain]
kind = "survival"
title = "Plain"
population = "all"
endpoint = "survival"
acknowledge = { "CLUSTER-01" = "There never was a patient with two rows." }
"""
REFUSED = """
[analysis.late]
kind = "survival"
title = "Late"
population = "all"
endpoint = "survival"
group = "hit"
"""
PATIENTS = [
    {"events": [{"date": "2012-01-01", "type": "MSCC", "region": "T5"}]},
    {"referral": "2011-01-01"},
]


@pytest.fixture
def check(freeze_rows, tables, protocol_text, tmp_path):
    """Return a function: parts of a protocol to what the command says and the protocol's lines."""

    def run(*parts):
        path = tmp_path / "small.toml"
        path.write_text(protocol_text(*parts), encoding="utf-8")
        folder = freeze_rows(tables(PATIENTS)).folder
        done = CliRunner().invoke(app, ["study", "check", str(path), str(folder), "--quiet"])
        return done, path

    return run


def line_of(path, fragment):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if fragment in line)


def test_each_finding_has_file_line_code_analysis_message_and_hint(check):
    done, path = check(PARTS)
    assert done.exit_code == 0
    entry = f"{path}:{line_of(path, '[endpoint.survival]')}: TIME-03 plain: 1 patients were first"
    assert entry in done.output
    assert "Declare the date of the first visit as `entry`" in done.output
    stale = f"{path}:{line_of(path, 'acknowledge')}: STALE-01 plain: "
    assert stale in done.output


def test_a_refusal_fails_after_everything_is_said(check):
    done, path = check(PARTS, REFUSED)
    assert isinstance(done.exception, StudyError)
    assert "TIME-03 plain" in done.output
    assert "TIME-03 late" in done.output
    (problem,) = done.exception.problems
    line = line_of(path, 'group = "hit"')
    assert problem.where == f"{path}:{line}, analysis.late.group"
    assert problem.found.startswith("TIME-01")


def test_an_unknown_code_is_not_acknowledged(check):
    done, _ = check(PARTS.replace("CLUSTER-01", "CLUTTER-01"))
    assert "Did you mean 'CLUSTER-01'" in str(done.exception)
