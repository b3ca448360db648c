"""What an assistant can do: ask, search, fetch, verify, see who has answered. All of it is reading."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from byline.agents.results import Document, Found, SearchResults
from byline.citation import byline_text, cite
from byline.errors import BylineError, NotFoundError
from byline.knowledge import KnowledgeBase
from byline.models import Answer
from byline.web.contents_schemas import Authors
from byline.web.proof_schemas import Verification
from byline.web.schemas import FilterFields, Names, Previous, Reply, Text, Top
from byline.wire import Json, answer_json, author_json, reply_json, verification_json

log = logging.getLogger(__name__)

RESULTS = 10
"""How many answers ``search`` gives at most."""
SCHEME = "byline:/"
"""What links begin with where no ``public_url`` is set: then they are the addresses of resources."""
_ANSWER = f"{SCHEME}/answers/"
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Question = Annotated[
    Text, Field(description="The question, in plain language and whole sentences; one subject at a time.")
]
Limits = Annotated[FilterFields | None, Field(description="What the ask is limited to; nothing when null.")]
Before = Annotated[
    Previous | None,
    Field(description="`asked` of the reply before; then a follow-up such as 'anyone else?' is understood."),
]
Most = Annotated[Top | None, Field(description="How many excerpts at most, 1 to 20; usually 3.")]
Query = Annotated[Text, Field(description="What is looked for: a question or a few words.")]
AnswerId = Annotated[Text, Field(max_length=200, description="An `id` that `search` gave, such as a_....")]
Quotation = Annotated[
    Text,
    Field(description="The quotation as found; parts may be joined by […]. Up to 5,000 characters."),
]
Whose = Annotated[Names | None, Field(description="Only authors of these collections; all when null.")]


def add_tools(server: MCPServer, kb: KnowledgeBase) -> None:
    """Give ``server`` the tools and the resource template that answer from ``kb``."""
    base_url = kb.settings.public_url.rstrip("/") or SCHEME

    @server.tool(title="Ask the experts", annotations=_READS)
    def ask(question: Question, filters: Limits = None, previous: Before = None, top: Most = None) -> Reply:
        """Ask a question and get the sentences that answer it, word for word, under their authors' bylines.

        Quote `excerpts[].text` unchanged and name who said it: `citation.text` and `citation.markdown` are
        ready to paste. `start` and `end` are code points in the text that `fetch` gives. When `answered` is
        false nobody has answered that: say so. `near_misses` are then what came closest, and no answer.
        """
        with _told():
            limits = filters.filters() if filters else None
            reply = kb.ask(question, limits, top=top, previous=previous)
        if kb.settings.log_questions:
            log.info("%r: %s, %.1f ms", question, reply.confidence.value, reply.took_ms)
        return Reply.model_validate(reply_json(reply, base_url=base_url))

    @server.tool(title="Search the answers", annotations=_READS)
    def search(query: Query) -> SearchResults:
        """Find answers that people wrote, best first: their ids, titles and addresses, for `fetch`.

        To quote somebody on a question, `ask` is better: it gives the very sentences.
        """
        with _told():
            reply = kb.ask(query, top=RESULTS, rephrase=False)
        found = {each.answer.id: each.answer for each in reply.excerpts}
        return SearchResults(
            results=[Found(id=each.id, title=_title(each), url=_url(kb, each)) for each in found.values()]
        )

    @server.tool(title="Read an answer", annotations=_READS)
    def fetch(id: AnswerId) -> Document:
        """Read an answer in full: the author's words, unchanged, with the byline and the source."""
        with _told():
            answer = kb.answer(id.removeprefix(_ANSWER).partition("#")[0])
        return Document(
            id=answer.id,
            title=_title(answer),
            text=answer.text,
            url=_url(kb, answer),
            metadata=_metadata(answer, base_url),
        )

    @server.tool(title="Check a quotation", annotations=_READS)
    def verify(text: Quotation) -> Verification:
        """Check a quotation: who wrote it word for word and where, or how it was altered.

        `exact` and `equal` are true to the answer; `altered` is not, and `differences` shows each change;
        `unknown` means that nobody in the collection wrote anything like it.
        """
        with _told():
            return Verification.model_validate(verification_json(kb.verify(text)))

    @server.tool(title="List the authors", annotations=_READS)
    def list_authors(collection: Whose = None) -> Authors:
        """List who has answered, with their roles and companies and how many answers each has written."""
        with _told():
            return Authors.model_validate(
                {"authors": [author_json(each) for each in kb.authors(collection or ())]}
            )

    @server.resource(
        f"{_ANSWER}{{answer_id}}",
        name="answer",
        title="An answer",
        description="An answer in full: its text, the range of each sentence, byline, date and source.",
        mime_type="application/json",
    )
    def answer(answer_id: str) -> str:
        try:
            found = kb.answer(answer_id)
        except NotFoundError as error:
            raise ResourceNotFoundError(str(error)) from error
        except BylineError as error:
            raise ResourceError(str(error)) from error
        shown: Json = answer_json(found, kb.sentences(found))
        return json.dumps(shown, ensure_ascii=False)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what Byline raises on purpose to the caller, in its own words."""
    try:
        yield
    except BylineError as error:
        raise ToolError(str(error)) from error


def _title(answer: Answer) -> str:
    who = byline_text(answer.byline)
    return f"{answer.question} ({who})" if answer.question else f"An answer by {who}"


def _url(kb: KnowledgeBase, answer: Answer) -> str:
    """Return where an answer is read: its page where its address is known, else its source, else here."""
    if kb.settings.public_url:
        return f"{kb.settings.public_url.rstrip('/')}/answers/{answer.id}"
    return answer.url or answer.source.url or f"{_ANSWER}{answer.id}"


def _metadata(answer: Answer, base_url: str) -> dict[str, str]:
    """Return what is known of an answer besides its text; what the source does not say is left out."""
    byline = answer.byline
    known = {
        "author": byline.author,
        "role": byline.role,
        "company": byline.company,
        "date": byline.date.value.isoformat() if byline.date.value else None,
        "date_as_printed": byline.date.as_printed,
        "byline_as_printed": byline.as_printed,
        "question_answered": answer.question,
        "collection": answer.collection,
        "source_title": answer.source.title,
        "source_url": answer.url or answer.source.url,
        "license": answer.license,
        "revision": answer.revision,
        "citation": cite(answer, [(0, len(answer.text))], 0, base_url).text,
    }
    return {name: value for name, value in known.items() if value}
