"""Trajectories, swimmer plots and Lexis diagrams: room for every letter, the same bytes."""

import pytest

from osteon.report.figures import (
    Course,
    LexisFigure,
    LexisSquare,
    SwimmerFigure,
    TrajectoryFigure,
    TrajectoryPanel,
    TrajectoryPoint,
    draw_lexis,
    draw_swimmer,
    draw_trajectory,
)
from osteon.report.figures.palette import PAPER
from osteon.report.figures.shades import SHADES, shade_limits, shade_of
from osteon.study import Cell

WIDTHS = (85.0, 174.0)


def cell(statistic, value, **place):
    return Cell("a", statistic, float(value), **place)


def point(step, count):
    return TrajectoryPoint(
        step, cell("median", 4), cell("q1", 2), cell("q3", 6.5), cell("n", count, level=str(step))
    )


def trajectory(width):
    points = tuple(point(step, 1200 if step % 3 else 4) for step in range(-4, 40))
    panels = (TrajectoryPanel("Worst pain in 24 hours", points), TrajectoryPanel("Opioids", points))
    return TrajectoryFigure(panels, -4, 39, "Time (weeks)", "Treated sites with a value", width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_trajectory_has_room_for_the_numbers_it_shows(width):
    first, second = (
        draw_trajectory(trajectory(width), "t", title="T", description="T") for _ in range(2)
    )
    assert (first.svg, first.pdf) == (second.svg, second.pdf)
    shown = trajectory(width).shown
    assert 0 in shown
    assert {number.cell.level for number in first.numbers} == {str(step) for step in shown}


def test_few_values_make_no_firm_point():
    assert point(0, 5).is_firm
    assert not point(0, 4).is_firm


@pytest.mark.parametrize("width", WIDTHS)
def test_a_swimmer_plot_has_a_bar_a_patient_and_its_warning(width):
    courses = tuple(
        Course(cell("course_time", 120 - k), k % 3, ((k % 6, cell("mark_time", 50 - k)),))
        for k in range(40)
    )
    figure = SwimmerFigure(
        courses, ("Censored", "Death", "Lost"), tuple(f"Mark {k}" for k in range(6)),
        "Time (months)", "Not for release: each row is one patient.", width,
    )  # fmt: skip
    first, second = (draw_swimmer(figure, "s", title="S", description="S") for _ in range(2))
    assert first.svg == second.svg
    assert figure.height < 200


@pytest.mark.parametrize("width", WIDTHS)
def test_a_lexis_diagram_prints_events_where_they_have_room(width):
    years = tuple(range(1988, 2024))
    squares = tuple(
        LexisSquare(column, row, cell("person_years", column + row),
                    cell("n_event", row, level=str(column)) if row else None)
        for column in range(len(years)) for row in range(4)
    )  # fmt: skip
    rows = ("0\u20135", "5\u201310", "10\u201315", "15\u201320")
    figure = LexisFigure(years, rows, squares, "Years since: Diagnosis", "Person-years", width)
    first, second = (draw_lexis(figure, "l", title="L", description="L") for _ in range(2))
    assert first.svg == second.svg
    assert bool(first.numbers) is (figure.column_width > 1.6)


def test_shades_cut_equal_parts_of_a_round_range():
    limits = shade_limits([cell("person_years", 41)])
    assert limits == (0, 10, 20, 30, 40, 50)
    assert [shade_of(value, limits) for value in (0, 10, 11, 50)] == [
        PAPER, SHADES[0], SHADES[1], SHADES[4],
    ]  # fmt: skip
