"""What the declarations of the rules promise."""

import re

import pytest

from osteon.dictionary import entity
from osteon.worklist import RULES
from osteon.worklist.history import HAPPENS_ON

SPECIFIED = {
    "CG-01": {"due_days": 60},
    "CG-02": {"due_days": 42},
    "CG-03": {"before_days": 180},
    "CG-04": {"before_days": 14},
    "CG-05": {"due_days": 14},
    "CG-07": {"clearance_below_ml_min": 30, "every_days": 30},
    "CG-08": {"before_days": 7},
    "CG-11": {"due_days": 30},
    "CG-12": {"late_after_days": 42},
    "CG-13": {"due_days": 150},
    "CG-14": {"from_months": 24, "every_months": 12},
    "CG-15": {"due_days": 14},
    "CG-16": {"due_months": 6},
    "CG-17": {"due_months": 6},
    "CG-18": {"nec_months": 3, "g3_months": 3, "g2_months": 6, "g1_months": 6,
              "g1_stable_months": 12, "stable_months": 24, "change_months": 3},
    "CG-19": {"sins_from": 7, "due_days": 14},
    "CG-20": {"due_days": 28},
    "CG-22": {"mirels_from": 8, "due_days": 14},
    "CG-23": {"nrs_from": 4, "due_days": 28},
    "CG-24": {"baseline_days": 14, "window_days": 14},
    "CG-25": {"due_days": 28},
    "CG-26": {"due_days": 42},
    "CG-27": {"due_days": 42},
    "CG-28": {"labs_days": 28},
    "CG-29": {"due_months": 6},
    "CG-30": {"every_months": 12},
    "CG-32": {"every_months": 12},
    "CG-33": {"ahead_days": 60},
}  # fmt: skip
"""Limits as they were agreed on; a change of one is a change of what is asked of centres."""


@pytest.mark.parametrize("code", SPECIFIED)
def test_defaults_are_those_agreed_on(code):
    assert SPECIFIED[code].items() <= dict(RULES[code].defaults).items()


def test_every_rule_of_the_domain_is_there_in_order():
    assert list(RULES) == [f"CG-{number:02}" for number in range(1, 34)]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_declaration_is_complete(rule):
    assert rule.title
    assert not rule.title.endswith(".")
    for sentence in rule.settle()[2:6]:
        assert re.fullmatch(r"[A-Z0-9].*\.", sentence)
    for table, names in rule.reads.items():
        assert set(names) <= set(entity(table).by_name)
    for threshold in rule.thresholds:
        assert threshold.accepts(threshold.default)
        assert threshold.help.endswith(".")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_threshold_stands_in_the_words_of_its_rule(rule):
    words = f"{rule.trigger} {rule.due} {rule.closes}"
    assert set(re.findall(r"\{(\w+)\}", words)) == set(rule.defaults)
    changed = {threshold.name: 777 for threshold in rule.thresholds}
    assert ("777" in " ".join(rule.settle(changed))) is bool(changed)


def test_limits_of_days_carry_their_unit():
    units = ("_days", "_months", "_from", "_ml_min", "_mmol_l")
    for rule in RULES.values():
        assert all(threshold.name.endswith(units) for threshold in rule.thresholds), rule.code


def test_compression_of_the_cord_is_shown_in_retrospect_only():
    assert [rule.code for rule in RULES.values() if rule.is_audit] == ["CG-21"]
    assert RULES["CG-21"].defaults["audit_after_days"] >= 28


def test_only_consent_outlives_the_patient():
    assert [rule.code for rule in RULES.values() if rule.is_about_consent] == ["CG-33"]


def test_days_on_which_something_happened_are_dates_of_the_dictionary():
    for table, name in HAPPENS_ON.items():
        assert entity(table).field(name).kind in {"date", "partial_date"}
