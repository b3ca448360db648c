"""The wheel, installed into an empty environment far from the checkout, is all of Byline."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "how is a technical product manager different from a product manager"

pytestmark = [
    pytest.mark.wheel,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("wheel"),  # it is built and installed once
]

RENDER = """
import sys
from byline import KnowledgeBase
from byline.web.app import create_app
with KnowledgeBase.open(sys.argv[1]) as kb:
    client = create_app(kb).test_client()
    page = client.get("/", query_string={"q": sys.argv[2]})
    assert page.status_code == 200, page.status
    assert "Zitat prüfen" in client.get("/", query_string={"lang": "de"}).get_data(as_text=True)
    print(page.get_data(as_text=True))
"""


def environment() -> dict[str, str]:
    """The variables of this process, without those that would lead back to the checkout."""
    hidden = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "BYLINE_")
    return {name: value for name, value in os.environ.items() if not name.startswith(hidden)}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )


def pip(python: Path | str, *arguments: str | Path, cwd: Path) -> None:
    """Run pip; where it finds no packages, skip, or fail where the wheel test is required."""
    ended = run(python, "-m", "pip", "--disable-pip-version-check", *arguments, cwd=cwd)
    if ended.returncode == 0:
        return
    reason = ended.stderr.strip().splitlines()[-1] if ended.stderr.strip() else "pip failed"
    unreachable = ("Could not find a version", "No matching distribution", "NewConnectionError")
    if any(sign in ended.stderr for sign in unreachable) and os.environ.get("BYLINE_REQUIRE_WHEEL") != "1":
        pytest.skip(f"pip can reach no packages: {reason}")
    pytest.fail(f"pip {' '.join(map(str, arguments))}\n{ended.stdout}\n{ended.stderr}")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def wheel(elsewhere: Path) -> Path:
    """The wheel, built from the checkout."""
    pip(
        sys.executable,
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        elsewhere / "dist",
        ROOT,
        cwd=elsewhere,
    )
    (built,) = (elsewhere / "dist").glob("byline-*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, elsewhere: Path) -> Path:
    """The Python of an environment in which the wheel is installed, and nothing but what it needs."""
    assert run(sys.executable, "-m", "venv", elsewhere / "venv", cwd=elsewhere).returncode == 0
    installed = elsewhere / "venv" / "bin" / "python"
    pip(installed, "install", "--quiet", wheel, cwd=elsewhere)
    return installed


@pytest.fixture(scope="module")
def byline(python: Path, elsewhere: Path) -> tuple[Path, str, Path]:
    """The installed command, with a knowledge base that holds the sample collection."""
    command = (python.parent / "byline", "--home", elsewhere / "home")
    loaded = run(*command, "sample", cwd=elsewhere)
    assert loaded.returncode == 0, loaded.stderr
    return command


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    listed = run("git", "ls-files", "src/byline", "templates", "data", cwd=ROOT)
    if listed.returncode != 0:
        pytest.skip("this copy is no git checkout, so what belongs to it is not known")
    for name in listed.stdout.splitlines():
        inside = name.removeprefix("src/") if name.startswith("src/") else f"byline/{name}"
        assert inside in packed
    assert any(name.endswith("licenses/LICENSE") for name in packed)


def test_nothing_but_the_package_is_in_the_wheel(wheel: Path) -> None:
    roots = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"byline"}


def test_the_package_runs_from_where_it_was_installed(python: Path, elsewhere: Path) -> None:
    code = "import byline; from byline.resources import resource; print(byline.__file__, resource('data'))"
    shown = run(python, "-c", code, cwd=elsewhere).stdout.split()
    assert len(shown) == 2
    assert all(Path(path).is_relative_to(elsewhere / "venv") for path in shown)


def test_the_installed_command_answers(byline: tuple[Path, str, Path], elsewhere: Path) -> None:
    asked = run(*byline, "ask", QUESTION, "--json", cwd=elsewhere)
    assert asked.returncode == 0, asked.stderr
    authors = {excerpt["author"]["name"] for excerpt in json.loads(asked.stdout)["excerpts"]}
    assert {"Navin Ganeshan", "Devika Nair"} <= authors


def test_the_installed_package_renders_the_page(
    byline: tuple[Path, str, Path], python: Path, elsewhere: Path
) -> None:
    rendered = run(python, "-c", RENDER, byline[2], QUESTION, cwd=elsewhere)
    assert rendered.returncode == 0, rendered.stderr
    assert "<form" in rendered.stdout
    assert "Devika Nair" in rendered.stdout
