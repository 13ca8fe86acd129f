"""What a protocol says of guards: reasons are given for guards that there are."""

from collections.abc import Iterator

from osteon.errors import Problem, suggest
from osteon.protocol.check_selection import Found, Path
from osteon.protocol.guard_codes import GUARD_TITLES
from osteon.protocol.study_protocol import StudyProtocol


def find_acknowledgement_problems(protocol: StudyProtocol) -> Iterator[Found]:
    """Yield a problem for each reason that is given for a guard nobody knows."""
    yield from _unknown_codes(("acknowledge",), protocol.acknowledge)
    for name, analysis in protocol.analysis.items():
        yield from _unknown_codes(("analysis", name, "acknowledge"), analysis.acknowledge)


def _unknown_codes(path: Path, reasons: dict[str, str]) -> Iterator[Found]:
    for code in reasons:
        if code not in GUARD_TITLES:
            codes = sorted(GUARD_TITLES)
            hint = suggest(code, codes)
            yield (*path, code), Problem("", f"{code!r}", ", ".join(codes), hint)
