"""Commands end with a result or with a message and an exit code, never with a traceback."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from osteon.cli.app import app
from osteon.cli.commands import COMMANDS, GROUPS
from osteon.protocol import shipped_json_schema

ROOT = Path(__file__).parents[3]
GROUPED = [(*group.split(), name) for group, names in COMMANDS.items() for name in names]
EVERY = [(), *((group,) for group in GROUPS), *GROUPED]
WIDE = {"COLUMNS": "200", "TERMINAL_WIDTH": "200"}
HEAVY = {"duckdb", "ibis", "matplotlib", "numba", "numpy", "pandas", "pyarrow", "scipy"}


def osteon(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = "from osteon.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def golden(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("golden") / "snapshot"
    done = osteon("synthetic", "golden", folder, "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder


@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_every_command_has_help(command):
    assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0


@pytest.mark.parametrize("command", GROUPED, ids=" ".join)
def test_every_command_has_an_example(command):
    said = CliRunner().invoke(app, [*command, "--help"]).output
    assert f"osteon {' '.join(command)}" in " ".join(said.split())


@pytest.mark.parametrize("command", GROUPED, ids=" ".join)
def test_every_command_is_in_the_manual(command):
    manual = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert f"`osteon {' '.join(command)}" in manual


@pytest.mark.parametrize("command", GROUPED, ids=" ".join)
def test_a_command_is_listed_by_the_first_line_of_its_help(command):
    """It is read from the source; the help comes from the function itself."""
    *group, name = command
    listed = CliRunner().invoke(app, [*group, "--help"], env=WIDE).output
    (line,) = re.findall(rf"^│ {name} +(.+?) *│$", listed, re.MULTILINE)
    assert line in CliRunner().invoke(app, [*command, "--help"], env=WIDE).output


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["study", "--help"]], ids=" ".join)
def test_what_runs_no_command_loads_none_of_the_rooms(words):
    program = (
        "import sys, atexit; from osteon.cli import main; "
        "atexit.register(lambda: print('loaded', *sys.modules)); main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.rpartition("\nloaded ")[2].split())
    assert "osteon.cli.app" in loaded
    rooms = {name for name in loaded if re.fullmatch(r"osteon\.(?!cli|errors)\w+", name)}
    assert (rooms, HEAVY & loaded) == (set(), set())


def test_a_whole_snapshot_is_called_whole(golden):
    done = osteon("snapshot", "check", golden)
    assert done.returncode == 0
    assert "is whole" in done.stdout


def test_a_snapshot_is_described(golden):
    done = osteon("snapshot", "describe", golden)
    assert done.returncode == 0
    assert "skeletal_event" in done.stdout


def assert_message(done, code, *words):
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_truncated_file_is_refused_by_name(golden, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(golden, broken)
    table = broken / "tumour.parquet"
    table.write_bytes(table.read_bytes()[:-100])
    assert_message(osteon("snapshot", "check", broken), 12, "tumour.parquet")
    protocol = ROOT / "protocols" / "sinet_bone.toml"
    done = osteon("study", "run", protocol, broken, tmp_path / "out")
    assert_message(done, 12, "tumour.parquet")


def test_a_misspelt_field_is_named_with_its_line(golden, tmp_path):
    text = (ROOT / "protocols" / "sinet_bone.toml").read_text(encoding="utf-8")
    protocol = tmp_path / "misspelt.toml"
    protocol.write_text(text.replace("tumour.age_at_diagnosis", "tumour.age_at_diagnose"))
    done = osteon("study", "run", protocol, golden, tmp_path / "out")
    assert_message(done, 14, "misspelt.toml:", "Did you mean 'age_at_diagnosis'")


def test_a_bad_protocol_is_answered_with_all_that_is_wrong(tmp_path):
    protocol = tmp_path / "bad.toml"
    protocol.write_text('protocol = 1\nid = "x"\ntitle = 3\n[setings]\n')
    done = osteon("study", "check", protocol)
    assert_message(done, 14, "bad.toml:3, title", "setings", "population", "analysis")


def test_the_schema_is_printed_as_it_is_shipped():
    said = CliRunner().invoke(app, ["study", "schema"])
    assert said.exit_code == 0
    assert said.stdout == shipped_json_schema()


def test_an_invented_patient_that_comes_out_otherwise_is_named_with_its_line(tmp_path):
    protocol = tmp_path / "sexes.toml"
    protocol.write_text(
        'protocol = 1\nid = "sexes"\ntitle = "Sexes"\n'
        '[variable.sex]\ncolumn = "patient.sex"\n[population.all]\ntitle = "All"\n'
        '[analysis.a]\nkind = "distribution"\ntitle = "A"\npopulation = "all"\n'
        'variables = ["sex"]\n[[expect]]\ntitle = "A man"\ngiven.patient = [{ sex = "M" }]\n'
        'variables = { sex = "F" }\n'
    )
    done = osteon("study", "check", protocol)
    assert_message(done, 14, "sexes.toml", "expect.0.variables.sex", "found 'M'", "'A man'")
    protocol.write_text(protocol.read_text().replace('"F"', '"M"'))
    assert "1 of 1 expectations met" in osteon("study", "check", protocol).stdout


def test_a_bad_mapping_is_answered_with_all_that_is_wrong(tmp_path):
    mapping, source = tmp_path / "bad.toml", tmp_path / "rows.csv"
    mapping.write_text('[sorce]\nformat = "csv"\n')
    source.write_text("a,b\n1,2\n")
    done = osteon("snapshot", "build", mapping, source, tmp_path / "out", "--cutoff", "2023-05-31")
    assert_message(done, 13, "bad.toml", "sorce")


def test_a_cutoff_must_be_a_day(tmp_path):
    done = osteon("snapshot", "build", "m.toml", "s.csv", tmp_path / "out", "--cutoff", "31.5.2023")
    assert_message(done, 1, "--cutoff", "2023-05-31")


def test_a_group_of_the_future_is_refused_with_its_guaranteed_survival(golden, tmp_path):
    text = (ROOT / "protocols" / "sinet_bone.toml").read_text(encoding="utf-8")
    protocol = tmp_path / "naive.toml"
    protocol.write_text(text.replace('grouping = "ever"\n', ""))
    done = osteon("study", "run", protocol, golden, tmp_path / "out")
    assert_message(done, 15, "TIME-01", "person-years of guaranteed survival")


def test_a_study_check_with_a_snapshot_prints_the_guards(golden):
    done = osteon("study", "check", ROOT / "protocols" / "sinet_bone.toml", golden, "--quiet")
    assert done.returncode == 0
    assert "TIME-01" in done.stdout
    assert "PREVALENT-01" in done.stdout
