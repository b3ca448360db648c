"""A site on loopback: what is at each path, and what was asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What the site answers at a path. ``parts`` are sent one by one, with a pause between."""

    content: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    """What is announced, where it is not what is sent."""


@dataclass
class Site:
    """The pages by their paths, and the requests that came, in their order."""

    address: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def put(self, path: str, content: bytes | str, **options: object) -> str:
        """Lay something at a path; return its address."""
        content = content.encode() if isinstance(content, str) else content
        self.pages[path] = Page(content, **options)  # type: ignore[arg-type]
        return self.address + path

    def move(self, path: str, to: str, status: int = 302) -> str:
        """Let a path lead on."""
        return self.put(path, b"", status=status, headers={"Location": to})


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site until the block ends. Without a page at /robots.txt it has none."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers["User-Agent"])
            page = site.pages.get(self.path, Page(b"nothing here", status=404))
            self.send_response(page.status)
            self.send_header("Content-Type", page.kind)
            self.send_header("Content-Length", str(len(page.content) if page.length is None else page.length))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.content)
            if page.length is not None:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
