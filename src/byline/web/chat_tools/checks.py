"""Whether a request is from the chat tool that it says it is from, of now, and here for the first time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from pathlib import Path
from threading import Lock

from flask import abort

FRESH_S = 300
"""How old a signed request may be, and how far ahead its clock: what Slack asks of those who check."""


class SeenOnce:
    """Remembers what came, for a while, for every worker process and over a restart.

    Each is an empty file in a folder, named after its hash: the system makes a file once, whoever asks first.

    Args:
        folder: where the files are; made when it is first needed.
        keep_s: how long something is remembered.
    """

    def __init__(self, folder: Path, keep_s: float) -> None:
        self._folder = folder
        self._keep_s = keep_s
        self._cleared_at = 0.0
        self._lock = Lock()

    def refuse_again(self, key: str) -> None:
        """Remember ``key``.

        Raises:
            werkzeug.exceptions.Unauthorized: it came before.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._clear()
        try:
            (self._folder / hashlib.sha256(key.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            abort(401, "This request was answered already. Ask again in the chat.")

    def _clear(self) -> None:
        """Forget what is older than has to be remembered; at most once a minute."""
        now = time.time()
        with self._lock:
            if now - self._cleared_at < 60:
                return
            self._cleared_at = now
        for file in self._folder.iterdir():
            try:
                if now - file.stat().st_mtime > self._keep_s:
                    file.unlink()
            except FileNotFoundError:  # another worker was quicker
                continue


def check_slack(secret: str, timestamp: str, signature: str, body: bytes) -> None:
    """Check the signature of a request from Slack ("Verifying requests from Slack", version v0).

    Raises:
        werkzeug.exceptions.Unauthorized: it is not signed with ``secret``, or not of now.
    """
    made = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    _refuse_unless_same(f"v0={made.hexdigest()}", signature)
    _refuse_stale(float(timestamp) if timestamp.isascii() and timestamp.isdecimal() else 0.0)


def check_teams(secret: str, authorization: str, body: bytes) -> None:
    """Check the signature of a request of an outgoing webhook of Teams: ``HMAC`` and the code in base64.

    Raises:
        werkzeug.exceptions.Unauthorized: it is not signed with ``secret``.
    """
    made = hmac.new(base64.b64decode(secret), body, hashlib.sha256).digest()
    scheme, _, code = authorization.partition(" ")
    _refuse_unless_same(base64.b64encode(made).decode(), code.strip() if scheme == "HMAC" else "")


def check_token(secret: str, token: str) -> None:
    """Check the token that Mattermost sends.

    Raises:
        werkzeug.exceptions.Unauthorized: it is another.
    """
    _refuse_unless_same(secret, token)


def check_time(moment_s: float | None) -> None:
    """Check when a request was made, in seconds since 1970.

    Raises:
        werkzeug.exceptions.Unauthorized: it is not of now, or does not say.
    """
    _refuse_stale(moment_s or 0.0)


def _refuse_unless_same(wanted: str, sent: str) -> None:
    if not hmac.compare_digest(wanted.encode(), sent.encode("utf-8", "surrogateescape")):
        abort(
            401,
            "The signature or token is not that of the chat tool. Compare the secret in its settings with "
            "the one in Byline's.",
        )


def _refuse_stale(moment_s: float) -> None:
    if abs(time.time() - moment_s) > FRESH_S:
        abort(401, "The request is not of now. If it should be, set the clock of this machine.")
