"""Pages of another site that embed Byline."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fetching.site import Site, serving
from tests.web.serving import SOON, Running, start_server

BEFORE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A wiki</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/wiki.css">{head}</head>
<body><header><p><a href="/elsewhere">A wiki</a></p></header><main><h1>Pricing</h1>
<p id="above">What we know of it.</p>
"""
AFTER = """
<p id="below">And what we do not. <button id="mine">A button of the wiki</button></p></main>
<script src="/wiki.js"></script></body></html>"""
STYLE = """body { margin: 2rem; font: 1rem/1.5 sans-serif; color: #222; background: #fff }
byline-chat { display: block; min-height: 26rem }
.themed { --byline-accent: rgb(11, 83, 148); --byline-font: monospace }
.themed::part(button) { border-radius: 0px }"""
SCRIPT = """window.heard = [];
for (const type of ["ready", "answer", "error"]) {
  document.addEventListener(`byline-${type}`, ({ detail }) => heard.push([type, detail]));
}
window.pressed = [];
addEventListener("keydown", ({ key }) => pressed.push(key));"""


@dataclass(frozen=True)
class Hosts:
    """A site that may embed Byline, and the same site under a name that may not."""

    site: Site
    server: Running

    @property
    def byline(self) -> str:
        return self.server.address

    def stop(self) -> None:
        """Stop Byline; the site goes on."""
        self.server.process.terminate()
        self.server.process.wait()

    @property
    def allowed(self) -> str:
        return self.site.address.replace("127.0.0.1", "localhost")

    @property
    def refused(self) -> str:
        return self.site.address

    def put(self, embedded: str, *, head: str = "", policy: str = "") -> str:
        """Lay a page with ``embedded`` in it; return its path. ``BYLINE`` stands for Byline's address."""
        path = f"/page-{len(self.site.pages)}"
        headers = {"Content-Security-Policy": policy.replace("BYLINE", self.byline)} if policy else {}
        page = BEFORE.replace("{head}", head) + embedded + AFTER
        self.site.put(path, page.replace("BYLINE", self.byline), headers=headers)
        return path


@contextmanager
def hosts(folder: Path, home: Path) -> Iterator[Hosts]:
    """Serve a wiki, and a Byline over ``home`` that it may embed; ``folder`` is empty."""
    with serving() as site:
        site.put("/wiki.css", STYLE, kind="text/css")
        site.put("/wiki.js", SCRIPT, kind="text/javascript")
        allowed = site.address.replace("127.0.0.1", "localhost")
        server = start_server(folder, SOON, home=home, rate="", embed_origins=[allowed])
        try:
            yield Hosts(site, server)
        finally:
            server.end()
