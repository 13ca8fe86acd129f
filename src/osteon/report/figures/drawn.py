"""How every figure is drawn: under the settings of the house, and only once where it is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec

from osteon.report.figures.drawing import Drawing
from osteon.report.figures.settings import fixed_settings
from osteon.report.number_style import current_style

Asked = ParamSpec("Asked")
_KEPT: ContextVar[dict[str, Drawing] | None] = ContextVar("kept_drawings", default=None)


@contextmanager
def keep_drawings() -> Iterator[None]:
    """Keep what is drawn within: the same figure, asked for again, is not drawn again."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def drawn(draw: Callable[Asked, Drawing]) -> Callable[Asked, Drawing]:
    """Let a function draw under the settings of the house, and take from what is kept.

    A figure is known again by all that it shows, as it writes itself: its values may be others
    that are equal, as those that came from another process are, and NaN is not equal to itself.
    """

    @wraps(draw)
    def draw_once(*figure: Asked.args, **named: Asked.kwargs) -> Drawing:
        kept = _KEPT.get()
        if kept is None:
            with fixed_settings():
                return draw(*figure, **named)
        key = repr((draw.__qualname__, current_style(), figure, named))
        if key not in kept:
            with fixed_settings():
                kept[key] = draw(*figure, **named)
        return kept[key]

    return draw_once
