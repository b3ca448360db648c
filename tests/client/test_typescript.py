"""The TypeScript client: its types are those of the server, and it asks a real one. Node does the work."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from byline.web.openapi_file import openapi_text

FOLDER = Path(__file__).resolve().parents[2] / "clients" / "typescript"
BIN = FOLDER / "node_modules" / ".bin"


def _missing() -> str | None:
    if shutil.which("node") is None:
        return "Node is not installed here; the TypeScript client is tried where it is"
    if not (BIN / "tsc").exists():
        return "what the TypeScript client is checked with is not installed: run `make node-tools`"
    return None


@pytest.fixture(autouse=True)
def _needs_node() -> None:
    if reason := _missing():
        if os.environ.get("BYLINE_REQUIRE_NODE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def run(*command: object) -> str:
    done = subprocess.run(list(map(str, command)), cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's OpenAPI document, as a file."""
    file = tmp_path_factory.mktemp("openapi") / "openapi.json"
    file.write_text(openapi_text(), encoding="utf-8")
    return file


def test_the_types_are_those_of_the_server(document: Path, tmp_path: Path) -> None:
    made = tmp_path / "schema.ts"
    run(BIN / "openapi-typescript", document, "--default-non-nullable=false", "--output", made)
    written = (FOLDER / "src" / "schema.ts").read_text(encoding="utf-8")
    assert made.read_text(encoding="utf-8") == written, "run `make clients`"


def test_the_document_passes_the_linter(document: Path) -> None:
    assert run("node", "scripts/lint-openapi.mjs", document) == ""


def test_the_client_is_sound_and_asks_a_real_server(address: str, tmp_path: Path) -> None:
    run(BIN / "tsc", "--outDir", tmp_path / "dist")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    told = run("node", "test/against-a-server.mjs", tmp_path / "dist", address)
    assert told == "The TypeScript client works.\n"
