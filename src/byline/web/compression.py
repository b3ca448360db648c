"""Text is sent compressed to whoever can read it so."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

_KINDS = frozenset(
    {
        "text/html",
        "text/css",
        "text/plain",
        "text/javascript",
        "application/json",
        "application/problem+json",
        "image/svg+xml",
    }
)
_LEAST_BYTES = 600
"""What is smaller fits into one packet either way."""


def compress(app: Flask) -> None:
    """Compress the texts that ``app`` sends, for clients that accept gzip.

    A page repeats what was asked, and is safe to compress all the same (BREACH): none holds a secret, such
    as a token, that could be guessed letter by letter from its size.
    """
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if response.mimetype not in _KINDS:
        return response
    response.vary.add("Accept-Encoding")
    # A 206 holds a range of what is sent otherwise, and can not be compressed by itself.
    if response.status_code in (204, 206, 304) or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < _LEAST_BYTES:
        return response
    response.set_data(gzip.compress(content, compresslevel=6, mtime=0))
    response.content_encoding = "gzip"
    tag, weak = response.get_etag()
    if tag and not weak:  # it stands for these bytes, and they are others now
        response.set_etag(f"{tag}-gzip")
        response.make_conditional(request)
    return response
