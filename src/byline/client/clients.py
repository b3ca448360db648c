"""The two clients, one that waits and one that is awaited. They differ in nothing else."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

import anyio
import httpx

from byline import __version__
from byline.client import calls
from byline.client.calls import Call
from byline.client.replies import (
    Answer,
    AuthorSummary,
    Citation,
    CollectionSummary,
    KeptFeedback,
    LeftQuestion,
    Reply,
    Verification,
)
from byline.errors import UnreachableError
from byline.heard import FeedbackReason
from byline.models import Filters

T = TypeVar("T")
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Failures after which nothing can have arrived."""


def _options(base_url: str, timeout_s: float, headers: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        "base_url": base_url.rstrip("/"),
        "timeout": timeout_s,
        "headers": {"User-Agent": f"byline-client/{__version__}", **(headers or {})},
    }


def _request(call: Call[Any]) -> dict[str, Any]:
    return {"method": call.method, "url": call.path, "params": call.params or None, "json": call.body}


def _pause_after(call: Call[Any], attempt: int, retries: int, error: httpx.TransportError) -> float:
    """Return how long to wait after a failure on the way.

    Raises:
        UnreachableError: it is not to be tried again.
    """
    if attempt < retries and (call.safe or isinstance(error, _NOT_SENT)):
        return calls.pause_s(attempt)
    raise UnreachableError(
        f"{error.request.url}: no response ({type(error).__name__}: {error}). Check the address, and that "
        "`byline serve` runs there."
    ) from error


def _wait_after(call: Call[Any], attempt: int, retries: int, response: httpx.Response) -> float | None:
    """Return how long to wait before the call is tried again; None where the response is to be read."""
    if attempt == retries:
        return None
    return calls.wait_s(call, attempt, response.status_code, response.headers.get("Retry-After"))


class Client:
    """Asks the Byline server at ``base_url``. It is a context manager; it may be shared between threads.

    Every method raises ProblemError where the server tells of a problem, with its fields in ``problem``, and
    UnreachableError where it is not reached. A call that keeps nothing is tried again where that may help.

    Args:
        base_url: the address of the chat page, such as "http://127.0.0.1:8000".
        timeout_s: how long to wait for a response.
        retries: how often a call is tried again at most.
        headers: sent with every request, such as those that a proxy asks for.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float = 10.0,
        retries: int = 2,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._http = httpx.Client(**_options(base_url, timeout_s, headers))
        self._retries = retries

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        top: int | None = None,
        previous: str | None = None,
        debug: bool = False,
    ) -> Reply:
        """Ask in plain language; the arguments are those of ``KnowledgeBase.ask``."""
        return self._do(calls.ask(question, filters, top, previous, debug))

    def suggest(self, typed: str, limit: int = 6) -> tuple[str, ...]:
        """Return questions that have answers and go on as ``typed`` begins, best first."""
        return self._do(calls.suggest(typed, limit))

    def answer(self, answer_id: str) -> Answer:
        """Return an answer in full."""
        return self._do(calls.answer(answer_id))

    def cite(self, answer_id: str, start: int | None = None, end: int | None = None) -> Citation:
        """Return the citation of the sentences from ``start`` to ``end``; without them of the whole."""
        return self._do(calls.cite(answer_id, start, end))

    def verify(self, quotation: str) -> Verification:
        """Check a quotation: who wrote it, word for word, or how it was altered."""
        return self._do(calls.verify(quotation))

    def authors(self, collection: Sequence[str] = ()) -> tuple[AuthorSummary, ...]:
        """Return the authors by name."""
        return self._do(calls.authors(collection))

    def collections(self) -> tuple[CollectionSummary, ...]:
        """Return the collections by name."""
        return self._do(calls.collections())

    def leave_question(self, question: str, *, contact: str | None = None) -> LeftQuestion:
        """Leave a question for the experts."""
        return self._do(calls.leave_question(question, contact))

    def give_feedback(
        self,
        reply: Reply,
        *,
        helped: bool,
        reasons: Sequence[FeedbackReason] = (),
        words: str | None = None,
    ) -> KeptFeedback:
        """Say whether a reply helped, and if not, why."""
        return self._do(calls.give_feedback(reply, helped, reasons, words))

    def check(self) -> None:
        """Return when the server can answer."""
        self._do(calls.ready())

    def _do(self, call: Call[T]) -> T:
        attempt = 0
        while True:
            try:
                response = self._http.request(**_request(call))
            except httpx.TransportError as error:
                pause = _pause_after(call, attempt, self._retries, error)
            else:
                wanted = _wait_after(call, attempt, self._retries, response)
                if wanted is None:
                    return calls.result(call, str(response.url), response.status_code, response.content)
                pause = wanted
            time.sleep(pause)
            attempt += 1


class AsyncClient:
    """The same as ``Client``, awaited. It is an asynchronous context manager."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float = 10.0,
        retries: int = 2,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(**_options(base_url, timeout_s, headers))
        self._retries = retries

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def ask(
        self,
        question: str,
        filters: Filters | None = None,
        *,
        top: int | None = None,
        previous: str | None = None,
        debug: bool = False,
    ) -> Reply:
        """Ask in plain language; the arguments are those of ``KnowledgeBase.ask``."""
        return await self._do(calls.ask(question, filters, top, previous, debug))

    async def suggest(self, typed: str, limit: int = 6) -> tuple[str, ...]:
        """Return questions that have answers and go on as ``typed`` begins, best first."""
        return await self._do(calls.suggest(typed, limit))

    async def answer(self, answer_id: str) -> Answer:
        """Return an answer in full."""
        return await self._do(calls.answer(answer_id))

    async def cite(self, answer_id: str, start: int | None = None, end: int | None = None) -> Citation:
        """Return the citation of the sentences from ``start`` to ``end``; without them of the whole."""
        return await self._do(calls.cite(answer_id, start, end))

    async def verify(self, quotation: str) -> Verification:
        """Check a quotation: who wrote it, word for word, or how it was altered."""
        return await self._do(calls.verify(quotation))

    async def authors(self, collection: Sequence[str] = ()) -> tuple[AuthorSummary, ...]:
        """Return the authors by name."""
        return await self._do(calls.authors(collection))

    async def collections(self) -> tuple[CollectionSummary, ...]:
        """Return the collections by name."""
        return await self._do(calls.collections())

    async def leave_question(self, question: str, *, contact: str | None = None) -> LeftQuestion:
        """Leave a question for the experts."""
        return await self._do(calls.leave_question(question, contact))

    async def give_feedback(
        self,
        reply: Reply,
        *,
        helped: bool,
        reasons: Sequence[FeedbackReason] = (),
        words: str | None = None,
    ) -> KeptFeedback:
        """Say whether a reply helped, and if not, why."""
        return await self._do(calls.give_feedback(reply, helped, reasons, words))

    async def check(self) -> None:
        """Return when the server can answer."""
        await self._do(calls.ready())

    async def _do(self, call: Call[T]) -> T:
        attempt = 0
        while True:
            try:
                response = await self._http.request(**_request(call))
            except httpx.TransportError as error:
                pause = _pause_after(call, attempt, self._retries, error)
            else:
                wanted = _wait_after(call, attempt, self._retries, response)
                if wanted is None:
                    return calls.result(call, str(response.url), response.status_code, response.content)
                pause = wanted
            await anyio.sleep(pause)
            attempt += 1
