"""The MCP server over a loaded knowledge base, as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mcp import StdioServerParameters

RUN = [sys.executable, "-c", "from byline.cli import main; main()"]

Started = tuple["subprocess.Popen[str]", str]
Serve = Callable[..., Started]


@pytest.fixture
def stdio(loaded_home: Path) -> StdioServerParameters:
    """How an assistant starts `byline mcp` over it."""
    command, *arguments = RUN
    arguments += ["--home", str(loaded_home), "mcp"]
    return StdioServerParameters(command=command, args=arguments, env=dict(os.environ))


@pytest.fixture
def serve(own_home: Path) -> Iterator[Serve]:
    """Start `byline mcp --http` on a free port, with settings; give the process and its address."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, home: Path = own_home, **settings: object) -> Started:
        (home / "byline.toml").write_text(
            "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items()), encoding="utf-8"
        )
        process = subprocess.Popen(
            [*RUN, "--home", str(home), "mcp", "--http", "--port", "0", *arguments],
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stderr
        said = process.stderr.readline()
        assert said.startswith("Byline is answering at "), said + process.stderr.read()
        return process, said.split()[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
        process.communicate()
