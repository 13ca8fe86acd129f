"""Guards stand once in a report, whatever they found."""

import re
from pathlib import Path

from osteon.protocol import GUARD_TITLES
from osteon.report.guards import list_guards
from osteon.study import GuardFinding

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "guards"


def test_equal_codes_are_one_guard_and_equal_messages_one_finding():
    late = "16 patients had the event before"
    guards = list_guards([
        GuardFinding("PREVALENT-01", "os", late, "Report them apart"),
        GuardFinding("SPARSE-01", "table_1", "few"),
        GuardFinding("PREVALENT-01", "os_by_arm", late, "Report them apart"),
        GuardFinding("PREVALENT-01", "sre", "4 patients", "Leave them out"),
    ])  # fmt: skip
    assert [guard.code for guard in guards] == ["PREVALENT-01", "SPARSE-01"]
    prevalent = guards[0]
    assert [(f.message, f.analyses) for f in prevalent.findings] == [
        (late, ("os", "os_by_arm")), ("4 patients", ("sre",)),
    ]  # fmt: skip
    page = "In the manual: reference/guards/PREVALENT-01."
    assert prevalent.hints == ("Report them apart", "Leave them out", page)
    assert prevalent.title == "events at or before time zero"


def test_a_code_without_a_title_keeps_its_message():
    (guard,) = list_guards([GuardFinding("NEW-01", "", "something new")])
    assert (guard.title, guard.findings[0].message) == ("", "something new")


def test_a_reason_of_the_authors_stands_with_the_finding_instead_of_advice():
    reason = "The registry began when the centre opened."
    (guard,) = list_guards([
        GuardFinding("TIME-03", "os", "12 patients came later", "Declare `entry`", reason=reason),
        GuardFinding("TIME-03", "sre", "12 patients came later", "Declare `entry`"),
    ])  # fmt: skip
    said = f"12 patients came later. Acknowledged by the authors: {reason}"
    assert [(f.message, f.analyses) for f in guard.findings] == [
        (said, ("os",)), ("12 patients came later", ("sre",)),
    ]  # fmt: skip
    (alone,) = list_guards([GuardFinding("TIME-03", "os", "late", "Declare `entry`", reason="so")])
    assert alone.hints == ("In the manual: reference/guards/TIME-03.",)


def test_titles_are_the_headings_of_the_pages_of_the_manual():
    headings = {}
    for page in PAGES.glob("*.md"):
        (heading,) = re.findall(r"^# (\S+): (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        headings[heading[0]] = heading[1]
    assert headings == dict(GUARD_TITLES)
