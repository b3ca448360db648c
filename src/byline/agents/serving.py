"""Serves the MCP server: over standard input and output, or over HTTP.

Both transports are those of the specification (Model Context Protocol, "Transports"). Over HTTP each
request is answered by itself, with JSON and without a session: the tools only read, so nothing is kept.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from byline.agents.limiting import limited
from byline.agents.server import create_server
from byline.errors import SettingsError
from byline.knowledge import KnowledgeBase
from byline.settings import Settings
from byline.web.ports import free_port, is_loopback
from byline.web.server import STOP_WITHIN_S, announce

log = logging.getLogger(__name__)

PATH = "/mcp"
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared, not bound


def serve_stdio(settings: Settings) -> None:
    """Answer on standard output what comes on standard input, until that ends.

    Raises:
        UnavailableError: the knowledge base can not be opened.
    """
    with KnowledgeBase.open(settings=settings) as kb:
        kb.check()
        create_server(kb).run("stdio")


def serve_http(settings: Settings, *, on_ready: Callable[[str], None] = announce) -> None:
    """Answer over HTTP at ``/mcp`` until SIGTERM or SIGINT, then return. Call it from the main thread.

    Args:
        settings: those in force; ``port`` 0 takes a free port.
        on_ready: is called once, with the address, when it can be reached.

    Raises:
        SettingsError: the address can not be served on, or nobody knows under which names it is reached.
        UnavailableError: the knowledge base can not be opened.
    """
    names = _names(settings)
    port = free_port(settings.host, settings.port)
    if not is_loopback(settings.host):
        log.warning(
            "%s: everyone who can reach this machine can ask and read; there is no sign-in. "
            "Put a proxy that has one in front, or serve on 127.0.0.1.",
            settings.host,
        )
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    with KnowledgeBase.open(settings=settings) as kb:
        kb.check()
        server = _Uvicorn(_app(kb, names), settings, port, lambda: on_ready(f"http://{shown}:{port}{PATH}"))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _ended)  # uvicorn raises the signal again once it has stopped
        try:
            server.run()
        except _Stopped:
            return


class _Stopped(Exception):  # noqa: N818 - no error: the way a signal ends the server
    """A signal has ended the server."""


def _ended(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a handler
    raise _Stopped


class _Uvicorn(uvicorn.Server):
    """Uvicorn, which tells when it can be reached."""

    def __init__(self, app: ASGIApp, settings: Settings, port: int, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=settings.host,
                port=port,
                log_level="error",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=STOP_WITHIN_S,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Start, and tell so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def _app(kb: KnowledgeBase, names: list[str]) -> ASGIApp:
    app = create_server(kb).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=kb.settings.body_bytes,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=[each for name in names for each in (name, f"{name}:*")],
            allowed_origins=[
                each
                for name in names
                for scheme in ("http", "https")
                for each in (f"{scheme}://{name}", f"{scheme}://{name}:*")
            ],
        ),
    )
    return limited(app, kb.settings.rate)


def _names(settings: Settings) -> list[str]:
    """Return the names under which the server may be asked, and from whose pages.

    A page on the web can point its own name at this machine and have its reader's browser ask (DNS
    rebinding); so requests under any other name, and from pages of any other origin, are refused.

    Raises:
        SettingsError: it is served on all addresses, and no setting says under which name.
    """
    public = urlsplit(settings.public_url).hostname
    if settings.host in _EVERYWHERE and not public:
        raise SettingsError(
            f"host = {settings.host!r}: on all addresses, Byline can not know the name that people use, and "
            "could not refuse requests that a web page sends under its own. Set public_url to the address "
            "people use, or name one address with --host."
        )
    own = f"[{settings.host}]" if ":" in settings.host else settings.host
    return list(dict.fromkeys([*_LOOPBACK, own, *([public] if public else [])]))
