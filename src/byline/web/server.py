"""Serves the app for real: Granian (a WSGI server) with worker processes, until a signal stops it.

Granian reads requests outside of Python, and ``web.gateway`` gives one a thread when it has come whole, so a
client that is slow to ask holds none. docs/design.md has the figures by which it was chosen.
"""

from __future__ import annotations

import http.client
import logging
import multiprocessing
import os
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from byline.errors import SettingsError, UnavailableError
from byline.garbage import seldom_collect
from byline.knowledge import KnowledgeBase
from byline.settings import Settings
from byline.web import metrics
from byline.web.app import create_app
from byline.web.gateway import Gateway
from byline.web.logs import write_logs
from byline.web.security import is_loopback

log = logging.getLogger(__name__)

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 10
"""How long a request under way may take to end after a signal to stop."""


def announce(url: str) -> None:
    """Say on standard error that questions are answered at ``url``."""
    sys.stderr.write(f"Byline is answering at {url}\n")
    sys.stderr.flush()


def serve(settings: Settings, *, on_ready: Callable[[str], None] = announce) -> None:
    """Serve the chat page and the JSON endpoint until SIGTERM or SIGINT, then return.

    Every worker process opens the knowledge base for itself. Requests under way when the signal comes
    are answered first. Call it from the main thread.

    Args:
        settings: those in force; ``port`` 0 takes a free port.
        on_ready: is called once, with the address, when the first question can be answered.

    Raises:
        SettingsError: the address can not be served on.
        UnavailableError: the knowledge base can not be opened, or a worker ended on its own.
    """
    port = free_port(settings.host, settings.port)
    with KnowledgeBase.open(settings=settings) as kb:
        kb.check()  # what is wrong with it is said here, once, and not by every worker
    if not is_loopback(settings.host):
        log.warning(
            "%s: everyone who can reach this machine can ask and read; there is no sign-in. "
            "Put a proxy that has one in front, or serve on 127.0.0.1.",
            settings.host,
        )
    # What was opened above had threads of its own, and a process that is forked beside threads may hang.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "byline.web.server",
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
    watch = threading.Thread(target=_tell_when_ready, args=(settings.host, port, on_ready), daemon=True)
    watch.start()
    try:
        with _figures_of_all(settings):
            server.serve(target_loader=partial(_worker, settings), wrap_loader=False)
    except SystemExit as ended:
        raise UnavailableError(
            "A worker process ended on its own. What it said above is the reason; mend that and serve again."
        ) from ended


def free_port(host: str, port: int) -> int:
    """Return the port to serve on, which is ``port`` unless that is 0.

    Raises:
        SettingsError: it is taken, not permitted, or the address is not one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except PermissionError as error:
        raise SettingsError(
            f"port = {port}: only an administrator may serve on a port below 1024. "
            "Choose a higher one, such as --port 8000."
        ) from error
    except socket.gaierror as error:
        raise SettingsError(
            f"host = {host!r}: this is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of them."
        ) from error
    except OSError as error:
        raise SettingsError(
            f"{host}, port {port}: it can not be served on ({error.strerror}). "
            "Stop the program that serves there already, or choose another port with --port."
        ) from error


@contextmanager
def _figures_of_all(settings: Settings) -> Iterator[None]:
    """Name a folder in which the workers keep their figures together, while they serve.

    A worker alone needs none, and keeps them in its memory.
    """
    if not settings.metrics or settings.workers == 1:
        os.environ.pop(metrics.FOLDER, None)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="byline-metrics-") as folder:
        os.environ[metrics.FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[metrics.FOLDER]


def _worker(settings: Settings) -> Any:
    """Open the knowledge base in a worker process, and return what answers from it."""
    write_logs(settings)
    app = create_app(KnowledgeBase.open(settings=settings))
    seldom_collect()
    # Granian's types know applications that are functions, and not those with an __rsgi__.
    return Gateway(app, settings.threads)


def _tell_when_ready(host: str, port: int, on_ready: Callable[[str], None]) -> None:
    reached_by = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    shown = f"[{host}]" if ":" in host else host
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if _is_ready(reached_by, port):
            on_ready(f"http://{shown}:{port}")
            return
        time.sleep(0.05)
    log.error("No worker could answer within %d seconds.", READY_WITHIN_S)


def _is_ready(host: str, port: int) -> bool:
    with closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
