"""A protocol that is based on another differs from it in its own few lines."""

import tomllib

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import load_protocol
from osteon.protocol.compose import compose

BASE = """# The study.
protocol = 1
id = "base"
title = "Base"

[switches]
site_group = "SMALL_INTESTINE"

[date.diagnosis]
concept = "diagnosis"

[variable.in_site_group]
concept = "in_site_group"

[variable.sex]
column = "patient.sex"

# --- Populations ---

[population.all]
title = "siNET"
steps = [{ keep = "in_site_group", reason = "Elsewhere" }]

[population.men]
title = "Men"
from = "all"
steps = [{ keep = "sex = 'M'", reason = "Women" }]

[population.women]
title = "Women"
from = "all"
without = "men"

[[branches]]
from = "all"
into = ["men", "women"]
are = "disjoint"

[analysis.one]
kind = "distribution"
title = "Sex"
population = "all"
variables = ["sex"]
published = [
    { cell = "all/sex/M/n", printed = "3", status = "EXACT" },
]

[analysis.two]
kind = "distribution"
title = "Sex again"
population = "men"
variables = ["sex"]

[[analysis.two.published]]
cell = "men/sex/M/n"
printed = "3"
status = "EXACT"
"""
OTHER = """# The same of another site.
protocol = 1
id = "other"
title = "Other"
based_on = "base.toml"
leave_out = [
    "two",
]

[switches]
site_group = "PANCREAS"

[population.all]
title = "PanNET"
steps = [{ keep = "in_site_group", reason = "Elsewhere" }]
"""


@pytest.fixture
def write(tmp_path):
    def files(other=OTHER, base=BASE):
        (tmp_path / "base.toml").write_text(base)
        (tmp_path / "other.toml").write_text(other)
        return tmp_path / "other.toml"

    return files


def test_tables_of_the_same_name_replace_those_of_the_base(write):
    protocol = load_protocol(write())
    assert (protocol.id, protocol.switches) == ("other", {"site_group": "PANCREAS"})
    assert protocol.population["all"].title == "PanNET"
    assert list(protocol.population) == ["all", "men", "women"]
    assert len(protocol.branches) == 1


def test_analyses_may_be_left_out_and_values_of_the_other_source_are(write):
    protocol = load_protocol(write())
    assert list(protocol.analysis) == ["one"]
    assert protocol.analysis["one"].published == ()


def test_the_whole_is_one_text_that_runs_without_the_two_files(write, tmp_path):
    protocol = load_protocol(write())
    alone = tmp_path / "elsewhere"
    alone.mkdir()
    (alone / "other.toml").write_text(protocol.text)
    again = load_protocol(alone / "other.toml")
    assert again.digest == protocol.digest
    assert again == protocol


def test_what_the_base_lacks_is_added(write):
    more = OTHER + '\n[analysis.three]\nkind = "distribution"\ntitle = "Sex"\n'
    more += 'population = "all"\nvariables = ["sex"]\n'
    assert list(load_protocol(write(more)).analysis) == ["one", "three"]


def test_a_change_of_the_base_is_a_change_of_the_digest(write):
    before = load_protocol(write()).digest
    assert load_protocol(write(base=BASE.replace("Sex", "Sex of patients"))).digest != before


def test_repeated_tables_are_replaced_together():
    base = 'id = "a"\n[[branches]]\nx = 1\n[[branches]]\nx = 2\n[switches]\ny = 1\n'
    composed = tomllib.loads(compose('id = "b"\n[[branches]]\nx = 3\n', base))
    assert composed == {"id": "b", "branches": [{"x": 3}], "switches": {"y": 1}}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (OTHER.replace("base.toml", "nothing.toml"), "nothing.toml"),
        (OTHER.replace("base.toml", "../base.toml"), "a file beside this one"),
        (OTHER.replace("base.toml", "other.toml"), "that stands by itself"),
        (OTHER.replace('"two"', '"tow"'), "two"),
    ],
)
def test_what_it_is_based_on_must_be_there_and_stand_by_itself(write, other, words):
    with pytest.raises(ProtocolError) as caught:
        load_protocol(write(other))
    assert words in str(caught.value)


def test_a_problem_is_located_in_the_whole_text(write):
    wrong = OTHER.replace("in_site_group", "in_sight_group")
    with pytest.raises(ProtocolError) as caught:
        load_protocol(write(wrong))
    assert "population.all.steps.0.keep" in str(caught.value)
