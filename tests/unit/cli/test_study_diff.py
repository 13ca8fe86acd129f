"""What changed between two runs: the numbers, the reasons, and the patients who recompute it."""

import copy
import csv
import stat
from datetime import UTC, date, datetime

import pytest
from typer.testing import CliRunner

from osteon.cli.answers import Output, answer
from osteon.cli.app import app
from osteon.dictionary import ENTITIES, to_arrow
from osteon.protocol import load_protocol
from osteon.report import Format, find_moved, load_results
from osteon.snapshot import build_snapshot, open_snapshot
from osteon.study import run_study
from osteon.synthetic import GOLDEN_DATA_CUTOFF, golden_records

PROTOCOL = """
protocol = 1
id = "small"
title = "A small study"

[variable.sex]
label = "Sex"
column = "patient.sex"
levels = { M = "Male", F = "Female" }

[population.everybody]
title = "Everybody"

[population.men]
title = "Men"
from = "everybody"
steps = [{ keep = "sex = 'M'", reason = "Not a man" }]

[analysis.sexes]
kind = "distribution"
title = "Sexes"
population = "everybody"
variables = ["sex"]

[analysis.of_men]
kind = "distribution"
title = "Sexes of men"
population = "men"
variables = ["sex"]
"""
SIZE = 40


def freeze(folder, records, cutoff=GOLDEN_DATA_CUTOFF):
    tables = {
        name: to_arrow(name, records.get(name, [])) for name in ENTITIES if name != "data_cut"
    }
    created = datetime(2024, 1, 1, tzinfo=UTC)
    return build_snapshot(folder, tables, data_cutoff=cutoff, source="test", created=created)


def of_patients(records, wanted):
    return {n: [row for row in rows if row["patient_id"] in wanted] for n, rows in records.items()}


@pytest.fixture(scope="module")
def records():
    """Before and after: one woman left, somebody came, and one who was a woman is a man."""
    everybody = golden_records()
    ids = [row["patient_id"] for row in everybody["patient"][: SIZE + 1]]
    sex = {row["patient_id"]: row["sex"] for row in everybody["patient"]}
    left, changed, *_ = (name for name in ids[:SIZE] if sex[name] == "F")
    before = of_patients(everybody, set(ids[:SIZE]))
    after = copy.deepcopy(of_patients(everybody, set(ids) - {left}))
    for row in after["patient"]:
        row["sex"] = "M" if row["patient_id"] == changed else row["sex"]
    return before, after, {left, changed, ids[SIZE]}


@pytest.fixture(scope="module")
def folder(records, tmp_path_factory):
    folder = tmp_path_factory.mktemp("diff")
    (folder / "small.toml").write_text(PROTOCOL, encoding="utf-8")
    protocol = load_protocol(folder / "small.toml")
    for name, one, day in (("old", records[0], GOLDEN_DATA_CUTOFF),
                           ("new", records[1], date(2024, 5, 31))):  # fmt: skip
        snapshot = freeze(folder / f"{name}_snapshot", one, day)
        answer(
            protocol, snapshot, folder / name, announce=lambda _: None, output=Output([Format.HTML])
        )
    return folder


def run(folder, *options):
    command = ["study", "diff", str(folder / "old"), str(folder / "new"), "--quiet", *options]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.exception
    return done.stdout


def test_numbers_that_moved_are_said_with_what_else_differs(folder):
    said = run(folder)
    assert "Snapshot: " in said
    assert "Data cut-off: 2023-05-31, now 2024-05-31" in said
    assert "Protocol" not in said
    men = [load_results(folder / name / "results.json") for name in ("old", "new")]
    counts = [next(c.value for c in r.cells if c.cell_id == "of_men/men/n") for r in men]
    assert f"of_men/men/n: {counts[0]:.0f}, now {counts[1]:.0f}" in said


def test_without_snapshots_no_patient_is_looked_at(folder):
    assert "entered" not in run(folder)


def test_with_both_snapshots_it_counts_who_changed_and_names_nobody(folder, records):
    snapshots = (str(folder / f"{name}_snapshot") for name in ("old", "new"))
    said = run(folder, "--snapshots", *snapshots)
    assert "everybody: 1 entered, 1 left" in said
    assert "sex: 1 changed" in said
    assert not [name for name in records[2] if name in said]
    assert "then: " in said
    assert "; on the new data: " in said


def test_the_listed_patients_recompute_the_change(folder, records, tmp_path):
    """The old records, with nothing but the listed patients' records taken from the new."""
    before, after, expected = records
    snapshots = (str(folder / f"{name}_snapshot") for name in ("old", "new"))
    listed = tmp_path / "patients.csv"
    run(folder, "--snapshots", *snapshots, "--patients", str(listed))
    with listed.open(encoding="utf-8") as file:
        patients = {row["patient_id"] for row in csv.DictReader(file)}
    assert patients == expected
    others = {row["patient_id"] for row in before["patient"]} - patients
    mixed = {name: [*of_patients(before, others)[name], *of_patients(after, patients)[name]]
             for name in before}  # fmt: skip
    protocol = load_protocol(folder / "small.toml")
    again = run_study(protocol, freeze(tmp_path / "mixed", mixed)).results
    assert again.cells == run_study(protocol, open_snapshot(folder / "new_snapshot")).results.cells
    one_less = patients - {min(patients)}
    still = {name: [*of_patients(before, others | {min(patients)})[name],
                    *of_patients(after, one_less)[name]] for name in before}  # fmt: skip
    assert run_study(protocol, freeze(tmp_path / "less", still)).results.cells != again.cells


def test_the_list_is_for_its_owner_alone(folder, tmp_path):
    snapshots = (str(folder / f"{name}_snapshot") for name in ("old", "new"))
    run(folder, "--snapshots", *snapshots, "--patients", str(tmp_path / "p.csv"))
    assert stat.S_IMODE((tmp_path / "p.csv").stat().st_mode) == 0o600


def test_no_result_folder_names_a_patient(folder, records):
    everybody = {row["patient_id"] for part in records[:2] for row in part["patient"]}
    for path in (folder / "new").rglob("*"):
        if path.suffix in {".json", ".csv", ".html", ".toml"}:
            text = path.read_text(encoding="utf-8-sig")
            assert not [name for name in everybody if name in text], path


def test_a_snapshot_that_the_results_do_not_name_is_refused(folder):
    snapshot = str(folder / "new_snapshot")
    command = ["study", "diff", str(folder / "old"), str(folder / "new"), "--snapshots",
               snapshot, snapshot]  # fmt: skip
    done = CliRunner().invoke(app, command)
    assert "a snapshot with another digest" in str(done.exception)


def test_results_do_not_differ_from_themselves(folder):
    results = load_results(folder / "old" / "results.json")
    assert find_moved(results, results) == ()


def test_a_run_withholds_small_counts_where_it_is_asked_to(folder, tmp_path):
    command = ["study", "run", str(folder / "small.toml"), str(folder / "old_snapshot"),
               str(tmp_path), "--format", "html", "--suppress-below", "30", "--quiet"]  # fmt: skip
    assert CliRunner().invoke(app, command).exit_code == 0
    results = load_results(tmp_path / "results.json")
    assert results.study["disclosure"].startswith("Counts below 30 are withheld")
    counts = [cell.value for cell in results.cells if cell.statistic == "n"]
    assert not [n for n in counts if 0 < n < 30]
