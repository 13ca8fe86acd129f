"""Rules about scores of bones that may break: H-22, H-23."""

from collections.abc import Iterator

from osteon.codes import load_value_set
from osteon.quality.chart import Chart, Row
from osteon.quality.finding import Flaw, Severity
from osteon.quality.rule import QualityRule, Scope
from osteon.quality.switch import Switches

SPINE, LONG_BONE = "spine_assessment", "long_bone_assessment"
SINS = (
    "sins_location",
    "sins_pain",
    "sins_lesion",
    "sins_alignment",
    "sins_collapse",
    "sins_posterolateral",
)
MIRELS = ("mirels_site", "mirels_pain", "mirels_lesion", "mirels_size")
TOTALS = ((SPINE, "sins_total", SINS), (LONG_BONE, "mirels_total", MIRELS))
JUNCTIONAL = ("SKULL", "C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1")
MOBILE = ("C3", "C4", "C5", "C6", "L2", "L3", "L4")
SEMIRIGID = ("T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10")
LOCATION_POINTS = {
    **dict.fromkeys(JUNCTIONAL, (3,)),
    **dict.fromkeys(MOBILE, (2,)),
    **dict.fromkeys(SEMIRIGID, (1,)),
    "SACRUM": (0, 3),
}
"""Points of the location by level. The skull stands for the occiput; the sacrum as a whole holds
both its junction and its rigid part."""
UNSCORED = "COCCYX"


def _group(region: str) -> str:
    regions = load_value_set("bone_region")
    return regions[region].group if region in regions else ""


def is_spine(region: str) -> bool:
    """Return whether a region belongs to the vertebral column."""
    return _group(region) == "SPINE"


def find_wrong_totals(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield totals that are not the sum of their components."""
    for table, total, components in TOTALS:
        for row in chart.rows(table):
            if row.get(total) is None:
                continue
            points = [row[name] for name in components if row.get(name) is not None]
            if len(points) < len(components):
                message = "A total is given, and one of its components is missing."
                yield Flaw(table, row, (total, *components), message)
            elif sum(points) != row[total]:
                message = "The total is not the sum of its components."
                yield Flaw(table, row, (total, *components), message)


def find_misplaced_scores(chart: Chart, _: Switches) -> Iterator[Flaw]:
    """Yield scores of bones for which they are not made, and points that do not fit the level."""
    for row in chart.rows(SPINE):
        levels = row.get("levels") or []
        if levels and row.get("escc") is not None and not any(map(is_spine, levels)):
            message = "Epidural compression is graded at a level outside the spine."
            yield Flaw(SPINE, row, ("escc", "levels"), message)
        yield from _wrong_location_points(row, levels)
    for row in chart.rows(LONG_BONE):
        is_scored = any(row.get(name) is not None for name in (*MIRELS, "mirels_total"))
        region = row.get("region")
        if is_scored and region is not None and not _group(region).startswith("LONG_BONE"):
            message = "Mirels' score is made for long bones."
            yield Flaw(LONG_BONE, row, ("region", "mirels_total"), message)


def _wrong_location_points(row: Row, levels: list[str]) -> Iterator[Flaw]:
    location = row.get("sins_location")
    if location is None or not levels or UNSCORED in levels:
        return
    fitting = {point for level in levels for point in LOCATION_POINTS.get(level, ())}
    if location not in fitting:
        message = "The points for the location are those of another level."
        yield Flaw(SPINE, row, ("sins_location", "levels"), message)


RULES = (
    QualityRule(
        code="H-22",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="SINS and Mirels totals are the sums of their components",
        help="Where a component is missing there is no total; a reason for its absence does not "
        "help.",
        reads={table: (total, *components) for table, total, components in TOTALS},
        find=find_wrong_totals,
    ),
    QualityRule(
        code="H-23",
        severity=Severity.HARD,
        scope=Scope.RECORD,
        title="Scores fit the bone",
        help="SINS points for the location are those of one of the levels (sacrum: 0 or 3; skull "
        "for occiput; silent at the coccyx); Mirels' score is for long bones; epidural "
        "compression is graded in the spine.",
        reads={
            SPINE: ("levels", "sins_location", "escc"),
            LONG_BONE: ("region", "mirels_total", *MIRELS),
        },
        find=find_misplaced_scores,
    ),
)
