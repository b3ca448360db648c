"""Serves the app for real: Granian (a WSGI server) with worker processes, until a signal stops it.

Granian reads requests outside of Python, and ``web.gateway`` gives one a thread when it has come whole, so a
client that is slow to ask holds none. docs/design.md has the figures by which it was chosen.
"""

from __future__ import annotations

import http.client
import logging
import multiprocessing
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from threading import Thread

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from byline.errors import UnavailableError
from byline.settings import Settings
from byline.web.figures import figures_of_all
from byline.web.ports import free_port, is_loopback
from byline.web.worker import Worker

log = logging.getLogger(__name__)

READY_WITHIN_S = 60.0
_LOOKED_EVERY_S = 0.01
STOP_WITHIN_S = 10
"""How long a request under way may take to end after a signal to stop."""


def announce(url: str) -> None:
    """Say on standard error that questions are answered at ``url``."""
    sys.stderr.write(f"Byline is answering at {url}\n")
    sys.stderr.flush()


def serve(settings: Settings, *, on_ready: Callable[[str], None] = announce) -> None:
    """Serve the chat page and the JSON endpoint until SIGTERM or SIGINT, then return.

    Every worker process opens the knowledge base for itself, and this one not at all. Requests under way
    when the signal comes are answered first. Call it from the main thread.

    Args:
        settings: those in force; ``port`` 0 takes a free port.
        on_ready: is called once, with the address, when the first question can be answered.

    Raises:
        SettingsError: the address can not be served on, or a setting has a value with which nothing can be
            answered.
        UnavailableError: the knowledge base can not be opened, or a worker ended on its own.
    """
    port = free_port(settings.host, settings.port)
    # Threads watch the workers here, and a process that is forked beside threads may hang.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "byline.web.worker",
        address=settings.host,
        port=port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,  # an access log would hold every question that was asked in an address
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
    )
    trouble, tells = multiprocessing.Pipe(duplex=False)
    watch = _Watch(settings.host, port, on_ready, trouble, server.signal_handler_interrupt)
    watch.start()
    try:
        with figures_of_all(settings), closing(tells):
            worker = Worker(settings, tells, multiprocessing.Lock())
            server.serve(target_loader=worker, wrap_loader=False)
    except SystemExit as ended:
        watch.join()
        raise watch.error or UnavailableError(
            "A worker process ended on its own. What it said above is the reason; mend that and serve again."
        ) from ended
    watch.join()
    if watch.error is not None:
        raise watch.error


class _Watch(Thread):
    """Tells when a worker can answer, and stops the server when one says that it can not.

    It ends when the last worker that could say so has ended.

    Args:
        host: where the server can be reached.
        port: the same.
        on_ready: is called with the address.
        trouble: gives the error of a worker that can not answer.
        stop: stops the server.
    """

    def __init__(
        self,
        host: str,
        port: int,
        on_ready: Callable[[str], None],
        trouble: Connection,
        stop: Callable[[], None],
    ) -> None:
        super().__init__(daemon=True)
        self.error: Exception | None = None
        """That of the worker, if one said so."""
        self._host = host
        self._port = port
        self._on_ready = on_ready
        self._trouble = trouble
        self._stop_server = stop

    def run(self) -> None:
        """Watch from the start to the end."""
        with self._trouble:
            self._wait_for_an_answer()
            try:
                self.error = self._trouble.recv()
            except EOFError:
                return
            self._stop_server()

    def _wait_for_an_answer(self) -> None:
        """Return when a worker can answer, when one says that it can not, and when it takes too long."""
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline:
            if self._trouble.poll(_LOOKED_EVERY_S):
                return
            if self._is_ready():
                self._tell()
                return
        log.error("No worker could answer within %d seconds.", READY_WITHIN_S)

    def _is_ready(self) -> bool:
        reached_by = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104 - compared
        with closing(http.client.HTTPConnection(reached_by, self._port, timeout=5)) as connection:
            try:
                connection.request("GET", "/readyz")
                return connection.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False

    def _tell(self) -> None:
        if not is_loopback(self._host):
            log.warning(
                "%s: everyone who can reach this machine can ask and read; there is no sign-in. "
                "Put a proxy that has one in front, or serve on 127.0.0.1.",
                self._host,
            )
        shown = f"[{self._host}]" if ":" in self._host else self._host
        self._on_ready(f"http://{shown}:{self._port}")
