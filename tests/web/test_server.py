"""The server as its own processes: ready, asked, stopped, refused."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.cli.exits import Exit
from byline.errors import SettingsError, UnavailableError
from byline.settings import load_settings
from byline.web.ports import free_port
from byline.web.server import serve

from .serving import Running, start_server

Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers as processes of their own; they are stopped after the test."""
    started: list[Running] = []

    def run(before: str = "", **settings: object) -> Running:
        started.append(start_server(tmp_path, before, **settings))
        return started[-1]

    yield run
    for server in started:
        server.end()


def get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=20) as response:
        return json.load(response)


def workers_of(server: subprocess.Popen[str]) -> list[int]:
    """Return the ids of the processes that a server started to answer questions."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a process of somebody's may end meanwhile
            is_child = f"PPid:\t{server.pid}\n" in (folder / "status").read_text()
            if is_child and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


LINGERS = """
import threading, time
from asyncio.selector_events import BaseSelectorEventLoop
wake = BaseSelectorEventLoop._write_to_self
def wake_and_linger(loop):
    wake(loop)
    if isinstance(threading.current_thread(), threading._DummyThread):
        for _ in range(200):
            time.sleep(0.005)
BaseSelectorEventLoop._write_to_self = wake_and_linger
"""
"""What makes a thread of Granian's want the interpreter again and again while its process ends, as it may on
a busy machine."""


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_once_it_says_so_and_ends_when_told(start: Start, loaded_home: Path, stop: int) -> None:
    server, address, _ = start(home=loaded_home, workers=2)
    assert get(f"{address}/api/v1/ask?q=roadmap")["answered"]
    server.send_signal(stop)
    assert server.wait(timeout=15) == 0
    with pytest.raises(OSError, match="refused"):
        get(f"{address}/healthz")


@pytest.mark.parametrize("before", ["", LINGERS])
def test_it_says_nothing_about_what_is_asked(start: Start, loaded_home: Path, before: str) -> None:
    server, address, _ = start(before, home=loaded_home)
    get(f"{address}/api/v1/ask?q=a+private+roadmap")
    server.terminate()
    assert server.stderr
    assert server.stderr.read() == ""


def test_it_closes_the_knowledge_base_when_it_ends(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"  # its own: what is loaded for all tests, another of them may have open
    server, address, _ = start(home=home)
    get(f"{address}/api/v1/ask?q=roadmap")
    assert list(home.rglob("*-wal"))
    server.terminate()
    server.wait(timeout=15)
    assert list(home.rglob("*-wal")) == []


def test_several_workers_make_the_knowledge_base_where_there_is_none(start: Start, tmp_path: Path) -> None:
    server, address, said = start(home=tmp_path / "home", workers=3)
    assert get(f"{address}/readyz") == {"status": "ready"}
    server.terminate()
    assert server.stderr
    assert said + server.stderr.read() == ""


def test_answers_added_by_another_process_are_found_without_a_restart(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    _, address, _ = start(home=home)
    assert get(f"{address}/api/v1/ask?q=roadmap")["reason"] == "empty_corpus"
    file = tmp_path / "new.jsonl"
    file.write_text(
        json.dumps({"question": "What is a roadmap?", "answer": "A roadmap is a plan.", "author": "A"})
    )
    with KnowledgeBase.open(home) as kb:
        kb.add(file)
    assert get(f"{address}/api/v1/ask?q=what+is+a+roadmap")["answered"]


def test_a_request_under_way_is_answered_before_it_ends(start: Start, loaded_home: Path) -> None:
    server, address, _ = start(home=loaded_home)
    host, port = address.removeprefix("http://").split(":")
    body = b'{"question": "roadmap"}'
    with closing(socket.create_connection((host, int(port)), timeout=15)) as client:
        head = "POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        client.sendall(
            f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        client.sendall(body[:5])
        time.sleep(0.3)  # the request is with a worker now
        server.terminate()
        time.sleep(0.3)
        client.sendall(body[5:])
        assert client.recv(15) == b"HTTP/1.1 200 OK"
    assert server.wait(timeout=15) == 0


def test_a_worker_that_dies_is_replaced(start: Start, loaded_home: Path) -> None:
    server, address, _ = start(home=loaded_home)
    (worker,) = workers_of(server)
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            assert get(f"{address}/readyz") == {"status": "ready"}
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nobody took its place")


def test_a_port_in_use_is_said(home: Path) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port}.*in use.*--port"):
            serve(load_settings(home=home, port=port))


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(SettingsError, match=r"203\.0\.113\.7, port 8000"):
        free_port("203.0.113.7", 8000)
    with pytest.raises(SettingsError, match="no address of this machine"):
        free_port("no such host", 8000)


def test_port_0_takes_a_free_one() -> None:
    port = free_port("127.0.0.1", 0)
    assert port > 0
    assert free_port("127.0.0.1", port) == port


@pytest.fixture
def damaged_home(home: Path) -> Path:
    home.mkdir()
    (home / "byline.sqlite3").write_bytes(b"this is no database" * 100)
    return home


def test_a_knowledge_base_that_can_not_be_opened_is_said_and_no_worker_is_left(damaged_home: Path) -> None:
    with pytest.raises(UnavailableError, match=r"byline\.sqlite3"):
        serve(load_settings(home=damaged_home, port=0))
    assert multiprocessing.active_children() == []


def test_what_is_wrong_is_said_once_and_not_by_every_worker(damaged_home: Path) -> None:
    program = "from byline.cli import main; main()"
    command = [sys.executable, "-c", program, "--home", damaged_home, "serve", "--port", "0"]
    ended = subprocess.run([*command, "--workers", "2"], capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stdout) == (Exit.UNAVAILABLE, "")
    (line,) = ended.stderr.splitlines()
    assert "byline.sqlite3" in line


def test_a_setting_with_which_nothing_can_be_answered_is_said(loaded_home: Path) -> None:
    with pytest.raises(SettingsError, match=r"no\.svg"):
        serve(load_settings(home=loaded_home, port=0, logo=loaded_home / "no.svg"))


def test_the_process_that_starts_the_workers_imports_nothing_of_the_app() -> None:
    program = "import sys, byline.web.server; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"flask", "sqlalchemy", "numpy", "prometheus_client", "byline.knowledge", "byline.web.app"}
    assert not heavy & set(ran.stdout.split())


def test_serving_to_the_network_is_said(start: Start, loaded_home: Path) -> None:
    _, address, said = start(home=loaded_home, host="0.0.0.0")
    assert address.startswith("http://0.0.0.0:")
    assert "0.0.0.0: everyone who can reach this machine can ask and read" in said
    assert get(address.replace("0.0.0.0", "127.0.0.1") + "/healthz") == {"status": "ok"}
