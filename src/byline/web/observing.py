"""What whoever runs the server sees of each request: its id, its time by stage, a line in the log, figures.

The time by stage goes to whoever asked too, in the header Server-Timing (W3C), which browsers show.
"""

from __future__ import annotations

import logging
from urllib.parse import quote

from flask import Flask, Response, request

from byline.knowledge import KnowledgeBase
from byline.web.logs import facts
from byline.web.metrics import PATH, keep_metrics, metrics
from byline.web.tracing import HEADER, Trace, trace

log = logging.getLogger(__name__)


def observe(app: Flask, kb: KnowledgeBase) -> None:
    """Note each request to ``app``. Call it before anything else has a hand in the responses.

    Flask calls what is registered first last: what is told here is about the response as it is sent.
    """
    keep_metrics(app, kb)
    log_requests = kb.settings.log_requests

    def begin() -> None:
        trace()

    def end(response: Response) -> Response:
        noted = trace()
        took = noted.took()
        response.headers[HEADER] = noted.request_id
        if request.endpoint != "static":
            response.headers["Server-Timing"] = _server_timing(noted, took)
        if (kept := metrics()) and request.path != PATH:
            kept.answered(request.endpoint or "none", response.status_code, took, noted.problem)
        if log_requests:
            _log(noted, response, took)
        return response

    app.before_request(begin)
    app.after_request(end)


def _server_timing(noted: Trace, took: float) -> str:
    stages = [*noted.stages, ("total", took)]
    return ", ".join(f"{name};dur={seconds * 1000:.3f}" for name, seconds in stages)


def _log(noted: Trace, response: Response, took: float) -> None:
    """Write a line on a request, with its path and without what follows the "?": that is what was asked."""
    stages = {name: round(seconds * 1000, 2) for name, seconds in noted.stages}
    path = quote(request.path)
    by_stage = ", ".join(f"{name} {milliseconds:.2f}" for name, milliseconds in stages.items())
    log.info(
        "%s %s %d, %.2f ms%s%s",
        request.method,
        path,
        response.status_code,
        took * 1000,
        f" ({by_stage})" if by_stage else "",
        f", {noted.problem}" if noted.problem else "",
        extra=facts(
            method=request.method,
            path=path,
            status=response.status_code,
            ms=round(took * 1000, 2),
            bytes=response.content_length,
            **({"stages": stages} if stages else {}),
            **({"problem": noted.problem} if noted.problem else {}),
        ),
    )
