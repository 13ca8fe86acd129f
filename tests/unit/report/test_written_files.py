"""The folder that a report is written to."""

import csv
import dataclasses
import subprocess
import sys

import pytest

from osteon.report import write_report
from osteon.study import CELL_COLUMNS, Cell


@pytest.fixture(scope="module")
def folder(results, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "results"
    assert write_report(results, folder) == folder / "report.html"
    return folder


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_folder_holds_what_the_manual_says(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {"report.html", "cells.csv", "results.json"} <= names
    assert {"figures/attrition.svg", "figures/os_by_bone.svg", "figures/os_by_bone.pdf"} <= names
    assert {"tables/table_1.csv", "tables/os_by_bone_at_risk.csv", "tables/attrition.csv"} <= names


def test_a_second_run_gives_the_same_bytes(results, folder, tmp_path):
    write_report(results, tmp_path)
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / path.relative_to(folder)).read_bytes(), path


def test_what_an_earlier_run_left_is_taken_away(results, tmp_path):
    for stale in ("figures/old.svg", "figures/old.pdf", "tables/old.csv"):
        (tmp_path / stale).parent.mkdir(exist_ok=True)
        (tmp_path / stale).write_text("old", encoding="utf-8")
    kept = tmp_path / "figures" / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    write_report(results, tmp_path)
    assert not list(tmp_path.rglob("old.*"))
    assert kept.exists()


def test_cells_are_written_in_the_agreed_columns_with_all_digits(results, folder):
    rows = read_csv(folder / "cells.csv")
    assert tuple(rows[0]) == CELL_COLUMNS
    assert [row["cell_id"] for row in rows] == [cell.cell_id for cell in results.cells]
    for row, cell in zip(rows, results.cells, strict=True):
        assert row["value"] == ("" if cell.value != cell.value else repr(cell.value))


def test_cells_spell_infinity_and_leave_out_what_is_no_number(results, tmp_path):
    cells = (Cell("a", "odds_ratio", float("inf")), Cell("a", "p_value", float("nan")))
    write_report(dataclasses.replace(results, analyses=(), cells=cells, curves=()), tmp_path)
    rows = read_csv(tmp_path / "cells.csv")
    assert [row["value"] for row in rows] == ["inf", ""]
    assert [row["n"] for row in rows] == ["", ""]


def test_a_table_file_prints_the_table_and_names_its_cells(folder):
    rows = {row["Characteristic"]: row for row in read_csv(folder / "tables" / "table_1.csv")}
    column = "Bone metastases, n = 105"
    assert rows["Male"][column] == "65 (61.9)"
    assert rows["Male"][f"{column} [cells]"] == ("table_1/bone/sex/M/n; table_1/bone/sex/M/percent")
    assert rows["Hormone syndrome, n (%)"]["p"] == "< 0.001"


def test_heads_of_several_rows_become_one_name_a_column(folder):
    names = list(read_csv(folder / "tables" / "sre_by_antiresorptive.csv")[0])
    assert [name for name in names if not name.endswith("[cells]")] == [
        "Bone metastases, n = 105",
        "Skeletal-related event, Event, n/N (%)",
        "Skeletal-related event, Event, 95% CI",
        "Skeletal-related event, No event, n/N (%)",
        "Skeletal-related event, No event, 95% CI",
    ]


def test_two_cells_with_one_id_are_refused(results, tmp_path):
    twice = (*results.cells, results.cells[0])
    with pytest.raises(ValueError, match="same id: table_1/sinet/n"):
        write_report(dataclasses.replace(results, cells=twice), tmp_path)


def test_a_study_without_anything_still_gives_a_report(results, tmp_path):
    nothing = dataclasses.replace(
        results, attrition=(), analyses=(), cells=(), curves=(), warnings=()
    )
    page = write_report(nothing, tmp_path).read_text(encoding="utf-8")
    assert "None of the patients lacks a value" in page


def test_the_report_keeps_away_from_the_state_of_pyplot():
    program = "import osteon.report, sys; print('matplotlib.pyplot' in sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "False"


def test_figures_are_images_too_where_that_is_asked_for(results, tmp_path):
    few = dataclasses.replace(results, analyses=results.analyses[1:2], cells=results.cells[:0],
                              curves=())  # fmt: skip
    write_report(few, tmp_path, with_png=True)
    image = (tmp_path / "figures" / "attrition.png").read_bytes()
    assert image.startswith(b"\x89PNG")
    width = int.from_bytes(image[16:20], "big")
    assert width == pytest.approx(174 / 25.4 * 300, abs=1)
    write_report(few, tmp_path)
    assert not list((tmp_path / "figures").glob("*.png"))
