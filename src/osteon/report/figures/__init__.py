"""Figures of journal width: curves over time, bars of parts of a whole, and the flow chart."""

from osteon.report.figures.bars import Bar, BarFigure, BarRow, draw_bars
from osteon.report.figures.curve_figure import CurveEntry, CurveFigure, RiskRow
from osteon.report.figures.curves import draw_curves
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.flow import FlowNode, draw_flow

__all__ = [
    "Bar",
    "BarFigure",
    "BarRow",
    "CurveEntry",
    "CurveFigure",
    "Drawing",
    "FlowNode",
    "RiskRow",
    "draw_bars",
    "draw_curves",
    "draw_flow",
]
