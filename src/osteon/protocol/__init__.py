"""What is asked: a study protocol as data, read from TOML and checked as a whole."""

from osteon.protocol.analyses.figure_options import (
    BarOptions,
    CurveOptions,
    FigureOptions,
    IncidenceOptions,
    SurvivalOptions,
)
from osteon.protocol.analyses.pictures import (
    Lexis,
    Measurement,
    SkeletalMap,
    Swimmer,
    Trajectory,
    Transition,
)
from osteon.protocol.analyses.regression import Covariate, Regression, Subgroups, Weighting
from osteon.protocol.analyses.repeated_events import AgeBands, Conversion, Rates, Recurrent
from osteon.protocol.analyses.sensitivity import SensitivityAnalysis
from osteon.protocol.analyses.units import Agreement, DoseResponse
from osteon.protocol.analysis import (
    Analysis,
    Association,
    Characteristics,
    CumulativeIncidence,
    Distribution,
    NumericTest,
    Survival,
)
from osteon.protocol.condition import parse_calculation, parse_condition
from osteon.protocol.endpoints import Endpoint, EventRows
from osteon.protocol.expectations import Expectation, ExpectedEnding
from osteon.protocol.expression import (
    Arithmetic,
    Comparison,
    Condition,
    Flag,
    IsMissing,
    Joined,
    Literal,
    Membership,
    Name,
    Not,
    Operand,
    names_in,
)
from osteon.protocol.guard_codes import GUARD_TITLES
from osteon.protocol.invented_rows import spell_out
from osteon.protocol.json_schema import protocol_schema, render_json_schema, shipped_json_schema
from osteon.protocol.load import load_protocol, parse_protocol
from osteon.protocol.locate import find_line, place_of
from osteon.protocol.manual import render_manual
from osteon.protocol.model import (
    DAYS_PER_UNIT,
    Bands,
    Case,
    DateRule,
    Duration,
    Selection,
    Settings,
    TimeUnit,
    Variable,
)
from osteon.protocol.populations import (
    Branches,
    Population,
    Step,
    ancestry,
    are_apart,
    is_part_of,
    name_the_rest,
)
from osteon.protocol.printed import Printed, PrintedNumber, parse_printed
from osteon.protocol.published import Brackets, Published
from osteon.protocol.sensitivity import Sensitivity, combine
from osteon.protocol.study_protocol import UNIT_TABLES, StudyProtocol
from osteon.protocol.variants import apply_choices, focus, narrow

__all__ = [
    "DAYS_PER_UNIT",
    "GUARD_TITLES",
    "UNIT_TABLES",
    "AgeBands",
    "Agreement",
    "Analysis",
    "Arithmetic",
    "Association",
    "Bands",
    "BarOptions",
    "Brackets",
    "Branches",
    "Case",
    "Characteristics",
    "Comparison",
    "Condition",
    "Conversion",
    "Covariate",
    "CumulativeIncidence",
    "CurveOptions",
    "DateRule",
    "Distribution",
    "DoseResponse",
    "Duration",
    "Endpoint",
    "EventRows",
    "Expectation",
    "ExpectedEnding",
    "FigureOptions",
    "Flag",
    "IncidenceOptions",
    "IsMissing",
    "Joined",
    "Lexis",
    "Literal",
    "Measurement",
    "Membership",
    "Name",
    "Not",
    "NumericTest",
    "Operand",
    "Population",
    "Printed",
    "PrintedNumber",
    "Published",
    "Rates",
    "Recurrent",
    "Regression",
    "Selection",
    "Sensitivity",
    "SensitivityAnalysis",
    "Settings",
    "SkeletalMap",
    "Step",
    "StudyProtocol",
    "Subgroups",
    "Survival",
    "SurvivalOptions",
    "Swimmer",
    "TimeUnit",
    "Trajectory",
    "Transition",
    "Variable",
    "Weighting",
    "ancestry",
    "apply_choices",
    "are_apart",
    "combine",
    "find_line",
    "focus",
    "is_part_of",
    "load_protocol",
    "name_the_rest",
    "names_in",
    "narrow",
    "parse_calculation",
    "parse_condition",
    "parse_printed",
    "parse_protocol",
    "place_of",
    "protocol_schema",
    "render_json_schema",
    "render_manual",
    "shipped_json_schema",
    "spell_out",
]
