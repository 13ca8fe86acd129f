"""The manual's page of protocol keys, written from their declaration."""

import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from osteon.protocol.analyses.figure_options import (
    BarOptions,
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
    Association,
    Characteristics,
    CumulativeIncidence,
    Distribution,
    Survival,
)
from osteon.protocol.endpoints import Endpoint, EventRows
from osteon.protocol.expectations import Expectation, ExpectedEnding
from osteon.protocol.model import (
    Bands,
    Case,
    Duration,
    Selection,
    Settings,
    Variable,
)
from osteon.protocol.populations import Branches, Population, Step
from osteon.protocol.published import Published
from osteon.protocol.sensitivity import Sensitivity
from osteon.protocol.study_protocol import StudyProtocol

SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Top level", StudyProtocol),
    ("`[settings]`", Settings),
    ("`[date.NAME]` and `[variable.NAME]`", Variable),
    ("`first`, `last`, `nearest`, `any`, `count`, `min`, `max`, `sum` of a variable", Selection),
    ("`duration` of a variable", Duration),
    ("`bands` of a variable", Bands),
    ("`cases` of a variable", Case),
    ("`[population.NAME]`", Population),
    ("`steps` of a population", Step),
    ("`[[branches]]`", Branches),
    ("`[endpoint.NAME]`", Endpoint),
    ("`recurrent` of an endpoint", EventRows),
    ('`[analysis.NAME]` with kind = "characteristics"', Characteristics),
    ('`[analysis.NAME]` with kind = "distribution"', Distribution),
    ('`[analysis.NAME]` with kind = "association"', Association),
    ('`[analysis.NAME]` with kind = "survival"', Survival),
    ('`[analysis.NAME]` with kind = "cumulative_incidence"', CumulativeIncidence),
    ('`[analysis.NAME]` with kind = "regression"', Regression),
    ("`covariates` of a regression or a weighting", Covariate),
    ('`[analysis.NAME]` with kind = "subgroups"', Subgroups),
    ('`[analysis.NAME]` with kind = "weighting"', Weighting),
    ('`[analysis.NAME]` with kind = "skeletal_map"', SkeletalMap),
    ('`[analysis.NAME]` with kind = "transition"', Transition),
    ('`[analysis.NAME]` with kind = "trajectory"', Trajectory),
    ("`values` of a trajectory", Measurement),
    ('`[analysis.NAME]` with kind = "swimmer"', Swimmer),
    ('`[analysis.NAME]` with kind = "lexis"', Lexis),
    ("`figure` of an association or a picture", FigureOptions),
    ("`figure` of a distribution", BarOptions),
    ("`figure` of survival", SurvivalOptions),
    ("`figure` of cumulative incidence", IncidenceOptions),
    ("`[sensitivity.NAME]`", Sensitivity),
    ('`[analysis.NAME]` with kind = "sensitivity"', SensitivityAnalysis),
    ('`[analysis.NAME]` with kind = "recurrent"', Recurrent),
    ('`[analysis.NAME]` with kind = "rates"', Rates),
    ("`age` of rates", AgeBands),
    ('`[analysis.NAME]` with kind = "conversion"', Conversion),
    ('`[analysis.NAME]` with kind = "agreement"', Agreement),
    ('`[analysis.NAME]` with kind = "dose_response"', DoseResponse),
    ("`[[analysis.NAME.published]]`", Published),
    ("`[[expect]]`", Expectation),
    ("`[expect.endpoint.NAME]`", ExpectedEnding),
)

INTRODUCTION = """# Every key of a protocol

*Written from the declarations in `osteon.protocol`; `make docs` writes it again.*

A protocol is a TOML file. Names (of dates, variables, populations, endpoints, analyses) are small
letters, digits and `_`. What refers to something must stand below it. A variable has exactly one
source, from records (`column`, `concept`, `first`, `last`, `nearest`, `any`, `count`, `min`, `max`,
`sum`) or from other variables (`duration`, `bands`, `cases`, `calculate`, `first_known`).

Editors complete keys, concepts, tables and switches, and mark what is misspelt, by the JSON Schema
that `osteon study schema > protocol.schema.json` writes: with an editor that knows Taplo, such as
Visual Studio Code with Even Better TOML, the first line of a protocol names it:

    #:schema ./protocol.schema.json
"""

WORDS = {
    str: "text",
    bool: "true or false",
    float: "a number",
    int: "a whole number",
}

CONDITIONS = """## Conditions

`keep`, `drop` and `where` are conditions: comparisons with `=`, `!=`, `<`, `<=`, `>`, `>=`;
`in ('a', 'b')`, `not in`, `between 1 and 2`, `is missing`, `is not missing`; joined by `and`, `or`,
`not` and brackets; a truth value stands for itself. Text stands in single quotes, a day as
`2020-05-17`. A comparison with a missing value is unknown: whom `keep` cannot judge leaves, whom
`drop` cannot judge stays, and the flow chart counts both as not known.
"""


def render_manual() -> str:
    """Return the page: a table of keys for each part of a protocol."""
    parts = [INTRODUCTION]
    for title, model in SECTIONS:
        summary = " ".join((model.__doc__ or "").split("\n\n")[0].split())
        rows = "\n".join(_rows(model))
        head = "| key | value | default | |\n|---|---|---|---|"
        parts.append(f"## {title}\n\n{summary}\n\n{head}\n{rows}\n")
    return "\n".join([*parts, CONDITIONS])


def _rows(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        words = (f"`{field.alias or name}`", _value(field.annotation), _default(field))
        yield f"| {' | '.join(words)} | {field.description or ''} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    if field.default is PydanticUndefined or isinstance(field.default, BaseModel):
        return ""
    return {None: "", "": "", (): ""}.get(field.default, f"`{field.default}`".replace("'", ""))


def _value(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin in {Union, types.UnionType}:
        inner = [part for part in arguments if part is not types.NoneType]
        return _value(inner[0]) if len(inner) == 1 else "a table"
    if origin is tuple:
        return f"list of {_value(arguments[0])}"
    if hasattr(annotation, "__metadata__"):
        return _value(arguments[0])
    return WORDS.get(annotation, "a table")
