"""Asks on behalf of the page and of the JSON endpoint alike."""

from __future__ import annotations

import logging

from byline.knowledge import KnowledgeBase
from byline.models import Filters
from byline.stages import measured
from byline.web.addresses import base_url
from byline.web.metrics import metrics
from byline.web.tracing import trace
from byline.wire import Json, reply_json

log = logging.getLogger(__name__)


def ask(
    kb: KnowledgeBase,
    question: str,
    filters: Filters,
    *,
    top: int | None = None,
    previous: str | None = None,
    debug: bool = False,
) -> Json:
    """Ask ``kb`` and return the reply as JSON gives it. The question is logged if ``log_questions`` says so.

    Raises:
        InputError: the question or a limit can not be taken.
        UnavailableError: the knowledge base can not answer now.
    """
    with measured() as measures:
        reply = kb.ask(question, filters, top=top, previous=previous)
    trace().add(measures)
    if kept := metrics():
        kept.asked(reply, measures)
    if kb.settings.log_questions:
        log.info("%r: %s, %.1f ms", question, reply.confidence.value, reply.took_ms)
    return reply_json(reply, base_url=base_url(kb.settings), debug=debug)
