"""The page in a browser: axe finds nothing, keys and clicks lead to what stands behind a number."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from osteon.report import write_report

pytestmark = pytest.mark.deep
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
CHROMIUM = shutil.which("chromium")
RUN = """
addEventListener("load", async () => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const found = await axe.run(document);
  say(found.violations.map((v) => [v.id, v.nodes[0].html]));
});
"""
SAY = """
const say = (what) => {
  const said = document.createElement("pre");
  said.id = "said";
  said.textContent = JSON.stringify(what);
  document.body.append(said);
};
"""
KEYS = """
addEventListener("load", () => {
  const panel = document.getElementById("panel");
  const press = (key) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const at = () => document.activeElement.dataset.cell;
  const table = document.getElementById("table-table_1");
  const first = table.querySelector("tbody span[data-cell]");
  const stops = table.querySelectorAll("span[tabindex='0']").length;
  first.focus();
  const seen = { stops, panel: panel.innerText, hidden: panel.hidden, first: at() };
  press("ArrowRight");
  seen.right = at();
  press("ArrowDown");
  seen.down = at();
  press("Escape");
  seen.closed = panel.hidden;
  const sentence = document.querySelector(".finding span[data-cell]");
  sentence.focus();
  press("ArrowDown");
  seen.sentence = [at() === sentence.dataset.cell, panel.hidden];
  const drawn = document.querySelector("svg [data-cell]");
  drawn.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  seen.drawn = panel.querySelector(".printed").textContent;
  const figure = drawn.closest("svg");
  const numbers = [...figure.querySelectorAll("[data-cell]")];
  seen.figure = [figure.getAttribute("role"), figure.querySelectorAll("[tabindex='0']").length];
  numbers[0].focus();
  press("ArrowRight");
  press("ArrowDown");
  press("ArrowUp");
  seen.arrows = [document.activeElement === numbers[1], panel.hidden];
  seen.named = numbers.every((number) => number.getAttribute("aria-label"));
  say(seen);
});
"""


def violations(page: str, folder: Path) -> list[list[str]]:
    """Return the rules of axe that a page breaks, each with the first element that does."""
    return said_by(page, folder, AXE.read_text(encoding="utf-8"), RUN)


def said_by(page: str, folder: Path, *scripts: str) -> Any:
    """Return what scripts at the end of a page say of it in a browser."""
    script = "".join(f"<script>{one}</script>" for one in (SAY, *scripts)) + "</body>"
    path = folder / "page.html"
    path.write_text(page.replace("</body>", script), encoding="utf-8")
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000")
    done = subprocess.run(
        [str(CHROMIUM), *flags, f"--user-data-dir={folder}", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, check=True, timeout=240,
    )  # fmt: skip
    (said,) = re.findall(r'<pre id="said">(.*?)</pre>', done.stdout, re.DOTALL)
    return json.loads(html.unescape(said))


@pytest.fixture(scope="module")
def page(results, tmp_path_factory):
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium: tests/install_chromium")
    folder = tmp_path_factory.mktemp("page")
    return write_report(results, folder).read_text(encoding="utf-8")


@pytest.mark.parametrize("ground", ["light", "dark"])
def test_axe_finds_nothing(page, ground, tmp_path):
    seen = page
    if ground == "dark":
        seen = page.replace("@media (prefers-color-scheme: dark)", "@media all")
        assert seen != page
    assert violations(seen, tmp_path) == []


def test_axe_would_find_a_figure_without_words_and_pale_letters(page, tmp_path):
    worse = re.sub(r' role="img" aria-label="[^"]*"', ' role="img"', page, count=1)
    worse = worse.replace("--quiet: #565d68", "--quiet: #c0c4ca")
    assert {rule for rule, _ in violations(worse, tmp_path)} >= {"svg-img-alt", "color-contrast"}


def test_keys_lead_from_number_to_number_and_each_tells_what_stands_behind_it(page, tmp_path):
    seen = said_by(page, tmp_path, KEYS)
    assert seen["stops"] == 1
    assert not seen["hidden"]
    for told in (seen["first"], "Method", "counts/", "osteon study run sinet_bone.toml"):
        assert told in seen["panel"]
    places = [seen[name] for name in ("first", "right", "down")]
    assert len(set(places)) == 3
    assert seen["closed"]
    assert seen["sentence"] == [True, False]
    assert seen["drawn"]
    assert seen["figure"] == ["group", 1]
    assert seen["arrows"] == [True, False]
    assert seen["named"]
