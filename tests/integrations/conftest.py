"""Wikis that embed Byline, served on loopback and opened in a real Chromium.

What is missing is a reason to skip, and where BYLINE_REQUIRE_WIKIS=1 is set a reason to fail.
`make wiki-test` puts what can be installed without root into .venv-wikis.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest

from tests.browser.conftest import Browser, Page
from tests.browser.conftest import browser as browser
from tests.browser.conftest import open_page as open_page
from tests.browser.conftest import shared as shared
from tests.web.serving import SOON, start_server

ROOT = Path(__file__).resolve().parents[2]
INTEGRATIONS = ROOT / "integrations"
TOOLS = Path(os.environ.get("BYLINE_WIKIS", ROOT / ".venv-wikis"))

QUESTION = "how do you start a roadmap?"
QUOTATION = "The roadmap follows"
AUTHOR = "Idris Okafor"


def missing(what: str) -> NoReturn:
    """Skip for the reason that ``what`` is missing, or fail where everything must be there."""
    if os.environ.get("BYLINE_REQUIRE_WIKIS") == "1":
        pytest.fail(f"{what} (BYLINE_REQUIRE_WIKIS=1 says it must be there)")
    pytest.skip(what)


def program(name: str) -> str:
    """Return where a program of the wikis' own environment is."""
    found = shutil.which(name, path=TOOLS / "bin")
    return found or missing(f"{name} is not in {TOOLS}: make wiki-test installs it")


def run(*command: str | Path, cwd: Path, given: str = "", **environment: str) -> str:
    """Run a program of a wiki; return what it said, or fail with it."""
    ended = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **environment},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 0, f"{' '.join(map(str, command))}\n{said}"
    return said


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is: Byline, the folder of static pages with its address, and the port for PHP."""

    byline: str
    folder: Path
    static: str
    php_port: int

    @property
    def php(self) -> str:
        return f"http://localhost:{self.php_port}"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def places(browser: Browser, loaded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """A Byline that two wikis on other origins may embed: static pages, and one that PHP serves."""
    folder = tmp_path_factory.mktemp("wikis")
    (folder / "pages").mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder / "pages")) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        static, php_port = f"http://localhost:{server.server_port}", free_port()
        origins = [static, f"http://localhost:{php_port}"]
        byline = start_server(folder, SOON, home=loaded_home, rate="", embed_origins=origins)
        yield Places(byline.address, folder / "pages", static, php_port)
        byline.end()
        server.shutdown()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def read_quotation(page: Page) -> None:
    """Ask in the widget of a page, and read the quotation and its byline."""
    widget = page.frame_locator("byline-chat iframe")
    box = widget.get_by_label("Your question")
    box.fill(QUESTION)
    box.press("Enter")
    assert QUOTATION in widget.locator("blockquote").first.inner_text()
    assert AUTHOR in widget.locator(".byline").first.inner_text()
