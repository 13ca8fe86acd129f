"""The page on simulating a registry is true: its example runs, its table names every part."""

import re
import runpy
from dataclasses import fields
from pathlib import Path

from osteon.snapshot import open_snapshot
from osteon.synthetic import SimulationTruth, parse_truth

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "simulate_a_registry.md"


def test_the_example_runs_as_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    [example] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "example.py").write_text(example.replace("5_000", "60"), encoding="utf-8")
    runpy.run_path("example.py")
    assert "60 patients, seed 1, truth " in capsys.readouterr().out
    assert open_snapshot(Path("snapshots/simulated")).manifest.tables["patient"].rows == 60
    assert parse_truth(Path("truth.json").read_text(encoding="utf-8")).imaging.interval_days == 180


def test_the_table_names_every_part_of_a_truth():
    parts = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert parts == [field.name for field in fields(SimulationTruth)]
