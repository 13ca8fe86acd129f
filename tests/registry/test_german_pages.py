"""On a German page the rules speak German: their names, their texts, and why they found a row."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from charts import charted
from osteon.errors import Problem
from osteon.quality import RULES as QUALITY_RULES
from osteon.registry import actions, reading
from osteon.registry.policies import Role
from osteon.registry.states import RecordState
from osteon.web.quality.rows import rule_words
from osteon.web.refusal_words import render_problem, render_refusal
from osteon.worklist import DISCLAIMER, NOT_SIGNED_OFF, RULES, board_pack, render_board_pack

GERMAN = {"headers": {"Accept-Language": "de"}}
PACK = Path("src/osteon/worklist/templates")
BONE = {
    "patient": [{"birth": "1950", "sex": "F"}],
    "metastasis_site": [{"id": "bone-1", "organ": "BONE", "status": "Y",
                         "first_date": "2023-01-01", "certainty": "definite"}],
    "skeletal_event": [{"id": "event-1", "date": "2023-02", "type": "MSCC", "region": "FEMUR_L"}],
}  # fmt: skip


@pytest.fixture
def patients(registry):
    """One with a long history, and one whose records break rules."""
    for rows in (charted(centre_id="A"), charted(BONE, patient_id="P1", centre_id="A")):
        made = actions.import_batch(rows, by=registry.operator, at=registry.at)
        assert not any(made.rejected.values())
    return registry


def english():
    """Return what rules and lists say in English and otherwise in German."""
    texts = [DISCLAIMER, NOT_SIGNED_OFF]
    for rule in QUALITY_RULES.values():
        texts += [rule.title, rule.help, *(limit.help for limit in rule.declared_switches)]
    for rule in RULES.values():
        texts += [*rule.settle()[1:6], *(limit.help for limit in rule.thresholds)]
    return [text for text in texts if " " in text]


def shown(response):
    """Return the words of a page."""
    assert response.status_code == 200, response.content
    return " ".join(unescape(response.content.decode()).split())


PAGES = (
    ("quality", (), {}),
    ("quality_patients", (), {}),
    ("quality_findings", (), {}),
    ("quality_findings", (), {"rule": "H-24"}),
    ("quality_patient", ("P1",), {}),
    ("worklist", (), {}),
    ("worklist", (), {"rule": "CG-18"}),
    ("worklist_rules", (), {}),
    ("worklist_print", (), {}),
    ("worklist_patient", ("P1",), {}),
    ("thresholds", (), {}),
    ("centre_thresholds", ("A",), {}),
    ("board_pack", ("RICH-1",), {}),
    ("board_pack", ("P1",), {}),
    ("patient", ("P1",), {}),
)


def test_no_page_says_a_rule_in_english(patients, signed_in):
    client, texts = signed_in(Role.CLINICIAN), english()
    shown(client.get(reverse("quality"), **GERMAN))
    found = reading.every_flaw(reading.LineFilter(), by=patients.operator)
    gaps = reading.every_gap(reading.LineFilter(), by=patients.operator)
    texts += {*(one.message for one in found), *(one.reason for one in gaps)}
    for name, words, asked in PAGES:
        page = shown(client.get(reverse(name, args=words), asked, **GERMAN))
        assert [text for text in texts if text in page] == [], (name, asked)


def test_the_same_pages_say_them_in_english_where_they_are_asked_to(patients, signed_in):
    """Or the test above would find nothing whatever a page says."""
    client = signed_in(Role.CLINICIAN)
    overview = shown(client.get(reverse("quality")))
    assert all(one.title in overview for one in QUALITY_RULES.values())
    rules = shown(client.get(reverse("worklist_rules")))
    assert all(text in rules for one in RULES.values() for text in one.settle()[1:6])


def test_what_a_page_says_of_each_rule_and_its_limits_is_german():
    with translation.override("de"):
        for rule in QUALITY_RULES.values():
            words, limits = rule_words(rule), rule.declared_switches
            assert words.title != rule.title, rule.code
            assert words.help != rule.help, rule.code
            assert all(a.help != b.help for a, b in zip(words.limits, limits, strict=True))


def test_numbers_stand_in_german_texts(patients, signed_in):
    page = shown(signed_in(Role.CLINICIAN).get(reverse("worklist_rules"), **GERMAN))
    with translation.override("de"):
        assert "42 Tage nach der letzten Gabe" in page
        assert gettext(RULES["CG-06"].trigger).format_map(
            RULES["CG-06"].defaults | {"lower_normal_mmol_l": "2,2"}
        ) in page  # fmt: skip


def test_a_board_pack_in_german(patients, signed_in):
    page = shown(signed_in(Role.CLINICIAN).get(reverse("board_pack", args=["RICH-1"]), **GERMAN))
    for words in ('<html lang="de">', "Primärtumor: Ileum, NET G2, diagnostiziert 11/2018.",
                  "Fällig und nicht erfasst:", "Erledigt durch:", "8. Brustwirbel", "5 Fraktionen",
                  "Stand vom", "Antiresorptive Therapie"):  # fmt: skip
        assert words in page, words
    for words in ("imaging_study", "Worst pain", "vertebra", " to ", "diagnosed", "overdue<"):
        assert words not in page, words


def test_every_word_of_the_template_of_a_board_pack_goes_through_the_language():
    for path in PACK.glob("*.j2"):
        page = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<style>.*?</style>|<[^>]*>", " ",
                      path.read_text(encoding="utf-8"), flags=re.DOTALL)  # fmt: skip
        assert re.findall(r"[A-Za-z]{2,}", page) == [], path.name


def test_a_board_pack_of_the_command_line_is_english_whatever_the_browser_speaks(patients):
    chart = reading.read_chart("RICH-1", by=patients.operator)
    with translation.override("de"):
        page = render_board_pack(board_pack(chart, as_of=patients.at.date()))
    assert "Due and not on record" in page
    assert "imaging_study:" in page


def test_what_stands_against_locking_a_record_is_said_in_german(patients, signed_in):
    by = patients.actors[Role.CLINICIAN]
    actions.move_record("skeletal_event", "event-1", RecordState.SIGNED, by=by, at=patients.at)
    answer = signed_in(Role.DATA_MANAGER).post(
        reverse("records:move", args=["skeletal_event", "event-1"]), {"state": "locked"}, **GERMAN
    )
    page = unescape(answer.content.decode())
    assert answer.status_code == 400
    for words in ("Der Eintrag kann nicht gesperrt werden.", "eine Auffälligkeit nach Regel H-24",
                  "Das Ereignis gehört zur Wirbelsäule, die Region nicht.",
                  "Skelettbezogenes Ereignis, Region"):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("no role that may sign records", "keine Rolle mit dem Recht „Einträge unterschreiben“"),
        ("a locked record", "ein Eintrag im Stand „gesperrt“"),
        ("data_manager or statistician", "Datenmanager oder Statistiker"),
        ("clinician or data_manager", "Arzt oder Datenmanager"),
        ("There is no such centre.", "Dieses Zentrum gibt es nicht."),
        ("Did you mean 'CG-01'?", "Meinten Sie „CG-01“?"),
        ("one table [centre.A]", "one table [centre.A]"),
    ],
)
def test_a_refusal_with_a_word_inside(english, german):
    with translation.override("de"):
        assert render_refusal(english) == german


def test_a_problem_in_english_is_what_the_program_says():
    problem = Problem("centre.A.rule", "no rule of this code", "a code such as CG-01", "Did you?")
    with translation.override("en"):
        assert render_problem(problem) == str(problem)


def test_the_history_of_a_record_in_german(patients, signed_in):
    by = patients.actors[Role.CLINICIAN]
    row = dict(reading.read_record("skeletal_event", "event-1", by=by).row)
    told = {
        name: value for name, value in row.items() if name not in ("region", "symptomatic_null")
    }
    kept = {name: value for name, value in told.items() if not name.endswith(("_at", "_by"))}
    changed = kept | {"region": "T8", "date": "2023-03-04", "symptomatic": "Y"}
    actions.change_record("skeletal_event", changed, version=1, by=by, at=patients.at)
    client = signed_in(Role.CLINICIAN)
    address = reverse("records:history", args=["skeletal_event", "event-1"])
    page = shown(client.get(address, **GERMAN))
    for words in ("geändert, clinician_a", "04.03.2023", "8. Brustwirbel", "linker Femur",
                  "Warum es keinen Wert gibt: Symptomatisch"):  # fmt: skip
        assert words in page, words
    assert "symptomatic_null" not in page


def test_the_audit_trail_in_german(patients, signed_in):
    page = shown(signed_in(Role.DATA_MANAGER).get(reverse("audit"), **GERMAN))
    assert "importiert" in page
    assert "Skelettbezogenes Ereignis" in page
