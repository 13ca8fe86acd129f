"""What analyses of events need of their endpoint: rows that recur, or the last negative one."""

from collections.abc import Iterator

from osteon.errors import Problem
from osteon.protocol.analyses.repeated_events import Conversion, Rates, Recurrent
from osteon.protocol.analysis import Analysis, CumulativeIncidence, Survival
from osteon.protocol.check_selection import Found, Path, undeclared
from osteon.protocol.study_protocol import StudyProtocol

OF_ONE_EVENT = (Survival, CumulativeIncidence, Conversion)


def find_event_problems(protocol: StudyProtocol, path: Path, analysis: Analysis) -> Iterator[Found]:
    """Yield a problem where an endpoint is not of the kind that an analysis is about."""
    if isinstance(analysis, Rates) and analysis.age is not None:
        yield from undeclared((*path, "age", "birth"), analysis.age.birth, sorted(protocol.date))
    name = getattr(analysis, "endpoint", None)
    endpoint = protocol.endpoint.get(name) if isinstance(name, str) else None
    if endpoint is None:
        return
    found = f"'{analysis.kind}' of '{name}', "
    if isinstance(analysis, Recurrent) and endpoint.recurrent is None:
        yield (
            (*path, "endpoint"),
            Problem("", f"{found}which happens once", "an endpoint with `recurrent` rows"),
        )
    if isinstance(analysis, Conversion) and endpoint.last_negative is None:
        yield (
            (*path, "endpoint"),
            Problem("", f"{found}which has no `last_negative`", "an endpoint with `last_negative`"),
        )
    if endpoint.recurrent is not None and isinstance(analysis, OF_ONE_EVENT):
        yield (
            (*path, "endpoint"),
            Problem(
                "",
                f"{found}which may come again",
                'kind = "recurrent" or "rates", or an endpoint of the first event',
            ),
        )
