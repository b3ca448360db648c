"""The chat page over the sample collection, on a server and in a Chromium of their own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_BYLINE = (sys.executable, "-c", "from byline.cli import main; main()")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a Chromium; it is closed at the end.

    Raises:
        SystemExit: there is none on this machine.
    """
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        sys.exit("Chromium is not installed. On Debian and Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def sample_server() -> Iterator[str]:
    """Give the address of a server with the sample collection; it is stopped at the end."""
    with tempfile.TemporaryDirectory() as home:
        byline = (*_BYLINE, "--home", home)
        subprocess.run([*byline, "sample"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = subprocess.Popen([*byline, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
        try:
            yield _address(server)
        finally:
            server.terminate()
            server.communicate()


def _address(server: subprocess.Popen[str]) -> str:
    for line in server.stderr or ():
        if line.startswith("Byline is answering at "):
            return line.split()[-1]
    sys.exit("The server ended before it could answer.")
