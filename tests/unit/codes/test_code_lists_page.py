"""The page of the manual that lists all codes."""

from pathlib import Path

from osteon.codes import render_manual

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "code_lists.md"


def test_the_page_in_the_manual_is_the_one_that_follows_from_the_lists():
    assert PAGE.read_text(encoding="utf-8") == render_manual(), "Run `make docs`."


def test_codes_written_from_memory_are_marked():
    assert "| `sunitinib` | sunitinib | RxNorm IN | `357977` (to be checked) |" in render_manual()
    assert "| `octreotide` | octreotide | RxNorm IN | `7617` |" in render_manual()
