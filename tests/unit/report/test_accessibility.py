"""The page in a browser: axe finds nothing, on light and on dark ground, all unfolded."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

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
  const said = document.createElement("pre");
  said.id = "axe";
  said.textContent = JSON.stringify(found.violations.map((v) => [v.id, v.nodes[0].html]));
  document.body.append(said);
});
"""


def violations(page: str, folder: Path) -> list[list[str]]:
    """Return the rules of axe that a page breaks, each with the first element that does."""
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{RUN}</script></body>"
    path = folder / "page.html"
    path.write_text(page.replace("</body>", script), encoding="utf-8")
    flags = ("--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000")
    done = subprocess.run(
        [str(CHROMIUM), *flags, f"--user-data-dir={folder}", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, check=True, timeout=240,
    )  # fmt: skip
    (said,) = re.findall(r'<pre id="axe">(.*?)</pre>', done.stdout, re.DOTALL)
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
