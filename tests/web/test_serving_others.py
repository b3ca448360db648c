"""Nobody is held up by somebody else: slow clients, a load, a rebuild, a stuck writer, a worker that dies."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from prometheus_client.parser import text_string_to_metric_families

from byline import KnowledgeBase
from byline.web.gateway import environ_of

from .serving import Running, start_server
from .test_server import get, workers_of

Start = Callable[..., Running]
QUESTION = b'{"question": "how do you keep a roadmap honest?"}'


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers as processes of their own; they are stopped after the test."""
    started: list[Running] = []

    def run(before: str = "", **settings: object) -> Running:
        started.append(start_server(tmp_path, before, **{"rate": "", **settings}))
        return started[-1]

    yield run
    for server in started:
        server.end()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, loaded_home: Path) -> Iterator[str]:
    """Where a server of one thread answers; tests leave it as it is."""
    server = start_server(tmp_path_factory.mktemp("server"), rate="", threads=1, home=loaded_home)
    yield server.address
    server.end()


def connected(address: str) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def head(address: str, *lines: str) -> bytes:
    host = address.removeprefix("http://")
    first = ("POST /api/v1/ask HTTP/1.1", f"Host: {host}", "Content-Type: application/json", *lines)
    return "\r\n".join((*first, "", "")).encode()


def ask(address: str, question: str = "how+do+you+keep+a+roadmap+honest") -> dict:
    return get(f"{address}/api/v1/ask?q={question}")


@contextmanager
def asking_on(address: str) -> Iterator[list[float]]:
    """Ask again and again while the block runs; gives what each ask took, and fails if one fails."""
    took: list[float] = []
    failed: list[Exception] = []
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            started = time.perf_counter()
            try:
                assert ask(address)["answered"]
            except Exception as error:
                failed.append(error)
                return
            took.append(time.perf_counter() - started)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield took
    finally:
        stop.set()
        thread.join()
    assert not failed


def test_bodies_that_drip_in_hold_nobody_up(address: str) -> None:
    slow = [connected(address) for _ in range(8)]
    try:
        for client in slow:
            client.sendall(head(address, f"Content-Length: {len(QUESTION)}"))
            client.sendall(QUESTION[:1])
        time.sleep(0.3)  # the server has all of them now
        assert ask(address)["answered"]
        for at in range(1, len(QUESTION)):
            slow[0].sendall(QUESTION[at : at + 1])
        assert slow[0].recv(15) == b"HTTP/1.1 200 OK"
    finally:
        for client in slow:
            client.close()


def test_a_body_that_never_comes_is_given_up(start: Start, loaded_home: Path) -> None:
    soon = "from byline.web import gateway\ngateway.BODY_WITHIN_S = 0.3\n"
    _, address, _ = start(soon, home=loaded_home)
    with closing(connected(address)) as client:
        client.sendall(head(address, "Content-Length: 40"))
        client.sendall(b"{")
        told = client.recv(2000)
        assert told.startswith(b"HTTP/1.1 408")
        assert b'"code": "too_slow"' in told


def test_clients_that_are_slow_to_ask_hold_nobody_up(address: str) -> None:
    slow = [connected(address) for _ in range(8)]
    try:
        for client in slow:
            client.sendall(b"GET / HTTP/1.1\r\nHost: local")
        assert get(f"{address}/healthz") == {"status": "ok"}
    finally:
        for client in slow:
            client.close()


def test_clients_that_do_not_read_hold_nobody_up(address: str) -> None:
    slow = [connected(address) for _ in range(4)]
    try:
        for client in slow:  # the answers to these are larger than what the system keeps for a connection
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            request = f"GET /openapi.json HTTP/1.1\r\nHost: {address.removeprefix('http://')}\r\n\r\n"
            client.sendall(request.encode() * 20)
        assert ask(address)["answered"]
    finally:
        for client in slow:
            client.close()


