"""The built wheel, installed alone, runs the demonstration: everything it needs is inside."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = (
    "osteon/study/protocols/sinet_bone.toml",
    "osteon/study/protocols/byar_greene.toml",
    "osteon/exchange/mappings/byar_greene.toml",
    "osteon/codes/lists/bone_region.csv",
    "osteon/synthetic/sinet_cohort.csv",
    "osteon/protocol/condition.lark",
)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.parametrize("name", INSIDE)
def test_data_files_are_inside(wheel, name):
    assert name in zipfile.ZipFile(wheel).namelist()


def test_no_data_of_the_prostate_trial_is_inside(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "prostate" in name]


def test_the_wheel_alone_runs_the_demonstration(wheel, tmp_path):
    """A new environment with the pinned run-time requirements and nothing of the checkout."""
    uv = shutil.which("uv", path=Path(sys.executable).parent)
    python = tmp_path / "env" / "bin" / "python"
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "env")
    pins = ROOT / "requirements" / "run.txt"
    install = (uv, "pip", "install", "--quiet", "--python", python)
    run(*install, "--require-hashes", "--requirement", pins)
    run(*install, "--no-deps", wheel)
    osteon = python.with_name("osteon")
    said = run(osteon, "demo", "out", "--quiet", cwd=tmp_path)
    assert "out/sinet/report.html" in said
    assert "pip install 'osteon[demo]'" in said
    assert (tmp_path / "out" / "radiotherapy" / "sites" / "report.html").exists()
    report = (tmp_path / "out" / "sinet" / "report.html").read_text(encoding="utf-8")
    assert "Bone metastases in small-intestinal neuroendocrine tumours" in report
