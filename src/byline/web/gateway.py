"""Between the server and the app: a request gets a thread when all of it has come, and not before.

The server speaks RSGI (Granian's own interface) here, in which a body is awaited and costs no thread; the
app speaks WSGI (PEP 3333). So a client that drips its body into the server holds up nobody but itself, and
one that reads slowly neither: what the app answers is handed over as a whole.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from flask import Flask

BODY_WITHIN_S = 20.0
"""How long the body of a request may take to come."""
LARGEST_BODY = 4_000_000
"""Bytes that are kept of a body; the app refuses less than that, and says how much it takes."""

Answered = tuple[int, list[tuple[str, str]], bytes]
"""Status, headers and body of a response."""
_LATE: Answered = (
    408,
    [("content-type", "application/problem+json"), ("connection", "close")],
    b'{"type": "about:blank", "title": "The body took too long to come", "status": 408, '
    b'"detail": "Send the whole request at once.", "code": "too_slow"}',
)


class Scope(Protocol):
    """What RSGI says of a request."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Any


class Gateway:
    """An RSGI application that answers what a WSGI application answers.

    Args:
        app: is called in a thread of its own for each request.
        threads: how many there are.
        at_end: is called when the last request has been answered and no other will come.
    """

    def __init__(self, app: Flask, threads: int, at_end: Callable[[], None]) -> None:
        self._app = app
        self._at_end = at_end
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="ask")

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        """Answer one request."""
        if scope.proto != "http":
            protocol.close(404)
            return
        try:
            body = await _body_of(scope, protocol)
        except TimeoutError:
            protocol.response_bytes(*_LATE)
            return
        loop = asyncio.get_running_loop()
        environ = environ_of(scope, body)
        protocol.response_bytes(*await loop.run_in_executor(self._threads, self._call, environ))

    def __rsgi_del__(self, _: asyncio.AbstractEventLoop) -> None:
        """Let the threads end with what they are at, and tell that they have."""
        self._threads.shutdown(wait=True)
        self._at_end()

    def _call(self, environ: dict[str, Any]) -> Answered:
        status, headers = 500, list[tuple[str, str]]()
        written: list[bytes] = []

        def start(line: str, given: list[tuple[str, str]], _: object = None, /) -> Callable[[bytes], object]:
            nonlocal status, headers
            status, headers = int(line.split(" ", 1)[0]), given
            return written.append

        parts: Iterable[bytes] = self._app.wsgi_app(environ, start)
        try:
            written.extend(parts)
            return status, headers, b"".join(written)
        finally:
            close = getattr(parts, "close", None)
            if close:
                close()


async def _body_of(scope: Scope, protocol: Any) -> bytes:
    """Return the body of a request, or as much of it as is kept.

    Raises:
        TimeoutError: it did not come in time.
    """
    headers = scope.headers
    if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return b""
    parts: list[bytes] = []
    size = 0
    async with asyncio.timeout(BODY_WITHIN_S):
        async for part in protocol:
            parts.append(part)
            size += len(part)
            if size > LARGEST_BODY:
                break
    return b"".join(parts)


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return a request as WSGI (PEP 3333) says it, with a body that has come."""
    host, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:  # HTTP/2 has no Host
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        # With "_" it would pass for the one with a dash, which a proxy may have set; and a body that has come
        # is in no chunks any more.
        if "_" in name or name == "transfer-encoding":
            continue
        key = name.replace("-", "_").upper()
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        together = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{together}{value}" if key in environ else value
    if body and "CONTENT_LENGTH" not in environ:
        environ["CONTENT_LENGTH"] = str(len(body))
    return environ