@pytest.mark.parametrize("kind", ["told", "chunked"])
def test_a_body_that_is_too_large_is_refused(address: str, kind: str) -> None:
    size = 5_000_000

    def parts() -> Iterator[bytes]:
        for _ in range(size // 50_000):
            yield b" " * 50_000

    headers = {"Content-Type": "application/json"} | ({"Content-Length": str(size)} if kind == "told" else {})
    request = urllib.request.Request(f"{address}/api/v1/ask", parts(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            code = response.status
    except urllib.error.HTTPError as error:
        with error:
            code = error.code
    except (urllib.error.URLError, ConnectionError):
        code = 413  # it was refused while it was still being sent
    assert code == 413
    assert ask(address)["answered"]


def test_a_body_in_chunks_is_read(address: str) -> None:
    headers = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    request = urllib.request.Request(f"{address}/api/v1/ask", iter([QUESTION[:9], QUESTION[9:]]), headers)
    assert get(request)["answered"]


def test_a_head_has_the_headers_and_no_body(address: str) -> None:
    request = urllib.request.Request(f"{address}/openapi.json", method="HEAD")
    with urllib.request.urlopen(request, timeout=20) as response:
        assert int(response.headers["Content-Length"]) > 1000
        assert response.read() == b""


def test_asking_goes_on_while_answers_are_loaded_and_the_index_is_rebuilt(
    start: Start, own_home: Path, tmp_path: Path
) -> None:
    _, address, _ = start(home=own_home, workers=2)
    file = tmp_path / "many.jsonl"
    rows = ({"answer": f"Number {n} is about gherkins. It has {n} jars.", "author": "A"} for n in range(1500))
    file.write_text("\n".join(map(json.dumps, rows)))
    with asking_on(address) as took, KnowledgeBase.open(own_home) as kb:
        kb.add(file)
        during = len(took)
        kb.rebuild()
    assert during > 3
    assert max(took) < 10
    assert ask(address, "which+number+is+about+gherkins")["answered"]


def test_asking_goes_on_while_a_writer_is_stuck(start: Start, own_home: Path, tmp_path: Path) -> None:
    """A program whose disk has stopped holds both locks: that of the database, and that of the index."""
    _, address, _ = start(home=own_home)
    lock = FileLock(own_home / "index" / "writer.lock")
    with lock, closing(sqlite3.connect(own_home / "byline.sqlite3", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        with asking_on(address) as took:
            time.sleep(1)
        database.execute("ROLLBACK")
    assert took
    assert max(took) < 5


def figures(address: str) -> dict[str, float]:
    with urllib.request.urlopen(f"{address}/metrics", timeout=20) as response:
        families = list(text_string_to_metric_families(response.read().decode()))
    found: dict[str, float] = {}
    for family in families:
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0) + sample.value
    return found


def test_the_figures_are_those_of_all_workers_and_outlive_one(
    start: Start, loaded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    server, address, _ = start(home=loaded_home, workers=2)
    threads = [threading.Thread(target=ask, args=(address,)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {figures(address)["byline_questions_total"] for _ in range(6)} == {12}
    os.kill(workers_of(server)[0], signal.SIGKILL)
    time.sleep(0.3)
    told = figures(address)
    assert (told["byline_questions_total"], told["byline_ask_seconds_count"]) == (12, 12)
    assert list(scratch.iterdir())
    server.terminate()
    assert server.wait(timeout=20) == 0
    assert not list(scratch.iterdir())


class Request:
    """A request as RSGI says it."""

    proto, http_version, scheme, method = "http", "2", "http", "POST"
    server, client, authority = "127.0.0.1:8000", "[::1]:5000", "ask.example.org"
    path, query_string = "/answers/é/x", "q=a+b&c=%41"

    def __init__(self, *headers: tuple[str, str]) -> None:
        self._headers = headers

    @property
    def headers(self) -> Request:
        return self

    def items(self) -> list[tuple[str, str]]:
        return list(self._headers)


def test_a_request_reads_the_same_to_the_app() -> None:
    sent = Request(
        ("x-forwarded-for", "203.0.113.7"),
        ("x_forwarded_for", "127.0.0.1"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("accept", "text/html"),
        ("accept", "*/*"),
        ("content-type", "application/json"),
    )
    environ = environ_of(sent, b"{}")
    assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.7"
    assert environ["HTTP_HOST"] == "ask.example.org"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("application/json", "2")
    assert environ["REMOTE_ADDR"] == "::1"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/answers/é/x"
    assert environ["wsgi.input"].read() == b"{}"
