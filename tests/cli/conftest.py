"""The command line, run in this process or in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from byline.cli import main
from tests.transformer.conftest import encoder_folder, reranker_folder

__all__ = ["encoder_folder", "reranker_folder"]

ANSWERS = """\
question,answer,author,role,company,date,tags
How do we price a beta?,"Charge from the first day. A free beta teaches you nothing about price.",Ann Ito,\
Head of Pricing,Acme,2023-05-02,pricing
Who owns the roadmap?,"The product manager owns the roadmap, and everybody may read it.",Bo Lindqvist,\
Product Director,Globex,2021-11-30,planning
When is a feature done?,"A feature is done when a customer has used it twice.",Ann Ito,\
Head of Pricing,Acme,2022-01-15,delivery
"""


@dataclass(frozen=True)
class Ended:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``byline --home HOME ARGUMENTS`` in this process."""

    def run(*arguments: str | Path, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main(["--home", str(home), *map(str, arguments)])
        captured = capsys.readouterr()
        return Ended(int(stop.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def process(home: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start ``byline --home HOME ARGUMENTS`` as a process of its own, with pipes."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from byline.cli import main; main()", "--home", str(home)]
        process = subprocess.Popen(
            [*command, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def answers_csv(tmp_path: Path) -> Path:
    """A file of three answers by two authors."""
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


@pytest.fixture
def loaded(run: Run, answers_csv: Path) -> Run:
    """The same as ``run``, with the three answers loaded."""
    assert run("add", answers_csv).code == 0
    return run
