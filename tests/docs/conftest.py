"""A folder as the documentation takes it to be, with a knowledge base that has the sample collection."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import py7zr
import pytest

from byline.cli import main
from byline.cli.group import group
from byline.resources import resource
from tests.docs.shown import blocks
from tests.transformer.tiny import write_encoder, write_reranker

SERVED_AT = "http://127.0.0.1:8000"
_BYLINE = [sys.executable, "-c", "from byline.cli import main; main()"]


@dataclass(frozen=True)
class Desk:
    """Where shown commands run: the files that they name, and a home with the sample collection.

    ``server`` is where `byline serve` serves that home.
    """

    folder: Path
    server: str

    def run(self, command: str, monkeypatch: pytest.MonkeyPatch) -> int:
        """Run a command line as it is shown; return its exit code.

        A plain `byline` runs in this process, which is much quicker than a new one; `byline serve` and
        `byline mcp`, which would not end, are only read, and the server that curl asks shows that it works.
        """
        words = shlex.split(command, comments=True)
        if words[0] == "curl":
            command = command.replace("curl -s", "curl -sSf").replace(SERVED_AT, self.server)
        elif words[0] == "byline" and not set("<>|&$") & set(command):
            return self._run_here(words[1:], monkeypatch)
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(["/bin/sh", "-c", command], cwd=self.folder, env=os.environ | {"PATH": path})
        return done.returncode

    def _run_here(self, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
        monkeypatch.chdir(self.folder)
        if arguments[0] in ("serve", "mcp"):
            context = group.make_context("byline", arguments)
            serve = group.get_command(context, arguments[0])
            assert serve is not None
            serve.make_context(arguments[0], arguments[1:], parent=context)
            return 0
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        return int(ended.value.code or 0)


def _write_dump(folder: Path) -> None:
    """Write the dump of a site with one answer, as a folder and as the archive that it comes as."""
    posts = (
        '<posts><row Id="1" PostTypeId="1" Title="How should I store beans?" />'
        '<row Id="2" PostTypeId="2" ParentId="1" Body="&lt;p&gt;In the dark.&lt;/p&gt;" /></posts>'
    )
    (folder / "dump").mkdir()
    (folder / "dump" / "Posts.xml").write_text(posts, encoding="utf-8")
    with py7zr.SevenZipFile(folder / "coffee.stackexchange.com.7z", "w") as archive:
        archive.writestr(posts, "Posts.xml")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that is copied for each test and never changed."""
    folder = tmp_path_factory.mktemp("desk")
    (csv,) = blocks("docs/library.md", "csv")
    (folder / "answers.csv").write_text(csv.text, encoding="utf-8")
    (words,) = blocks("docs/using.md", "txt")
    (folder / "words.txt").write_text(words.text, encoding="utf-8")
    (folder / "talk.html").write_text("<h1>How do terns fly?</h1><p>With both wings.</p>", encoding="utf-8")
    (folder / "notes.txt").write_text("Ask three buyers before you price it.\n", encoding="utf-8")
    (folder / "exports").mkdir()
    (folder / "exports" / "more.csv").write_text(csv.text, encoding="utf-8")
    shutil.copy(resource("data") / "expert-page.txt", folder)
    _write_dump(folder)
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr("answers.csv", csv.text)
    write_encoder(folder / "all-MiniLM-L6-v2")
    write_encoder(folder / "multilingual-e5-small")
    write_reranker(folder / "ms-marco-MiniLM-L6-v2")
    (folder / "pricing" / "qrels").mkdir(parents=True)
    names = ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv", "unanswerable.txt")
    for name, block in zip(names, blocks("docs/evaluation.md", "jsonl", "tsv", "txt"), strict=True):
        (folder / "pricing" / name).write_text(block.text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.setenv("BYLINE_HOME", str(folder / "home"))
        for arguments in (["sample"], ["add", "answers.csv"], ["backup", "answers.byline"]):
            with pytest.raises(SystemExit) as ended:
                main(arguments)
            assert not ended.value.code, arguments
    return folder


@pytest.fixture(scope="session")
def server(prepared: Path) -> Iterator[str]:
    """Serve the prepared home with `byline serve`, and return its address."""
    command = [*_BYLINE, "--home", str(prepared / "home"), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            address = re.search(r"http://\S+", said)
            assert address, said
            yield address[0]
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def desk(prepared: Path, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk of the test's own."""
    folder = shutil.copytree(prepared, tmp_path / "desk")
    monkeypatch.setenv("BYLINE_HOME", str(folder / "home"))
    return Desk(folder, server)
