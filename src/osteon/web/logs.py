"""What the server writes of its work: which page failed and where in the code, never a value."""

import logging
import traceback
from types import TracebackType
from typing import Any


class PlaceFormatter(logging.Formatter):
    """Name the route, the status and the lines of code; messages of errors may hold values.

    A route is the pattern of an address, so that no pseudonym and no secret of a link is written.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name} {_what(record)}"]
        if record.exc_info and record.exc_info[0] is not None:
            kind, _error, trace = record.exc_info
            lines += [kind.__name__, *_places(trace)]
        return "\n".join(lines)


def _what(record: logging.LogRecord) -> str:
    request: Any = getattr(record, "request", None)
    if request is None:
        return str(record.msg)
    match = getattr(request, "resolver_match", None)
    route = match.route if match else "no route"
    return f"{request.method} /{route} {getattr(record, 'status_code', '')}".rstrip()


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]


def log_settings() -> dict[str, object]:
    """Return where lines go, as Python's logging takes it: to the standard error of the server.

    Who tries to sign in stands in the audit trail, not in a file that anybody reads.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"place": {"()": "osteon.web.logs.PlaceFormatter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "place"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"handlers": ["nowhere"], "propagate": False},
        },
    }
