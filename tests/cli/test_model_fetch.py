"""Fetching a model from a hub, which is served on loopback; nothing here leaves the machine."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import onnx
import pytest

from byline.cli.exits import Exit
from tests.transformer.hub_server import COMMIT, Hub, serving
from tests.transformer.tiny import write_encoder

NAME = "somebody/tiny-encoder"

Process = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    folder = write_encoder(tmp_path / "repository", name="onnx/model.onnx")
    (folder / "README.md").write_text("a card that nobody fetches")
    (folder / "pytorch_model.bin").write_bytes(b"weights that nobody fetches")
    with serving(folder, NAME) as served:
        yield served


@pytest.fixture
def fetch(process: Process, hub: Hub, tmp_path: Path) -> Process:
    """Start ``byline model add`` with the hub on loopback."""

    def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        own = {"HF_ENDPOINT": hub.address, "HF_HOME": str(tmp_path / "hf"), "NO_PROXY": "127.0.0.1"}
        return process("model", "add", *arguments, **{**own, **environment})

    return start


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=100)
    return process.returncode, out, err


def test_a_model_is_fetched_and_checked_and_only_what_is_needed(
    fetch: Process, process: Process, hub: Hub, home: Path
) -> None:
    code, out, err = ended(fetch(NAME, "--json"))
    assert code == Exit.OK, err
    told = json.loads(out)
    assert (told["name"], told["origin"], told["revision"]) == (NAME, NAME, COMMIT)
    fetched = {path.rpartition(f"{COMMIT}/")[2] for _, path, _ in hub.asked if COMMIT in path}
    assert fetched == {"onnx/model.onnx", "tokenizer.json"}
    (folder,) = [path for path in (home / "models").iterdir() if path.is_dir()]
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert kept == {"onnx/model.onnx", "tokenizer.json"}
    hub.asked.clear()
    asking = process("ask", "what does it cost?", HF_ENDPOINT=hub.address)
    assert ended(asking)[0] == Exit.NOT_ANSWERED
    assert hub.asked == [], "nothing is fetched at any other time"


def fetched_of(home: Path) -> int:
    """How many bytes lie in the longest file that is not whole yet."""
    return max([0, *(path.stat().st_size for path in home.rglob("*.part"))])


def test_a_fetch_that_was_killed_goes_on_where_it_stopped(fetch: Process, hub: Hub, home: Path) -> None:
    # The hub's client writes ten megabytes at a time; what is no whole part of that is fetched again.
    model = onnx.load_from_string(hub.files["onnx/model.onnx"])
    model.doc_string = "x" * 24_000_000
    hub.files["onnx/model.onnx"] = model.SerializeToString()
    hub.stalls = "onnx/model.onnx"
    first = fetch(NAME)
    assert hub.stalled.wait(60)
    deadline = time.monotonic() + 30
    while not fetched_of(home):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    first.kill()
    first.wait()
    there = fetched_of(home)  # Only now: it may have written more before it died.
    assert not (home / "models" / "models.json").exists(), "half a model is in no use"
    hub.stalls = ""
    hub.asked.clear()
    code, _, err = ended(fetch(NAME))
    assert code == Exit.OK, err
    ranges = [asked for method, path, asked in hub.asked if method == "GET" and path.endswith("model.onnx")]
    assert ranges == [f"bytes={there}-"]


def test_a_file_that_is_not_what_was_announced_is_refused_and_can_be_fetched_anew(
    fetch: Process, hub: Hub, home: Path
) -> None:
    hub.lies = "onnx/model.onnx"
    code, _, err = ended(fetch(NAME))
    assert code == Exit.UNAVAILABLE
    assert "checksum" in err
    assert not (home / "models" / "models.json").exists()
    hub.lies = ""
    assert ended(fetch(NAME))[0] == Exit.OK


def test_a_repository_without_onnx_says_so(fetch: Process, hub: Hub) -> None:
    del hub.files["onnx/model.onnx"]
    code, _, err = ended(fetch(NAME))
    assert code == Exit.BAD_INPUT
    assert "model.onnx" in err
    assert "ONNX" in err


@pytest.mark.parametrize("arguments", [("somebody/other",), (NAME, "--revision", "v9")])
def test_what_the_hub_does_not_have_is_not_found(arguments: tuple[str, ...], fetch: Process) -> None:
    code, _, err = ended(fetch(*arguments))
    assert code == Exit.NOT_FOUND
    assert arguments[-1] in err
    assert "no such model" in err


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"HF_HUB_OFFLINE": "1"}, "HF_HUB_OFFLINE"),
        ({"HF_ENDPOINT": "http://127.0.0.1:9"}, "can not be reached"),
    ],
)
def test_without_a_network_it_says_so(environment: dict[str, str], said: str, fetch: Process) -> None:
    code, _, err = ended(fetch(NAME, **environment))
    assert code == Exit.UNAVAILABLE
    assert said in err
    assert "from a folder" in err
    assert len(err.splitlines()) == 1
