"""Commands that stand for a function of another module, which is imported when they are called."""

import ast
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command


class LazyCommand(TyperCommand):
    """A command that is listed from the source of its function, and imported when called.

    Parameters
    ----------
    name : str
        The word, as typed.
    function : str
        ``module:function`` within `osteon.cli`.
    """

    def __init__(self, name: str, function: str) -> None:
        self._module, _, self._function = function.partition(":")
        super().__init__(name, help=read_summaries(self._module)[self._function])

    def make_context(self, *arguments: Any, **settings: Any) -> Any:
        """Import the function, and let it read the arguments."""
        module = import_module(f"{__package__}.{self._module}")
        app = typer.Typer(add_completion=False)
        app.command(self.name)(getattr(module, self._function))
        return get_command(app).make_context(*arguments, **settings)


def lazy_group(declared: Mapping[str, str]) -> type[TyperGroup]:
    """Return the class of a group with these commands, each a word and its function."""

    class LazyGroup(TyperGroup):
        def __init__(self, *, commands: dict[str, Any], **settings: Any) -> None:
            lazy = {name: LazyCommand(name, function) for name, function in declared.items()}
            super().__init__(commands={**lazy, **commands}, **settings)

    return LazyGroup


@cache
def read_summaries(module: str) -> dict[str, str]:
    """Return the first line that documents each function of a module, without importing it."""
    source = files(__package__).joinpath(f"{module}.py").read_text(encoding="utf-8")
    return {
        node.name: (ast.get_docstring(node) or "").partition("\n")[0]
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
