"""The manual is true: generated pages are current, links lead somewhere, examples run."""

import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "GLOSSARY.md"])
GENERATED = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]
LINK = re.compile(r"\[[^\]]+\]\(([^)#]+)(?:#[^)]*)?\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
GUARD = re.compile(r"\b[A-Z]{2,}-\d{2}\b")


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_current(name):
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == GENERATED[name](), "make docs writes it again"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    prose = CODE.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(prose):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", sorted((DOCS / "adr").glob("*.md")), ids=lambda page: page.stem)
def test_decisions_have_their_four_parts(page):
    text = page.read_text(encoding="utf-8")
    for part in ("**Status.**", "**Context.**", "**Decision.**", "**Consequences.**"):
        assert part in text, f"{page.name} lacks {part}"


def test_every_guard_that_the_program_names_has_a_page():
    used = set()
    for path in (ROOT / "src" / "osteon").rglob("*.py"):
        used |= set(GUARD.findall(path.read_text(encoding="utf-8")))
    pages = {page.stem for page in (DOCS / "reference" / "guards").glob("*.md")}
    kinds = {code.split("-")[0] for code in pages}
    assert {code for code in used if code.split("-")[0] in kinds} == pages


def test_the_tutorial_runs_as_written(tmp_path):
    text = (DOCS / "tutorial" / "first_study.md").read_text(encoding="utf-8")
    (toml,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "question.toml").write_text(toml, encoding="utf-8")
    osteon = shutil.which("osteon", path=Path(sys.executable).parent)
    commands = re.findall(r"^    osteon (.+)$", text, re.MULTILINE)
    assert len(commands) == 4
    for command in commands:
        done = subprocess.run(
            [str(osteon), *command.split()],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "answer" / "report.html").is_file()
