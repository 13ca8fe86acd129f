"""How a journal prints numbers: decimals, p-values, intervals; house rules where none is named.

A style holds for a whole report and every digit in it, so it is set once around the building of the
report, as the precision of `decimal` is, and not handed through every table, figure and sentence.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from osteon.errors import Problem, UserError, suggest

HOUSE_NAME = "house"


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """Rules for numbers.

    Parameters
    ----------
    title : str
        Whose rules they are.
    decimal_point : str
        What stands before the decimals.
    percent_decimals : int
        Decimals of percents.
    p_symbol, p_equals : str
        What a p-value is called, and what stands between that and its number.
    p_leads_with_zero : bool
        Whether a zero stands before the point of a p-value.
    p_least : float
        Below this only that it is below.
    p_decimals : tuple of (float, int)
        From a value on, so many decimals; from the greatest to the least.
    interval_separator, negative_separator : str
        What stands between the limits of an interval, and what where one is negative.
    interval_lead : str
        What stands between the name of an interval and its limits.
    """

    title: str = "Osteon"
    decimal_point: str = "."
    percent_decimals: int = 1
    p_symbol: str = "p"
    p_equals: str = "\u00a0=\u00a0"
    p_leads_with_zero: bool = True
    p_least: float = 0.001
    p_decimals: tuple[tuple[float, int], ...] = ((0.0, 3),)
    interval_separator: str = "\u2013"
    negative_separator: str = " to "
    interval_lead: str = " "

    def decimals_of_p(self, value: float) -> int:
        """Return how many decimals a p-value has."""
        return next(decimals for least, decimals in self.p_decimals if value >= least)


HOUSE = NumberStyle()
_STYLE: ContextVar[NumberStyle] = ContextVar("number_style", default=HOUSE)


def current_style() -> NumberStyle:
    """Return the style that numbers are printed in here."""
    return _STYLE.get()


@contextmanager
def number_style(style: NumberStyle) -> Iterator[None]:
    """Print all numbers within in a style."""
    token = _STYLE.set(style)
    try:
        yield
    finally:
        _STYLE.reset(token)


def style_names() -> tuple[str, ...]:
    """Return the styles that come with the program."""
    folder = files("osteon.report.styles")
    names = (entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return (HOUSE_NAME, *sorted(name.removesuffix(".toml") for name in names))


def load_style(name: str, *, where: str) -> NumberStyle:
    """Return a style by its name.

    Raises
    ------
    UserError
        Where there is no such style.
    """
    if name == HOUSE_NAME:
        return HOUSE
    names = style_names()
    if name not in names:
        problem = Problem(
            where=where, found=f"'{name}'", permitted=", ".join(names), hint=suggest(name, names)
        )
        raise UserError("The style of numbers is not known.", [problem])
    file = files("osteon.report.styles") / f"{name}.toml"
    return parse_style(tomllib.loads(file.read_text(encoding="utf-8")))


def parse_style(keys: dict[str, Any]) -> NumberStyle:
    """Return the style that the keys of a file describe; a key that is left out is the house's."""
    known = {field.name for field in fields(NumberStyle)}
    unknown = sorted(keys.keys() - known)
    if unknown:
        raise ValueError(f"A style has no key {', '.join(unknown)}.")
    steps = keys.get("p_decimals", HOUSE.p_decimals)
    ordered = tuple(sorted(((float(least), int(n)) for least, n in steps), reverse=True))
    return NumberStyle(**{**keys, "p_decimals": ordered})
