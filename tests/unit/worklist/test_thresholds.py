"""Thresholds of a centre hold only under a name and a day; all that is wrong is said at once."""

from datetime import date

import pytest

from osteon.errors import ProtocolError, SourceFileError
from osteon.worklist import RULES, SignOff, Thresholds, load_thresholds, parse_thresholds

SIGNED = '[centre.C01]\nsigned_off_by = " NET board "\nsigned_off_on = 2026-03-01\n'


def test_a_centre_sets_some_and_keeps_the_other_defaults():
    text = f'{SIGNED}rules_off = ["CG-30"]\n[centre.C01.rule.CG-18]\ng1_stable_months = 9\n'
    centre = parse_thresholds(text).at("C01")
    assert centre.sign_off == SignOff("NET board", date(2026, 3, 1))
    assert centre.rules_off == {"CG-30"}
    assert centre.of("CG-18") == {**RULES["CG-18"].defaults, "g1_stable_months": 9}
    assert centre.of("CG-01") == RULES["CG-01"].defaults


def test_a_centre_that_said_nothing_has_the_defaults_unsigned():
    centre = Thresholds().at("C02")
    assert centre.sign_off is None
    assert centre.of("CG-01") == {"due_days": 60}


def problems_of(text):
    with pytest.raises(ProtocolError) as refused:
        parse_thresholds(text, where="file")
    return {problem.where: problem for problem in refused.value.problems}


def test_nobody_may_change_a_threshold_without_signing():
    found = problems_of("[centre.C01.rule.CG-01]\ndue_days = 30\n")
    assert set(found) == {"file: centre.C01.signed_off_by", "file: centre.C01.signed_off_on"}


def test_all_that_is_wrong_is_said_at_once():
    found = problems_of(
        'center = 1\n[centre.C01]\nsigned_off_by = ""\nsigned_off_on = 2026-03-01T10:00:00\n'
        'rule_off = []\nrules_off = ["CG-1"]\n'
        "[centre.C01.rule.CG-01]\ndue_day = 3\n[centre.C01.rule.CG-02]\ndue_days = -1\n"
        "[centre.C01.rule.CG-77]\n"
    )
    assert set(found) == {
        "file: center",
        "file: centre.C01.signed_off_by",
        "file: centre.C01.signed_off_on",
        "file: centre.C01.rule_off",
        "file: centre.C01.CG-1",
        "file: centre.C01.CG-77",
        "file: centre.C01.rule.CG-01.due_day",
        "file: centre.C01.rule.CG-02.due_days",
    }
    assert found["file: centre.C01.rule.CG-01.due_day"].hint == "Did you mean 'due_days'?"
    assert found["file: centre.C01.rule.CG-02.due_days"].permitted == "a number from 0"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("centre = 1", "file: centre"),
        ("[centre]\nC01 = 1", "file: centre.C01"),
        (f"{SIGNED}rules_off = 1", "file: centre.C01.rules_off"),
        (f"{SIGNED}rule = 1", "file: centre.C01.rule"),
        (f"{SIGNED}rule.CG-01 = 1", "file: centre.C01.rule.CG-01"),
    ],
)
def test_what_is_no_table_or_list_is_named(text, where):
    assert list(problems_of(text)) == [where]


def test_a_file_is_read(tmp_path):
    path = tmp_path / "thresholds.toml"
    path.write_text(SIGNED, encoding="utf-8")
    assert load_thresholds(path).at("C01").sign_off is not None


@pytest.mark.parametrize("content", [None, b"\xff", b"[centre"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "thresholds.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceFileError, match="cannot be read"):
        load_thresholds(path)
