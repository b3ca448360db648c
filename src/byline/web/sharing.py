"""Which pages of other sites may read what the JSON endpoint answers (Cross-Origin Resource Sharing).

They are those of ``embed_origins``, from which ``frame-ancestors`` comes too. Nothing is told by cookies, so
none are asked for. What is kept, a question or feedback, is taken from the server's own pages alone.
"""

from __future__ import annotations

from flask import Flask, Response, request

from byline.embedding.doctor import origin_verdict
from byline.origins import allows
from byline.settings import Settings
from byline.web.problems import problem

_SHARED = "/api/"
_METHODS = "GET, POST"
_PREFLIGHT_S = 600


def share(app: Flask, settings: Settings) -> None:
    """Answer preflights of ``app``, and name the origin that may read on what is shared."""

    def answer_preflight() -> Response | None:
        if request.method != "OPTIONS" or not _asks_before() or not request.path.startswith(_SHARED):
            return None
        origin = request.headers["Origin"]
        refused = origin_verdict(settings.embed_origins, origin, request.host_url)
        if refused is not None:
            return problem("other_site", refused.detail)
        return Response(
            status=204,
            headers={
                "Access-Control-Allow-Methods": _METHODS,
                "Access-Control-Allow-Headers": "Content-Type",
                "Access-Control-Max-Age": str(_PREFLIGHT_S),
            },
        )

    def name_the_origin(response: Response) -> Response:
        if request.path.startswith(_SHARED):
            origin = request.headers.get("Origin", "")
            if origin and allows(settings.embed_origins, origin):
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = "Retry-After"
            response.vary.add("Origin")
        return response

    app.before_request(answer_preflight)
    app.after_request(name_the_origin)


def _asks_before() -> bool:
    """Whether this is a preflight: a browser asks before it sends what a page wants to send."""
    return "Origin" in request.headers and "Access-Control-Request-Method" in request.headers
