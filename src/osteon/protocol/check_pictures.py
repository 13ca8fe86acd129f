"""What a picture of a protocol says must fit together: variables, and conditions on rows."""

from collections.abc import Iterator

from osteon.protocol.analyses.pictures import SkeletalMap, Transition
from osteon.protocol.analysis import Analysis
from osteon.protocol.check_selection import Found, Path, expression_problems, fields_of, undeclared
from osteon.protocol.condition import parse_condition
from osteon.protocol.study_protocol import StudyProtocol


def find_picture_problems(
    protocol: StudyProtocol, path: Path, analysis: Analysis
) -> Iterator[Found]:
    """Yield everything that cannot be meant in an analysis that is a picture."""
    match analysis:
        case SkeletalMap(where=str(where)):
            fields = sorted(fields_of(analysis.table))
            yield from expression_problems((*path, "where"), parse_condition, where, fields)
        case Transition():
            variables = sorted(protocol.variable)
            yield from undeclared((*path, "from"), analysis.start, variables)
            yield from undeclared((*path, "to"), analysis.end, variables)
        case _:
            return
