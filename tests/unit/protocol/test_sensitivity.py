"""Other choices of a protocol: what they may set, and what is left of a protocol they rerun."""

from pathlib import Path

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import apply_choices, combine, load_protocol, narrow, parse_protocol
from osteon.protocol.check import find_problems

PROTOCOLS = sorted((Path(__file__).parents[3] / "protocols").glob("*.toml"))
PROTOCOL = """
protocol = 1
id = "small"
title = "A small study"
switches = { sacrum_group = "SPINE" }

[date.diagnosis]
concept = "diagnosis"

[variable.event]
concept = "skeletal_event_ever"
with = { event_set = "SRE4_PAIN" }

[variable.unused]
concept = "bone_metastasis"

[population.all]
title = "All"

[sensitivity.pelvis]
title = "Sacrum in the pelvis"
switches = { sacrum_group = "PELVIS" }

[sensitivity.strict]
title = "Without pain"
with.event = { event_set = "SRE4" }

[sensitivity.symptomatic]
title = "Symptomatic only"
with.event = { event_set = "SSE" }

[sensitivity.late]
title = "Latest days"
partial_dates = "latest"

[analysis.table]
kind = "distribution"
title = "Table"
population = "all"
variables = ["event"]

[analysis.other]
kind = "distribution"
title = "Other"
population = "all"
variables = ["unused"]

[analysis.choices]
kind = "sensitivity"
title = "Choices"
numbers = ["table/all/event/true/n"]
"""


@pytest.fixture
def protocol():
    return parse_protocol(PROTOCOL)


def test_choices_are_applied_where_they_say(protocol):
    changed = apply_choices(protocol, ["pelvis", "strict", "late"])
    assert changed.switches == {"sacrum_group": "PELVIS"}
    assert changed.variable["event"].options == {"event_set": "SRE4"}
    assert changed.settings.partial_dates == "latest"
    assert protocol.variable["event"].options == {"event_set": "SRE4_PAIN"}


def test_combinations_leave_out_what_contradicts_itself(protocol):
    chosen = ("pelvis", "strict", "symptomatic")
    assert combine(chosen, protocol.sensitivity, at_once=1) == [(name,) for name in chosen]
    assert combine(chosen, protocol.sensitivity, at_once=3) == [
        ("pelvis",), ("strict",), ("symptomatic",), ("pelvis", "strict"),
        ("pelvis", "symptomatic"),
    ]  # fmt: skip


def test_a_narrowed_protocol_has_what_its_analyses_need_and_no_more(protocol):
    part = narrow(protocol, {"table": protocol.analysis["table"]})
    assert (list(part.variable), list(part.date)) == (["event"], [])
    assert list(part.analysis) == ["table"]


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_every_analysis_of_every_study_can_stand_alone(path):
    whole = load_protocol(path)
    for name, analysis in whole.analysis.items():
        if analysis.kind != "sensitivity":
            assert find_problems(narrow(whole, {name: analysis})) == [], name


@pytest.mark.parametrize(
    ("old", "new", "where", "text"),
    [
        ('sacrum_group = "PELVIS"', 'sacrum_groop = "PELVIS"',
         "sensitivity.pelvis.switches.sacrum_groop", "Did you mean 'sacrum_group'"),
        ('sacrum_group = "PELVIS"', 'sacrum_group = "LEG"',
         "sensitivity.pelvis.switches.sacrum_group", "SPINE, PELVIS"),
        ('event = { event_set = "SSE" }', 'evnt = { event_set = "SSE" }',
         "sensitivity.symptomatic.with.evnt", "Did you mean 'event'?"),
        ('event = { event_set = "SSE" }', 'event = { event_set = "SRE9" }',
         "sensitivity.symptomatic.with.event.event_set", "SRE4"),
        ('partial_dates = "latest"', "", "sensitivity.late", "switches, with or partial_dates"),
        ('"table/all', '"tabel/all', "analysis.choices.numbers", "Did you mean 'table'?"),
        ('"table/all', '"choices/all', "analysis.choices.numbers", "table"),
        ('kind = "sensitivity"', 'kind = "sensitivity"\nunder = ["pelvs"]',
         "analysis.choices.under", "Did you mean 'pelvis'?"),
    ],
)  # fmt: skip
def test_each_fault_is_named(old, new, where, text):
    changed = PROTOCOL.replace(old, new)
    assert changed != PROTOCOL
    with pytest.raises(ProtocolError) as caught:
        parse_protocol(changed, name="small.toml")
    found = [p for p in caught.value.problems if p.where.endswith(where)]
    assert any(text in str(problem) for problem in found), str(caught.value)


def test_a_sensitivity_analysis_needs_other_choices():
    head, _, tail = PROTOCOL.partition("[sensitivity.pelvis]")
    with pytest.raises(ProtocolError, match=r"a \[sensitivity.NAME\] at least"):
        parse_protocol(head + "[analysis.table]" + tail.partition("[analysis.table]")[2])


def test_more_combinations_than_anybody_reads_are_refused():
    weeks = "".join(
        f'[sensitivity.c{n}]\ntitle = "C"\nswitches = {{ {switch} = {value} }}\n'
        for n, (switch, value) in enumerate(
            (("window_months", 3), ("stage_window_days", 60), ("episode_days", 7),
             ("function_window_days", 60), ("pain_window_days", 7), ("lowdose_counts", "true"),
             ("biochemical_counts", "true"))
        )
    )  # fmt: skip
    text = PROTOCOL.replace("[analysis.table]", f"{weeks}[analysis.table]") + 'combinations = "all"'
    with pytest.raises(ProtocolError, match="at most 64"):
        parse_protocol(text)


def test_words_of_a_title_keep_nothing(protocol):
    titled = protocol.analysis["table"].model_copy(update={"title": " ".join(protocol.variables)})
    part = narrow(protocol, {"table": titled})
    assert (list(part.variable), list(part.date)) == (["event"], [])
