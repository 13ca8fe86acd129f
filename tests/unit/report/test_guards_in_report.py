"""Guards stand once in a report, whatever they found."""

import re
from pathlib import Path

from osteon.report.guards import TITLES, list_guards
from osteon.study import GuardFinding

MANUAL = Path(__file__).parents[3] / "docs" / "reference" / "guards.md"


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
    assert prevalent.hints == ("Report them apart", "Leave them out")
    assert prevalent.title == "events at or before time zero"


def test_a_code_without_a_title_keeps_its_message():
    (guard,) = list_guards([GuardFinding("NEW-01", "", "something new")])
    assert (guard.title, guard.findings[0].message) == ("", "something new")


def test_titles_are_the_headings_of_the_manual():
    headings = dict(
        re.findall(r"^## ([A-Z]+-\d+): (.+)$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert dict(TITLES) == {code: headings.get(code) for code in TITLES}
