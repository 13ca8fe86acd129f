"""The second interpreter is a second opinion: it shares the language, and nothing of the engine."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

INTERPRETER = Path(__file__).parents[2] / "interpreter"
MODULES = sorted(INTERPRETER.glob("*.py"))
MAY_IMPORT = {
    *("collections", "collections.abc", "dataclasses", "datetime", "itertools", "typing"),
    *("osteon.protocol", "osteon.dictionary", "osteon.concepts"),
}
PLAIN_HALF = {"CONCEPTS"}
LONGEST_MODULE = 300


def strange_imports(text: str) -> Iterator[str]:
    """Yield what a module imports beside itself, the language and the plain half of concepts."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = str(node.module)
            if name not in MAY_IMPORT and name.split(".", maxsplit=1)[0] != "interpreter":
                yield name
            if name == "osteon.concepts":
                yield from (a.name for a in node.names if a.name not in PLAIN_HALF)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_nothing_of_the_engine_is_imported(path):
    text = path.read_text(encoding="utf-8")
    assert list(strange_imports(text)) == []
    assert ".derive(" not in text, "the expression half of a concept"
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import ibis", ["ibis"]),
        ("from osteon.cohort import build_cohort", ["osteon.cohort"]),
        ("from osteon.concepts import Tables", ["Tables"]),
        ("from osteon.concepts.expressions import bone", ["osteon.concepts.expressions"]),
        ("from osteon.protocol import Name", []),
        ("from interpreter.days import to_number", []),
    ],
)
def test_the_rule_about_imports_can_fail(text, expected):
    assert list(strange_imports(text)) == expected
