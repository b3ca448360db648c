"""``byline model``, and what other commands say of models."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.cli.exits import Exit
from tests.cli.conftest import Run

ANSWERS = 4000

Process = Callable[..., subprocess.Popen[str]]


def test_a_model_is_added_listed_and_removed(loaded: Run, encoder_folder: Path) -> None:
    added = loaded("model", "add", encoder_folder)
    assert added.code == Exit.OK
    assert added.out.startswith("tiny-encoder: added as encoder, ")
    assert "4 sentences encoded" in added.out
    listed = loaded("model", "list").out.splitlines()
    assert listed[0].split() == ["MODEL", "KIND", "SIZE", "SENTENCES", "SHA-256", "FROM"]
    assert listed[1].split()[:2] == ["tiny-encoder", "encoder"]
    assert str(encoder_folder) in listed[1]
    assert loaded("model", "remove", "tiny-encoder").out == "tiny-encoder: removed\n"
    assert len(loaded("model", "list").out.splitlines()) == 1


def test_the_json_is_that_of_the_library(loaded: Run, reranker_folder: Path) -> None:
    added = json.loads(loaded("model", "add", "--reranker", reranker_folder, "--json").out)
    assert (added["kind"], added["sentences"]) == ("reranker", None)
    assert json.loads(loaded("model", "list", "--json").out) == added


def test_stats_say_which_model_is_in_use_and_how_much_is_encoded(loaded: Run, encoder_folder: Path) -> None:
    assert "built in" in loaded("stats").out
    loaded("model", "add", encoder_folder)
    assert "tiny-encoder, 4 sentences encoded" in loaded("stats").out
    told = json.loads(loaded("stats", "--json").out)
    assert (told["model"], told["encoded"], told["reranker"]) == ("tiny-encoder", 4, None)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "no/such/folder"), Exit.BAD_INPUT, "no name of a model"),
        (("add", "../up"), Exit.BAD_INPUT, "no name of a model"),
        (("remove", "none"), Exit.NOT_FOUND, "byline model list"),
        ((), Exit.BAD_INPUT, "add"),
    ],
)
def test_what_can_not_be_done_is_told_in_a_line(
    arguments: tuple[str, ...], code: Exit, said: str, run: Run
) -> None:
    ended = run("model", *arguments)
    assert ended.code == code
    assert said in ended.err


def test_an_empty_folder_is_no_model(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = run("model", "add", tmp_path / "empty")
    assert ended.code == Exit.BAD_INPUT
    assert "there is no model.onnx" in ended.err


def test_asking_without_a_model_imports_nothing_that_models_need(loaded: Run, home: Path) -> None:
    code = (
        "import sys; from byline import KnowledgeBase\n"
        "with KnowledgeBase.open(sys.argv[1]) as kb: kb.ask('who owns the roadmap?')\n"
        "print({'onnxruntime', 'tokenizers', 'usearch', 'huggingface_hub'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.timeout(300)
def test_killed_while_encoding_it_goes_on_where_it_stopped(
    process: Process, run: Run, home: Path, encoder_folder: Path, tmp_path: Path
) -> None:
    rows = (
        json.dumps({"id": str(n), "answer": f"Valve {n}: the fee begins to grow.", "author": "Ann"})
        for n in range(ANSWERS)
    )
    (tmp_path / "many.jsonl").write_text("\n".join(rows))
    assert run("add", tmp_path / "many.jsonl").code == Exit.OK
    for _ in range(3):
        adding = process("model", "add", encoder_folder)
        before = _committed(home)
        while adding.poll() is None and _committed(home) == before:
            time.sleep(0.002)
        adding.kill()
        adding.wait()
        with KnowledgeBase.open(home) as kb:
            stats = kb.stats()
            assert 0 < stats.encoded <= ANSWERS
            reply = kb.ask("what does valve 17 do?")
            assert reply.excerpts or reply.near_misses, "asking works with what there is"
    with KnowledgeBase.open(home) as kb:
        before_last = kb.stats().encoded
        told: list[int] = []
        kb.add_model(encoder_folder, progress=lambda stage, done, total: told.append(total))
        assert set(told) <= {ANSWERS - before_last}, "what was encoded is passed over"
        assert kb.stats().encoded == ANSWERS


def _committed(home: Path) -> bytes:
    for path in home.glob("index/vectors*/commit.json"):
        return path.read_bytes()
    return b""
