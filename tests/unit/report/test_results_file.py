"""``results.json`` becomes the same results again, and says so where it cannot."""

import dataclasses
import json
import math
from datetime import date

import pytest

from osteon.errors import SourceFileError
from osteon.report import load_results
from osteon.report.results_file import write_results
from osteon.study import AnalysisResult, Cell


def same(first, second):
    """Return whether two values are equal, where what is no number equals itself."""
    if isinstance(first, float) and isinstance(second, float):
        return first == second or (math.isnan(first) and math.isnan(second))
    if dataclasses.is_dataclass(first) and type(first) is type(second):
        names = [field.name for field in dataclasses.fields(first)]
        return all(same(getattr(first, name), getattr(second, name)) for name in names)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    return type(first) is type(second) and first == second


def test_results_become_the_same_results_again(results, tmp_path):
    path = tmp_path / "results.json"
    write_results(path, results)
    loaded = load_results(path)
    for field in dataclasses.fields(results):
        assert same(getattr(loaded, field.name), getattr(results, field.name)), field.name


def test_settings_keep_dates_tuples_and_numbers_that_are_none(results, tmp_path):
    settings = {
        "cut": date(2023, 5, 31), "times": (60, 120), "limit": math.inf, "low": -math.inf,
        "nested": {"groups": ["a", "b"], "none": None, "flag": True},
    }  # fmt: skip
    analysis = AnalysisResult(id="a", kind="survival", title="A", settings=settings)
    path = tmp_path / "results.json"
    write_results(path, dataclasses.replace(results, analyses=(analysis,)))
    assert load_results(path).analyses[0].settings == settings


def test_the_file_is_valid_json_without_bare_nan(results, tmp_path):
    cells = (Cell("a", "n", math.nan), Cell("a", "m", math.inf), Cell("a", "k", -math.inf))
    path = tmp_path / "results.json"
    write_results(path, dataclasses.replace(results, cells=cells))

    def refuse(constant):
        raise AssertionError(constant)

    content = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)
    assert [cell["value"] for cell in content["cells"]] == [
        {"$float": "nan"},
        {"$float": "inf"},
        {"$float": "-inf"},
    ]


def test_the_same_results_give_the_same_bytes(results, tmp_path):
    for name in ("first.json", "second.json"):
        write_results(tmp_path / name, results)
    first, second = ((tmp_path / f"{n}.json").read_bytes() for n in ("first", "second"))
    assert first == second


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{", "no JSON that can be read"),
        ("[]", "JSON of another kind"),
        ('{"format": "something else"}', "JSON of another kind"),
        ('{"format": "osteon results", "format_version": 99}', "the format of another version"),
        ('{"format": "osteon results", "format_version": 1}', "fields too many or too few"),
    ],
)
def test_a_file_that_holds_no_results_is_refused_with_its_name(text, found, tmp_path):
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceFileError, match=found) as refusal:
        load_results(path)
    assert str(path) in str(refusal.value)
    assert "Run the study again" in str(refusal.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceFileError, match="no JSON that can be read"):
        load_results(tmp_path / "results.json")
