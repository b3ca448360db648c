"""A server of Byline's own, ``byline serve``, started to be measured and stopped again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_S = 120


@contextmanager
def running(home: Path, workers: int, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a server on the loopback address while the block runs; gives the process and the address.

    Args:
        home: of the knowledge base.
        workers: how many processes answer.
        settings: others than the defaults; there is no limit to the rate.
    """
    command = [str(Path(sys.executable).with_name("byline")), "--home", str(home), "serve", "--port", "0"]
    changed = {f"BYLINE_{name.upper()}": value for name, value in {"rate": "", **settings}.items()}
    process = subprocess.Popen(
        [*command, "--workers", str(workers)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **changed},
    )
    try:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            raise SystemExit(f"the server did not start: {line}")
        with urllib.request.urlopen(f"{found[0]}/readyz", timeout=START_S):
            yield process, found[0]
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def workers_of(server: int) -> list[int]:
    """Return the processes that a server started to answer questions."""
    listed = subprocess.run(
        ["ps", "--ppid", str(server), "-o", "pid=,args="], capture_output=True, text=True, check=True
    )
    return [int(line.split()[0]) for line in listed.stdout.splitlines() if "spawn_main" in line]


def private_bytes(process: int) -> int:
    """Return the memory that is a process's alone.

    Pages of files that it has mapped and only read are not counted, even where no other has read them yet:
    the system takes them back when it wants to.
    """
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Private_Dirty:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
