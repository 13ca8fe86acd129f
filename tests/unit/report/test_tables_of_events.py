"""Events that come again, rates, conversion, agreement and doses in tables, figures and lines."""

from functools import partial

import pytest

from osteon.protocol import parse_protocol
from osteon.report.ahead import draw
from osteon.report.document import build_document
from osteon.report.figures import keep_drawings
from osteon.report.figures.page import Page
from osteon.report.sections import Numbering, build_sections
from osteon.report.tables import plain_text
from osteon.report.text import write_findings
from osteon.report.words import words_of
from osteon.study import run_study

MSCC = {"type": "MSCC", "region": "T5"}
PROTOCOL = """
[date.clear]
column = "patient.first_referral_date"

[variable.compressed]
any = { from = "skeletal_event", where = "type = 'MSCC'", date = "date" }

[variable.dead]
any = { from = "follow_up", where = "status = 'dead'", date = "death_date" }

[variable.n_events]
count = { from = "skeletal_event", date = "date" }

[endpoint.events]
title = "Events"
origin = "diagnosis"
recurrent = { from = "skeletal_event", date = "date" }
competing = ["death"]
censored_at = ["last_contact"]

[endpoint.found]
title = "Found"
origin = "diagnosis"
events = ["event"]
last_negative = "clear"
competing = ["death"]
censored_at = ["clear"]

[analysis.recurrent]
kind = "recurrent"
title = "Events over time"
population = "all"
endpoint = "events"
group = "sex"
times = [6]

[analysis.rates]
kind = "rates"
title = "Rates"
population = "all"
endpoint = "events"
group = "sex"
calendar = [2011]

[analysis.conversion]
kind = "conversion"
title = "Conversion"
population = "all"
endpoint = "found"
times = [6]

[analysis.conversion_by_sex]
kind = "conversion"
title = "Conversion by sex"
population = "all"
endpoint = "found"
group = "sex"

[analysis.agreement]
kind = "agreement"
title = "Agreement"
population = "all"
variables = ["compressed", "dead"]

[analysis.several]
kind = "agreement"
title = "Agreement of three"
population = "all"
variables = ["compressed", "dead", "again"]

[analysis.dose]
kind = "dose_response"
title = "Dose"
population = "all"
outcome = "dead"
dose = "n_events"
limits = [1, 2]

[variable.again]
any = { from = "skeletal_event", date = "date" }
"""


def patient(sex, last, *days, dead=False, clear="2010-02-01"):
    events = [{"date": day, **MSCC} for day in days]
    death = {"death": last} if dead else {}
    return {"sex": sex, "last": last, "events": events, "referral": clear, **death}


@pytest.fixture
def run(freeze_rows, tables, protocol_text):
    """Return a function that answers all of these kinds."""
    patients = [
        patient("F", "2011-06-01", "2010-04-01", "2010-09-01"),
        patient("F", "2011-06-01", "2010-11-01", dead=True, clear="2010-07-01"),
        patient("F", "2011-03-01", clear="2011-01-01"),
        patient("M", "2012-06-01", "2010-05-01"),
        patient("M", "2012-01-01", clear="2011-06-01", dead=True),
        patient("M", "2011-01-01", "2010-03-01", "2010-08-01", dead=True),
    ]
    protocol = parse_protocol(protocol_text(PROTOCOL))
    return partial(run_study, protocol, freeze_rows(tables(patients)))


@pytest.fixture
def sections(run):
    """Return the sections of a report on all of these kinds, by analysis."""
    results = run().results
    found = build_sections(results, words_of(results), Numbering())
    return {section.material.analysis.id: section for section in found}


def rows(section, place=0):
    return {
        row.label: [plain_text(cell.content) for cell in row.cells]
        for row in section.tables[place].table.rows
    }


def test_every_number_has_a_place(sections):
    """No cell is left to the list of what was computed further."""
    left = {name: [line.label for line in s.further] for name, s in sections.items() if s.further}
    assert not left


def test_each_kind_has_its_figures(sections):
    figures = {name: [d.drawing.id for d in s.drawings] for name, s in sections.items()}
    assert figures["recurrent"] == ["recurrent_events"]
    assert figures["conversion"] == ["conversion"]
    assert len(figures["conversion_by_sex"]) == 4
    assert figures["dose"] == ["dose"]
    assert figures["rates"] == figures["agreement"] == []


def test_patients_by_number_of_events(sections):
    by_number = rows(sections["recurrent"], -1)
    assert [cells[0] for cells in by_number.values()] == ["1 (33.3)", "1 (33.3)", "1 (33.3)"]
    assert list(by_number) == ["0", "1", "2"]


def test_rates_stand_in_groups_and_periods(sections):
    table = rows(sections["rates"])
    assert list(table) == ["male", "before 2011", "from 2011", "female"]
    assert table["female"][0] == "3"


def test_each_way_to_convert_has_a_row(sections):
    table = rows(sections["conversion"])
    assert table["All: converted / all"][0] == "4 / 6"
    assert " to " in table["Between assessments"][0]
    assert table["Death competing"][0] == "\u2013"
    assert "(range " in table["Converters only"][0]


def test_the_square_of_two_readings_and_the_levels_of_three(sections):
    assert rows(sections["agreement"]) == {"Yes": ["2", "2"], "No": ["1", "1"]}
    assert rows(sections["several"])["Dead"] == ["3", "3"]
    labels = [line.label for line in sections["agreement"].lines]
    assert labels == ["Percent agreement", "Kappa"]


def test_findings_are_sentences_of_cells(sections):
    said = {name: [plain_text(text) for text in write_findings(s.material)]
            for name, s in sections.items()}  # fmt: skip
    assert any(text.startswith("female: 3 events in 3 patients") for text in said["recurrent"])
    assert any("per 100 person-years" in text for text in said["rates"])
    assert any("4 found to have converted, of 6 patients" in text for text in said["conversion"])


def test_no_figure_waits_for_the_end_of_the_study(run, monkeypatch):
    """What is handed on with each answer draws every figure as the whole results would."""
    handed_on = []
    results = run(answered=handed_on.append).results
    with keep_drawings():
        ahead = {one.id for found in handed_on for one in draw(found)}
        monkeypatch.setattr(Page, "finish", lambda *_, **__: pytest.fail("It is drawn again."))
        assert ahead == {one.id for one in build_document(results).drawings}
    assert "recurrent_events" in ahead
