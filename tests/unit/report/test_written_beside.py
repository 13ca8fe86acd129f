"""A report written by a second process beside its study is the report that one process writes."""

import dataclasses

import pytest

from osteon.report import Commission, Format, report_writer, write_report
from osteon.report.ahead import draw
from osteon.report.beside import SecondProcess
from osteon.report.document import build_document
from osteon.report.figures import keep_drawings
from osteon.report.figures.page import Page
from osteon.report.number_style import NumberStyle, number_style
from osteon.study import Cell, StudyResults

FORMATS = (Format.HTML, Format.DOCX, Format.PDF)


def part_of(results: StudyResults, analysis: str) -> StudyResults:
    """Return what is known of a study when one of its analyses is answered, or none."""
    return dataclasses.replace(
        results,
        analyses=tuple(one for one in results.analyses if one.id == analysis),
        cells=tuple(cell for cell in results.cells if cell.analysis == analysis),
        curves=tuple(curve for curve in results.curves if curve.analysis == analysis),
        warnings=tuple(found for found in results.warnings if found.analysis == analysis),
        published=(),
    )


def contents(folder) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def written(results, tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("written")
    write_report(results, folder, formats=FORMATS)
    return contents(folder)


@pytest.fixture
def commission(results, tmp_path) -> Commission:
    return Commission(results, tmp_path / "results", None, FORMATS)


def test_it_has_the_same_bytes(results, written, commission, monkeypatch):
    """Another process draws with other ids of objects, other hashes, and NaNs of its own."""
    monkeypatch.setattr(Commission, "write", lambda _: pytest.fail("It was written here."))
    with report_writer(FORMATS) as writer:
        for analysis in ("", *(one.id for one in results.analyses)):
            writer.draw_ahead(part_of(results, analysis))
        writer.write(commission)
    assert contents(commission.folder) == written


def test_what_was_drawn_ahead_is_not_drawn_again(results, monkeypatch):
    copied = dataclasses.replace(results, cells=tuple(map(copy, results.cells)))
    with keep_drawings():
        for analysis in ("", *(one.id for one in results.analyses)):
            list(draw(part_of(results, analysis)))
        monkeypatch.setattr(Page, "finish", lambda *_, **__: pytest.fail("It is drawn again."))
        assert list(build_document(copied).drawings)


def copy(cell: Cell) -> Cell:
    """Return a cell that is equal but for its NaNs, which are equal to nothing."""
    return dataclasses.replace(cell, conf_low=float(str(cell.conf_low)))


def test_figures_of_other_numbers_are_drawn_anew(results):
    """Of the analyses with figures, only the one whose numbers changed is drawn anew."""
    (first, *_) = (cell for cell in results.cells if cell.statistic == "n_at_risk")
    changed = tuple(
        dataclasses.replace(cell, value=cell.value + 1) if cell is first else cell
        for cell in results.cells
    )
    with keep_drawings():
        before = {one.id: one for one in build_document(results).drawings}
        after = build_document(dataclasses.replace(results, cells=changed)).drawings
        assert {one.id for one in after if before[one.id] is not one} == {first.analysis}


def test_figures_in_another_style_are_drawn_anew(results):
    with keep_drawings():
        house = {one.id: one for one in build_document(results).drawings}
        with number_style(NumberStyle(decimal_point="\u00b7")):
            other = {one.id: one for one in build_document(results).drawings}
    assert other["os_by_bone"].svg != house["os_by_bone"].svg


def test_where_the_second_process_fails_it_is_written_here(written, commission, monkeypatch):
    monkeypatch.setattr("osteon.report.beside.PROGRAM", "raise SystemExit(1)")
    with report_writer(FORMATS) as writer:
        writer.draw_ahead(commission.results)
        writer.write(commission)
    assert contents(commission.folder) == written


def test_where_no_second_process_can_be_had_it_is_written_here(written, commission, monkeypatch):
    monkeypatch.setattr("osteon.report.beside.sys.executable", "/there/is/no/python")
    with report_writer(FORMATS) as writer:
        assert writer.beside is None
        writer.draw_ahead(commission.results)
        writer.write(commission)
    assert contents(commission.folder) == written


def test_one_core_is_not_shared_by_two_processes(monkeypatch):
    monkeypatch.setattr("osteon.report.beside._cores", lambda: 1)
    with report_writer(FORMATS) as writer:
        assert writer.beside is None


def test_what_is_wrong_with_results_is_said_as_ever(results, commission):
    twice = dataclasses.replace(results, cells=(*results.cells, results.cells[0]))
    with report_writer(FORMATS) as writer, pytest.raises(ValueError, match="Several cells"):
        writer.write(dataclasses.replace(commission, results=twice))


def test_no_process_is_left_when_the_study_is_interrupted(results):
    processes = []

    def interrupt():
        with report_writer(FORMATS) as writer:
            processes.append(writer.beside._process)
            writer.draw_ahead(results)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert processes[0].poll() is not None


def test_the_second_process_ends_with_the_first(results):
    """What a process sends through is closed when it ends, whatever ended it."""
    process = SecondProcess(FORMATS)
    process.send(results).result()
    process._pipe.close()
    assert process._process.wait(timeout=60) == 1
    process.end()
