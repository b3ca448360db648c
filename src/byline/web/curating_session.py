"""Who may add answers: whoever gave the operator's key in this browser, within the last hours.

The server keeps no list of sessions. A cookie says when the key was given, signed with the key itself, so
every process knows it and a new key ends every session.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum

from flask import Response, request
from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

from byline.settings import Settings

HOURS = 8
PATH = "/curate"

_COOKIE = "byline_curator"
_HINT = "byline_curating"
"""Says to the other pages that a link to this one is of use. It opens nothing."""
_WHO = b"curator"


class Session(StrEnum):
    """How far somebody has come."""

    OPEN = "open"
    ENDED = "ended"
    """The key was given, too long ago."""
    NONE = "none"


class Door:
    """Checks the key, and knows whom it has let in. ``settings`` must have a ``curator_key``."""

    def __init__(self, settings: Settings) -> None:
        self._key = settings.curator_key.get_secret_value().encode()
        self._signer = TimestampSigner(
            self._key, salt="byline.curating", key_derivation="hmac", digest_method=hashlib.sha256
        )

    def fits(self, typed: str) -> bool:
        """Whether somebody typed the key; how long that takes says nothing of how near it was."""
        return hmac.compare_digest(typed.encode(errors="replace"), self._key)

    def session(self) -> Session:
        """Return the session of this request."""
        try:
            self._signer.unsign(request.cookies.get(_COOKIE, ""), max_age=HOURS * 60 * 60)
        except SignatureExpired:
            return Session.ENDED
        except BadSignature:
            return Session.NONE
        return Session.OPEN

    def let_in(self, response: Response) -> Response:
        """Return the response with a new session. The browser forgets it when it is closed."""
        self._set(response, _COOKIE, self._signer.sign(_WHO).decode(), PATH)
        self._set(response, _HINT, "1", "/")
        return response

    def let_out(self, response: Response) -> Response:
        """Return the response with the session ended."""
        for name, path in ((_COOKIE, PATH), (_HINT, "/")):
            response.delete_cookie(name, path=f"{request.script_root}{path}")
        return response

    def _set(self, response: Response, name: str, value: str, path: str) -> None:
        response.set_cookie(
            name,
            value,
            path=f"{request.script_root}{path}",
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
        )


def is_known() -> bool:
    """Whether a page should show this browser the way to adding answers."""
    return _HINT in request.cookies
