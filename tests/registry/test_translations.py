"""Every text that a page shows has its German, and the compiled catalogue is of these texts."""

import dataclasses
import gettext
import importlib.util
import re
import sys
from pathlib import Path

import pytest

from osteon.quality import RULES as QUALITY_RULES
from osteon.worklist import RULES

TESTS = Path(__file__).parents[1]


def load(path):
    """Return a module that is no part of a package."""
    spec = importlib.util.spec_from_file_location(f"read_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


translations = load(TESTS.parent / "docs" / "translations.py")

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@pytest.fixture(scope="module")
def german():
    return translations.german(translations.read_catalogue())


def names(texts):
    return {text if isinstance(text, str) else text[0] for text in texts}


def test_every_text_has_its_german(german):
    shown = names(translations.shown_texts())
    assert sorted(shown - german.keys()) == [], "run: python docs/translations.py"
    assert translations.missing(translations.read_catalogue()) == []


def test_nothing_is_kept_that_is_shown_no_more(german):
    assert sorted(german.keys() - names(translations.shown_texts())) == []


def test_texts_of_modules_templates_and_declarations_are_among_them():
    shown = names(translations.shown_texts())
    assert {
        "Parts of the registry",  # a template
        "%(total)s patient",  # a template that counts
        "present",  # a module
        "thoracic vertebra 8",  # a code list
        "Highest uptake.",  # the dictionary
        "The SINS warrants a surgical consultation, and none is on record.",  # a rule
        "The course stops before it starts.",  # a rule of data quality
        "Questions and open actions",  # the board pack
        "Centre %(centre)s",  # the worklist
        "There is no such record.",  # a refusal
    } <= shown


def test_whatever_a_rule_finds_in_its_cases_has_its_german(german):
    """Sentences are gathered from the code; here they are met as the rules say them."""
    flaws = load(TESTS / "spec" / "quality" / "test_rule_tables.py").read_cases()
    gaps = load(TESTS / "unit" / "worklist" / "test_gap_tables.py").read_cases()
    said = {found.message for case in flaws for found in case.findings()}
    said |= {gap.reason for case in gaps for gap in case.gaps()}
    assert len(said) > 130
    assert sorted(said - german.keys()) == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (QUALITY_RULES["H-14"], "title"),
        (QUALITY_RULES["H-14"], "help"),
        (RULES["CG-01"], "trigger"),
        (RULES["CG-01"], "closes"),
    ],
)
def test_a_rule_without_german_is_found(monkeypatch, rule, text):
    """Any new word of a rule lacks its German until somebody writes it."""
    new = dataclasses.replace(rule, **{text: "Said by nobody yet."})
    known = QUALITY_RULES if rule.code in QUALITY_RULES else RULES
    name = "QUALITY_RULES" if known is QUALITY_RULES else "RULES"
    monkeypatch.setattr(translations, name, {**known, rule.code: new})
    renewed = translations.renew(translations.read_catalogue(), translations.shown_texts())
    assert translations.missing(renewed) == ["Said by nobody yet."]


def test_placeholders_stand_in_both_languages(german):
    for text, said in german.items():
        for one in [said] if isinstance(said, str) else said:
            assert set(PLACEHOLDER.findall(one)) == set(PLACEHOLDER.findall(text)), text


def test_the_compiled_catalogue_is_of_these_texts(german):
    with translations.COMPILED.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for text, said in german.items():
        found = compiled.gettext(text) if isinstance(said, str) else compiled.ngettext(text, "", 1)
        assert found == (said if isinstance(said, str) else said[0]), text


def test_a_text_without_german_is_found():
    catalogue = translations.renew(translations.read_catalogue(), {"Nobody said this.", "Patients"})
    assert translations.missing(catalogue) == ["Nobody said this."]
