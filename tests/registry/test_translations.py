"""Every text that a page shows has its German, and the compiled catalogue is of these texts."""

import gettext
import importlib.util
import re
from pathlib import Path

import pytest

_PATH = Path(__file__).parents[2] / "docs" / "translations.py"
_SPEC = importlib.util.spec_from_file_location("translations", _PATH)
translations = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(translations)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


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
    } <= shown


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
