"""Rules about lines of systemic therapy and radioligand cycles: H-31, H-32."""

from collections.abc import Iterator
from itertools import combinations

from osteon.quality.certainty import span_of
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switch, Switches

CYCLE, LINE = "prrt_cycle", "systemic_therapy_line"
ANTIPROLIFERATIVE = frozenset({"antiproliferative", "both"})


def find_impossible_activities(chart: Chart, switches: Switches) -> Iterator[Flaw]:
    """Yield activities of radioligand cycles that nobody gives."""
    for row in chart.rows(CYCLE):
        activity = row.get("activity_mbq")
        if activity is None:
            continue
        if not switches["least_mbq"] <= activity <= switches["most_mbq"]:
            message = "The activity is not one of a cycle in MBq; look at the unit."
            yield Flaw(CYCLE, row, ("activity_mbq",), message)


def find_disordered_lines(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield line numbers that leave gaps or repeat, and lines that overlap unmarked."""
    rows = sorted(chart.rows(LINE), key=lambda row: str(row["id"]))
    numbers = [row["line_no"] for row in rows if row.get("line_no") is not None]
    n_unknown = len(rows) - len(numbers)
    for row in rows:
        number = row.get("line_no")
        if number is None:
            continue
        if numbers.count(number) > 1:
            yield Flaw(LINE, row, ("line_no",), "Another line has the same number.")
        n_missing = len(set(range(1, number)) - set(numbers))
        if number == max(numbers) and n_missing > n_unknown:
            yield Flaw(LINE, row, ("line_no",), "A number before this one is missing.")
    for earlier, row in combinations(rows, 2):
        if _overlap_unmarked(earlier, row):
            message = "Two antiproliferative lines overlap, and neither is marked as combination."
            yield Flaw(LINE, row, ("start_date", "stop_date", "combination"), message)


def _overlap_unmarked(earlier: Row, row: Row) -> bool:
    for line in (earlier, row):
        if line.get("intent") not in ANTIPROLIFERATIVE:
            return False
        if line.get("combination") is True or line.get("combination_null") is not None:
            return False
    spans = [span_of(line, "start_date", "stop_date") for line in (earlier, row)]
    return spans[0].overlaps(spans[1])


RULES = (
    QualityRule(
        code="H-31",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="The activity of a radioligand cycle is one in MBq",
        help="7.4 entered as MBq is 7,400 MBq.",
        reads={CYCLE: ("activity_mbq",)},
        declared_switches=(
            Switch("least_mbq", 500, "Lowest activity."),
            Switch("most_mbq", 12000, "Highest activity."),
        ),
        find=find_impossible_activities,
    ),
    QualityRule(
        code="H-32",
        severity=Severity.HARD,
        scope=Scope.PATIENT,
        title="Lines of therapy are numbered from 1 and do not overlap unmarked",
        help="A number twice, or a number without all those before it, as far as lines without a "
        "number cannot fill the gap; lines with antiproliferative intent that certainly run at "
        "the same time for more than a day, neither marked as combination. A line without a last "
        "day runs on, unless the day is unknown.",
        reads={LINE: ("line_no", "intent", "start_date", "stop_date", "combination")},
        find=find_disordered_lines,
    ),
)
