"""How often one address may ask over HTTP in a time."""

from __future__ import annotations

import json
import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send


def limited(app: ASGIApp, rate: str) -> ASGIApp:
    """Return ``app``, which one address may ask as often as ``rate`` says; "" is no limit.

    Each message of the protocol counts, not only one that asks. The counts live in the process's memory.
    """
    if not rate:
        return app
    allowed = parse(rate)
    limiter = FixedWindowRateLimiter(MemoryStorage())

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        address = (scope.get("client") or ("",))[0]
        if scope["type"] != "http" or scope["method"] != "POST" or limiter.hit(allowed, address):
            await app(scope, receive, send)
            return
        wait = max(1, math.ceil(limiter.get_window_stats(allowed, address).reset_time - time.time()))
        told = f"This address has asked more than {rate}. Ask again in {wait} seconds."
        body = {"jsonrpc": "2.0", "id": None, "error": {"code": -32000, "message": told}}
        await send(
            {
                "type": "http.response.start",
                "status": 429,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"retry-after", str(wait).encode()),
                ],
            }
        )
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    return counted
