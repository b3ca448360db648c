"""Asks a Byline server over HTTP, with types; an extra, ``pip install 'byline[client]'``.

from byline.client import Client

with Client("http://127.0.0.1:8000") as byline:
    reply = byline.ask("how is a technical product manager different?")
    for excerpt in reply.excerpts:
        print(excerpt.citation.text)
"""

from __future__ import annotations

from byline.errors import MissingExtraError

try:
    from byline.client.clients import AsyncClient, Client
except ModuleNotFoundError as error:
    raise MissingExtraError("client", error.name or "httpx") from error

__all__ = ["AsyncClient", "Client"]
