"""Who stays and who leaves: steps that drop, branches that must hold, leavers described."""

import pytest

from osteon.errors import StudyError
from osteon.protocol import parse_protocol
from osteon.report import write_report
from osteon.study import run_study

PATIENTS = [
    {"sex": "M", "referral": "2010-02-01"},
    {"sex": "M"},
    {"sex": "F", "referral": "2011-02-01"},
    {"sex": "F"},
    {"sex": "F", "referral": "2010-03-01"},
]
WAIT = """
[variable.wait]
label = "Wait"
duration = { from = "diagnosis", to = "referral" }
"""
LONG = """
[population.prompt]
title = "Prompt"
from = "all"
steps = [{ drop = "wait > 90", reason = "Waited long" }]
describe = ["sex", "wait"]
"""
SEXES = """
[population.men]
title = "Men"
from = "all"
steps = [{ keep = "sex = 'M'", reason = "Woman" }]
[population.known]
title = "Seen"
from = "all"
steps = [{ keep = "wait is not missing", reason = "Never seen" }]
[[branches]]
from = "all"
into = ["men", "known"]
are = "overlapping"
"""


@pytest.fixture
def study(freeze_rows, tables, protocol_text):
    def run(*parts):
        snapshot = freeze_rows(tables(PATIENTS))
        return run_study(parse_protocol(protocol_text(WAIT, *parts)), snapshot)

    return run


def test_whom_a_drop_cannot_judge_stays(study):
    step = next(s for s in study(LONG).results.attrition if s.population == "prompt")
    assert (step.n_before, step.n_excluded, step.n_unknown, step.n_after) == (5, 1, 2, 4)
    assert step.unknown_stay


def test_whom_a_keep_cannot_judge_leaves(study):
    kept = LONG.replace('drop = "wait > 90"', 'keep = "wait <= 90"')
    step = next(s for s in study(kept).results.attrition if s.population == "prompt")
    assert (step.n_before, step.n_excluded, step.n_unknown, step.n_after) == (5, 1, 2, 2)
    assert not step.unknown_stay


def test_overlapping_branches_are_counted(study):
    (counts,) = study(SEXES).results.branches
    assert (counts.n, counts.n_parent, counts.n_several, counts.n_none) == ((2, 3), 5, 1, 1)


def test_disjoint_branches_that_share_a_patient_are_refused_with_their_number(study):
    with pytest.raises(StudyError) as caught:
        study(SEXES.replace("overlapping", "disjoint"))
    (problem,) = caught.value.problems
    assert problem.where == "branches.0.are"
    assert problem.found == "OVERLAP-01: 1 in several of men, known (2 + 3)"


def test_branches_that_do_not_make_up_their_parent_are_refused(study):
    with pytest.raises(StudyError, match=r"1 of the 5 in 'all' in none of men, known"):
        study(SEXES + "complete = true\n")


def test_disjoint_branches_that_make_up_their_parent_pass(study):
    apart = SEXES.replace("wait is not missing", "sex = 'F'").replace("overlapping", "disjoint")
    (counts,) = study(apart + "complete = true\n").results.branches
    assert (counts.n, counts.n_several, counts.n_none) == ((2, 3), 0, 0)


def test_those_who_stay_and_those_who_leave_are_described(study):
    results = study(LONG).results
    cells = {cell.cell_id: cell for cell in results.cells}
    where = "population.prompt.1"
    assert [cells[f"{where}/{group}/n"].value for group in ("stay", "leave")] == [4, 1]
    assert cells[f"{where}/stay/sex/M/n"].value == 2
    assert cells[f"{where}/leave/sex/F/percent"].value == 100
    assert cells[f"{where}/stay/wait/median"].n_missing == 2
    assert results.analyses[0].kind == "attrition"


def test_the_rest_of_a_population_is_described_too(study):
    rest = """
[population.others]
title = "Others"
from = "all"
without = "prompt"
describe = ["sex"]
"""
    cells = {cell.cell_id: cell for cell in study(LONG, rest).results.cells}
    assert cells["population.others.1/leave/n"].value == 4


def test_the_report_shows_leavers_and_branches_with_the_flow_chart(study, tmp_path):
    branches = SEXES.replace("into = [", 'into = ["prompt", ')
    results = study(LONG, branches).results
    page = write_report(results, tmp_path / "report").read_text(encoding="utf-8")
    flow = page[page.index('<section id="flow"') : page.index("</section>")]
    assert "Prompt: who stayed, and who left (Waited long)" in flow
    assert "Stayed" in flow
    assert "In several of them: 3. In none of them: 0." in flow
    assert "not known, stayed" in page
    assert "Who could not be judged stayed." in flow
    assert page.count("Prompt: who stayed, and who left (Waited long)") == 1
