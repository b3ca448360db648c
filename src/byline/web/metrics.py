"""Figures for Prometheus: what was asked and answered, how long each stage took, how far the index is.

With several workers each writes its own figures into files of a folder that they share, and whichever is
asked adds them up (the client library's multiprocess mode, which the variable ``FOLDER`` turns on). The
figures of the index are those of the worker that is asked.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from byline import __version__
from byline.errors import UnavailableError
from byline.knowledge import KnowledgeBase
from byline.models import Confidence, Reply
from byline.settings import Settings
from byline.stages import STAGES, Measures
from byline.web.figures import FOLDER
from byline.web.ports import is_loopback
from byline.web.problems import problem

PATH = "/metrics"
_STAGE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
_BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_KEY = "byline.metrics"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


class Metrics:
    """The figures of one app. Safe to share between threads.

    Args:
        kb: whose index is told of.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._own = CollectorRegistry()
        self._index = _IndexFigures(kb)
        self._own.register(self._index)
        questions = Counter(
            "byline_questions",
            "Questions that were asked, by whether and how surely somebody answered.",
            ["answered", "confidence"],
            registry=self._own,
        )
        self._questions = {
            (answered, confidence.value): questions.labels("yes" if answered else "no", confidence.value)
            for answered in (True, False)
            for confidence in Confidence
            if answered or confidence is Confidence.NONE
        }
        self._asking = Histogram(
            "byline_ask_seconds", "How long asking took.", buckets=_BUCKETS, registry=self._own
        )
        stages = Histogram(
            "byline_ask_stage_seconds",
            "How long each stage of asking took, of the asks that came to it.",
            ["stage"],
            buckets=_STAGE_BUCKETS,
            registry=self._own,
        )
        self._stages = {name: stages.labels(name) for name in STAGES}
        self._lookups = Counter(
            "byline_cache_lookups",
            "What asking looked for in a cache, by whether it was there.",
            ["cache", "result"],
            registry=self._own,
        )
        self._requests = Histogram(
            "byline_request_seconds",
            "How long requests took, by what they were for.",
            ["endpoint", "status"],
            buckets=_BUCKETS,
            registry=self._own,
        )
        self._problems = Counter(
            "byline_problems",
            "Requests that went wrong, by the code of the problem.",
            ["code"],
            registry=self._own,
        )

    def asked(self, reply: Reply, measures: Measures) -> None:
        """Count a question and what it took."""
        self._questions[reply.answered, reply.confidence.value].inc()
        self._asking.observe(measures.total)
        for name, took in measures.seconds.items():
            self._stages[name].observe(took)
        for result, counts in (("hit", measures.hits), ("miss", measures.misses)):
            for cache, count in counts.items():
                if count:
                    self._lookups.labels(cache, result).inc(count)

    def answered(self, endpoint: str, status: int, seconds: float, code: str) -> None:
        """Count a request.

        Args:
            endpoint: the name of its view; there are as many as there are views.
            status: of the response.
            seconds: what it took.
            code: of the problem, if it went wrong.
        """
        self._requests.labels(endpoint, str(status)).observe(seconds)
        if code:
            self._problems.labels(code).inc()

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """Return the figures of all workers in the form that a client accepts, and its content type."""
        registry = self._own
        if FOLDER in os.environ:
            registry = CollectorRegistry()
            registry.register(self._index)
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        encode, content_type = choose_encoder(accept)
        return encode(registry), content_type


class _IndexFigures(Collector):
    """What the index is like at the moment of asking."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb

    def describe(self) -> Iterator[Metric]:
        """Return nothing: what there is to tell is found out when it is asked for."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Yield the figures; where the store can not be read, only that."""
        about = GaugeMetricFamily("byline_info", "The version of Byline.", labels=["version"])
        about.add_metric([__version__], 1)
        yield about
        try:
            state = self._kb.index_state()
        except UnavailableError:
            yield GaugeMetricFamily("byline_up", "Whether the answers can be read.", value=0)
            return
        yield GaugeMetricFamily("byline_up", "Whether the answers can be read.", value=1)
        yield GaugeMetricFamily(
            "byline_store_revision", "The revision of the answers.", value=state.store_revision
        )
        yield GaugeMetricFamily(
            "byline_index_revision", "The revision that the index reflects.", value=state.revision
        )
        yield GaugeMetricFamily("byline_index_sentences", "Sentences in the index.", value=state.sentences)
        if state.committed_at is not None:
            yield GaugeMetricFamily(
                "byline_index_committed_timestamp_seconds",
                "When the index was last written; time() less this is its age.",
                value=state.committed_at,
            )


def keep_metrics(app: Flask, kb: KnowledgeBase) -> None:
    """Keep figures of what ``app`` answers, and give them at ``PATH``, as far as the settings want it."""
    if not kb.settings.metrics:
        return
    app.extensions[_KEY] = Metrics(kb)
    app.register_blueprint(_metrics(kb.settings))


def metrics() -> Metrics | None:
    """Return the figures of the present app, None where the settings want none."""
    found = current_app.extensions.get(_KEY)
    return found if isinstance(found, Metrics) else None


def _metrics(settings: Settings) -> Blueprint:
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get(PATH)
    def expose() -> Response:
        refused = _refused(settings)
        kept = metrics()
        if refused or kept is None:
            return refused or Response(status=404)
        body, content_type = kept.exposition(request.headers.get("Accept", ""))
        return Response(body, content_type=content_type)

    return blueprint


def _refused(settings: Settings) -> Response | None:
    """Return the response to somebody who may not read the figures, None to somebody who may."""
    token = settings.metrics_token.get_secret_value()
    if token:
        given = request.headers.get("Authorization", "")
        if hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode()):
            return None
        return problem(
            "no_token",
            "The figures are given for the token of the setting metrics_token. "
            "Send it as Authorization: Bearer.",
            headers={"WWW-Authenticate": 'Bearer realm="metrics"'},
        )
    forwarded = not settings.proxies and any(name in request.headers for name in _FORWARDED)
    if not forwarded and is_loopback(request.remote_addr or ""):
        return None
    return problem(
        "not_from_here",
        "The figures are given to the machine itself alone. To read them from elsewhere, set metrics_token.",
    )
