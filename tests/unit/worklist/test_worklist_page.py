"""The page of the manual that lists all rules of the worklist."""

from pathlib import Path

from osteon.worklist import DISCLAIMER, RULES, render_manual

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "worklist.md"


def test_the_page_in_the_manual_is_the_one_that_follows_from_the_rules():
    assert PAGE.read_text(encoding="utf-8") == render_manual(), "Run `make docs`."


def test_every_rule_threshold_and_source_is_in_it():
    page = render_manual()
    assert DISCLAIMER in page
    for code, rule in RULES.items():
        section = page.split(f"\n### {code}\n")[1].split("\n### ")[0]
        for words in rule.settle()[1:]:
            assert words in section
        for threshold in rule.thresholds:
            assert f"| `{threshold.name}` |" in section


CG_12 = """
**A dose of denosumab is late.**

- *Trigger.* A running course of denosumab 120 mg.
- *Due.* 42 days after the last dose, or after the start where there was none; where the \
interval was changed on purpose, the interval and 14 days, if that is longer.
- *Closed by.* A dose, or the stop of the course.
- *Source* (published definition). Label of denosumab: every 4 weeks.

Reads `antiresorptive_course` (agent, start_date, stop_date, planned_interval_change, \
interval_days), `antiresorptive_dose` (agent, date).

| threshold | default | what it limits | source |
|---|---|---|---|
| `late_after_days` | `42` | Days after a dose by which the next is given. | registry design |
| `grace_days` | `14` | Days by which a longer planned interval may be exceeded. | registry design |
"""


def test_a_rule_of_the_page():
    section = render_manual().split("\n### CG-12\n")[1].split("\n### ")[0]
    assert section.strip() == CG_12.strip()
