"""Figures of journal width: curves, bars, forest and love plots, maps, and the flow chart."""

from osteon.report.figures.alluvial import (
    AlluvialFigure,
    AlluvialNode,
    AlluvialStream,
    draw_alluvial,
)
from osteon.report.figures.bars import Bar, BarFigure, BarRow, draw_bars
from osteon.report.figures.curve_figure import (
    CountBlock,
    CurveEntry,
    CurveFigure,
    CurveMarks,
    RiskRow,
)
from osteon.report.figures.curves import draw_curves
from osteon.report.figures.drawing import Drawing
from osteon.report.figures.drawn import keep_drawings
from osteon.report.figures.flow import draw_flow, split_flow
from osteon.report.figures.flow_layout import FlowNode
from osteon.report.figures.forest import draw_forest
from osteon.report.figures.forest_figure import ForestFigure, ForestRow
from osteon.report.figures.lexis import LexisFigure, LexisSquare, draw_lexis
from osteon.report.figures.love import LoveFigure, LoveRow, draw_love
from osteon.report.figures.outlines import Outline, SkeletonView, skeleton_views
from osteon.report.figures.page import DOUBLE_COLUMN_MM, SINGLE_COLUMN_MM
from osteon.report.figures.panels import PanelFigure, draw_panels
from osteon.report.figures.pies import Pie, PieFigure, Slice, draw_pies
from osteon.report.figures.skeletal_map import MapLabel, SkeletalMap, draw_skeletal_map
from osteon.report.figures.swimmer import Course, SwimmerFigure, draw_swimmer
from osteon.report.figures.trajectory import (
    TrajectoryFigure,
    TrajectoryPanel,
    TrajectoryPoint,
    draw_trajectory,
)

__all__ = [
    "DOUBLE_COLUMN_MM",
    "SINGLE_COLUMN_MM",
    "AlluvialFigure",
    "AlluvialNode",
    "AlluvialStream",
    "Bar",
    "BarFigure",
    "BarRow",
    "CountBlock",
    "Course",
    "CurveEntry",
    "CurveFigure",
    "CurveMarks",
    "Drawing",
    "FlowNode",
    "ForestFigure",
    "ForestRow",
    "LexisFigure",
    "LexisSquare",
    "LoveFigure",
    "LoveRow",
    "MapLabel",
    "Outline",
    "PanelFigure",
    "Pie",
    "PieFigure",
    "RiskRow",
    "SkeletalMap",
    "SkeletonView",
    "Slice",
    "SwimmerFigure",
    "TrajectoryFigure",
    "TrajectoryPanel",
    "TrajectoryPoint",
    "draw_alluvial",
    "draw_bars",
    "draw_curves",
    "draw_flow",
    "draw_forest",
    "draw_lexis",
    "draw_love",
    "draw_panels",
    "draw_pies",
    "draw_skeletal_map",
    "draw_swimmer",
    "draw_trajectory",
    "keep_drawings",
    "skeleton_views",
    "split_flow",
]
