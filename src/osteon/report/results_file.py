"""``results.json``: all that a study found, as valid JSON that becomes the same results again."""

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from osteon.errors import Problem, SourceFileError
from osteon.study import (
    AnalysisResult,
    AttritionStep,
    BranchCounts,
    Cell,
    Curve,
    GuardFinding,
    PublishedValue,
    StudyResults,
)

FORMAT = "osteon results"
FORMAT_VERSION = 1
RECORDS: Mapping[str, type] = {
    "attrition": AttritionStep,
    "analyses": AnalysisResult,
    "cells": Cell,
    "curves": Curve,
    "warnings": GuardFinding,
    "published": PublishedValue,
    "branches": BranchCounts,
}
# Marks of what JSON has no word for: {"$float": "nan"}, {"$date": "2023-05-31"}.
FLOAT, DATE, TUPLE = "$float", "$date", "$tuple"


def write_results(path: Path, results: StudyResults) -> None:
    """Write results with all their digits, one record a line."""
    lines = [f'"format": {json.dumps(FORMAT)}', f'"format_version": {FORMAT_VERSION}']
    for field in dataclasses.fields(results):
        value = getattr(results, field.name)
        text = _records_text(value) if field.name in RECORDS else _text(_marked(value))
        lines.append(f"{json.dumps(field.name)}: {text}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def load_results(path: Path) -> StudyResults:
    """Return the results that `write_report` wrote to ``results.json``.

    Raises
    ------
    SourceFileError
        Where the file cannot be read, is not JSON, or was written in another format.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"), object_hook=_unmarked)
    except (OSError, ValueError) as error:
        raise _not_results(path, "no JSON that can be read") from error
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise _not_results(path, "JSON of another kind")
    if content.pop("format_version", None) != FORMAT_VERSION:
        raise _not_results(path, "results in the format of another version")
    try:
        for name, record in RECORDS.items():
            content[name] = tuple(_record(record, fields) for fields in content[name])
        return StudyResults(**content)
    except (KeyError, TypeError, AttributeError) as error:
        raise _not_results(path, "results with fields too many or too few") from error


def _not_results(path: Path, found: str) -> SourceFileError:
    problem = Problem(
        where=str(path),
        found=found,
        permitted=f"{FORMAT}, format version {FORMAT_VERSION}",
        hint="Run the study again to write it anew.",
    )
    return SourceFileError("The results of the study cannot be read.", [problem])


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _records_text(records: tuple[Any, ...]) -> str:
    lines = [
        _text({f.name: _field(getattr(record, f.name)) for f in dataclasses.fields(record)})
        for record in records
    ]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


def _field(value: object) -> object:
    """Return a record's field as JSON; its tuples need no mark, as the record declares them."""
    return [_marked(item) for item in value] if isinstance(value, tuple) else _marked(value)


def _marked(value: object) -> object:
    """Return a value as JSON, with a mark where JSON has no word for it."""
    match value:
        case float() if not math.isfinite(value):
            return {FLOAT: repr(float(value))}
        case date():
            return {DATE: value.isoformat()}
        case tuple():
            return {TUPLE: [_marked(item) for item in value]}
        case list():
            return [_marked(item) for item in value]
        case Mapping():
            return {str(key): _marked(item) for key, item in value.items()}
        case _:
            return value


def _unmarked(content: dict[str, Any]) -> object:
    match content:
        case {"$float": str(text)}:
            return float(text)
        case {"$date": str(text)}:
            return date.fromisoformat(text)
        case {"$tuple": list(items)}:
            return tuple(items)
        case _:
            return content


def _record(record: type, fields: Mapping[str, Any]) -> Any:
    items = {name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()}
    return record(**items)
