"""The page on security is true in what can be looked up: its tests and its settings exist."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "security.md").read_text(encoding="utf-8")
STATES = {"met", "partly", "operator", "no such thing"}
WITHOUT_LEVEL_2 = {"V3.1", "V3.6", "V6.7", "V11.7", "V15.4"}
GROUPS = {
    1: 5, 2: 4, 3: 7, 4: 4, 5: 4, 6: 8, 7: 6, 8: 4, 9: 2, 10: 7, 11: 7, 12: 3, 13: 4, 14: 3,
    15: 4, 16: 5,
}  # fmt: skip
"""How many groups each chapter of the standard has; chapter 17 is one row."""


def rows():
    table = PAGE.split("## The table")[1]
    lines = [line for line in table.splitlines() if line.startswith("| V")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_group_of_the_standard_has_a_row():
    wanted = {f"V{chapter}.{n}" for chapter, last in GROUPS.items() for n in range(1, last + 1)}
    given = {code for row in rows() for code in re.findall(r"V\d+\.\d+", row[0])}
    assert given == wanted - WITHOUT_LEVEL_2


def test_every_row_has_a_state_that_is_explained():
    assert {row[1] for row in rows()} == STATES


def test_every_test_that_is_named_exists():
    text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    known = set(re.findall(r"^def (test_\w+)", text, flags=re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert named
    assert named <= known, named - known


def test_every_setting_that_is_named_exists():
    source = (ROOT / "src" / "osteon" / "web" / "settings.py").read_text(encoding="utf-8")
    for name in set(re.findall(r"`([A-Z][A-Z_]+)`", PAGE)):
        assert hasattr(settings, name) or name in source, f"there is no setting {name}"


def test_what_is_met_is_shown_or_plain_from_the_page_itself():
    """A row without a test or a setting is met by a document or by what the registry lacks."""
    by_document = {"V1.4", "V2.1", "V5.1", "V6.1", "V7.1", "V11.1", "V13.1", "V14.1", "V16.1"}
    bare = {row[0].split()[0] for row in rows() if row[1] == "met" and not row[3]}
    assert bare == by_document
