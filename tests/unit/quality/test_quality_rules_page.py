"""The page of the manual that lists all rules of data quality."""

from pathlib import Path

from osteon.quality import RULES, render_manual

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "quality_rules.md"


def test_the_page_in_the_manual_is_the_one_that_follows_from_the_rules():
    assert PAGE.read_text(encoding="utf-8") == render_manual(), "Run `make docs`."


def test_every_rule_switch_and_function_is_in_it():
    page = render_manual()
    for code, rule in RULES.items():
        section = page.split(f"\n### {code}\n")[1].split("\n### ")[0]
        assert rule.title in section
        assert rule.help in section
        assert rule.interface in section
        for switch in rule.declared_switches:
            assert f"| `{switch.name}` |" in section


H_29 = """
**Doses of denosumab and zoledronic acid are doses of the drug.** \
Looks at the planned dose of a course and at every dose given.

Scope: record. \
Reads `antiresorptive_course` (agent, dose_mg), `antiresorptive_dose` (agent, dose_mg).

| switch | default | what it limits | source |
|---|---|---|---|
| `denosumab_mg` | `60`, `120` | Doses of denosumab. | published definition |
| `zoledronic_acid_mg` | `3.0`, `3.3`, `3.5`, `4.0`, `5.0` | Doses of zoledronic acid. \
| published definition |
"""


def test_a_rule_of_the_page():
    section = render_manual().split("\n### H-29\n")[1].split("\n### ")[0]
    assert section.strip() == H_29.strip()
