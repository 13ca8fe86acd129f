"""Every guard has its page, whose example it fires on and whose repaired twin it is silent on."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osteon.errors import ProtocolError
from osteon.protocol import GUARD_TITLES, parse_protocol
from osteon.snapshot import Snapshot
from osteon.study import check_study
from osteon.synthetic import SimulationTruth, write_simulated_snapshot

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CODES = sorted(GUARD_TITLES)
TOML = re.compile(r"```toml\n(.*?)```", re.DOTALL)
CODE = re.compile(r"\b([A-Z]+-\d{2})\b")


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Snapshot:
    folder = tmp_path_factory.mktemp("registry") / "snapshot"
    created = datetime(2024, 1, 1, tzinfo=UTC)
    return write_simulated_snapshot(
        folder, SimulationTruth(), 400, seed=1, created=created
    ).snapshot


@pytest.fixture(scope="module")
def fired(registry) -> Callable[[str], set[str]]:
    """Return a function: a fragment to the codes of the guards that refuse or mark it."""
    (head,) = [t for t in TOML.findall(read(REFERENCE / "guards.md")) if "protocol = 1" in t]

    def run(fragment: str) -> set[str]:
        try:
            protocol = parse_protocol(joined(head, fragment))
        except ProtocolError as error:
            return codes_in(problem.found for problem in error.problems)
        checked = check_study(protocol, registry)
        refused = codes_in(problem.found for problem in checked.refusals)
        assert len(refused) == len({p.where for p in checked.refusals}), checked.refusals
        return refused | {finding.code for finding in checked.findings}

    return run


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def joined(head: str, fragment: str) -> str:
    """Return a fragment with its head; keys above its first table come to the top."""
    if fragment.startswith("protocol = 1"):
        return fragment
    keys, bracket, tables = fragment.partition("[")
    return f"{keys}{head}\n{bracket}{tables}"


def codes_in(texts) -> set[str]:
    return {code for text in texts for code in CODE.findall(text)}


def example(code: str, heading: str) -> str:
    """Return the first TOML below a heading of a guard's page."""
    _, _, rest = read(REFERENCE / "guards" / f"{code}.md").partition(f"## {heading}\n")
    return TOML.findall(rest)[0]


@pytest.mark.parametrize("code", CODES)
def test_the_guard_fires_on_the_example_of_its_page(fired, code):
    assert code in fired(example(code, "It fires"))


@pytest.mark.parametrize("code", CODES)
def test_the_guard_is_silent_on_the_repaired_twin(fired, code):
    assert code not in fired(example(code, "It is silent"))


@pytest.mark.parametrize("code", CODES)
def test_every_page_says_how_the_guard_acts_and_how_to_let_it_stand(code):
    page = read(REFERENCE / "guards" / f"{code}.md")
    assert page.startswith(f"# {code}: {GUARD_TITLES[code]}\n")
    assert "**Refuses**" in page or "**Marks**" in page or "**marks**" in page
    assert "## To let it stand" in page


def test_the_index_lists_every_page_under_its_title():
    rows = re.findall(
        r"^\| \[(\S+)\]\(guards/(\S+)\.md\) \| (.+) \|$",
        read(REFERENCE / "guards.md"),
        re.MULTILINE,
    )
    assert all(code == page for code, page, _ in rows)
    assert {code: title for code, _, title in rows} == dict(GUARD_TITLES)
    assert {page.stem for page in (REFERENCE / "guards").glob("*.md")} == set(GUARD_TITLES)
