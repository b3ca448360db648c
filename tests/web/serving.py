"""Starts the server as processes of its own, for tests that need the real thing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROGRAM = """
import json, sys
from byline.settings import load_settings
from byline.web.server import serve
if __name__ == "__main__":
    serve(load_settings(**json.loads(sys.argv[1])))
"""

SOON = "from byline.web import server; server.STOP_WITHIN_S = 1\n"
"""What a server does first that a browser asks: the browser keeps connections, and it would wait for them."""


class Running(NamedTuple):
    """A server that answers."""

    process: subprocess.Popen[str]
    address: str
    said: str
    """What it said before it could answer."""

    def end(self) -> None:
        """Stop it if it still runs, and let go of its pipe."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate()


def start_server(folder: Path, before: str = "", **settings: object) -> Running:
    """Start a server on a free port and return when it says that it answers.

    Args:
        folder: where the program that starts it may be written.
        before: what the program does first, in the workers too.
        settings: those that differ from their defaults.
    """
    program = folder / "program.py"
    program.write_text(before + PROGRAM)
    arguments = json.dumps({"port": 0, **settings}, default=str)
    process = subprocess.Popen(
        [sys.executable, program, arguments], stderr=subprocess.PIPE, text=True, cwd=folder
    )
    assert process.stderr
    said = ""
    for line in process.stderr:
        if line.startswith("Byline is answering at "):
            return Running(process, line.split()[-1], said)
        said += line
    process.communicate()
    raise AssertionError(f"it ended before it could answer: {said}")
