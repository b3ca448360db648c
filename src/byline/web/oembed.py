"""Links that unfold: answers and replies as oEmbed (https://oembed.com/), JSON alone.

What is given is type ``rich``: the quotation in its own words and its byline, as plain HTML with no script
and no frame in it, which is safe wherever it is put.
"""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from flask import Blueprint, Response, jsonify, request
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from byline.citation import permalink
from byline.errors import InputError, NotFoundError
from byline.knowledge import KnowledgeBase
from byline.models import Answer
from byline.origins import origin_of
from byline.settings import Settings
from byline.web.addresses import base_url
from byline.web.asking import ask
from byline.web.chat import earlier, limits_of
from byline.web.citing import cite
from byline.web.limits import Limited
from byline.web.problems import fields_of, problem, sentence_of
from byline.web.words import verdict

PATH = "/oembed"
_VERSION = "1.0"
_WIDTH, _HEIGHT = 600, 320
"""CSS pixels, where nobody says how much room there is."""
_CHARS = 700
"""Of a whole answer, how much is shown."""
_ANSWER = re.compile(r"/answers/([^/]+)")
_QUOTE = re.compile(r"(\d{1,9})-(\d{1,9})")


def oembed(kb: KnowledgeBase, limited: Limited) -> Blueprint:
    """Return the provider for links to ``kb``.

    Args:
        kb: the knowledge base.
        limited: the decorator that counts questions; a link to a reply is one.
    """
    blueprint = Blueprint("oembed", __name__)
    blueprint.app_context_processor(lambda: {"oembed_link": lambda path: link(kb.settings, path)})

    @blueprint.get(PATH)
    @limited
    def unfold() -> Response:
        form = request.args.get("format", "json")
        if form != "json":
            return problem(
                "not_implemented", f"format = {form[:20]!r}: there is JSON alone. Write format=json."
            )
        address = request.args.get("url", "").strip()
        if not address:
            raise InputError("url: it is missing. Write the address of an answer or a reply.")
        found = _unfolded(kb, address)
        return jsonify(
            {
                "version": _VERSION,
                "type": "rich",
                "provider_name": kb.settings.title,
                "provider_url": base_url(kb.settings) + "/",
                "cache_age": 3600,
                **found,
                "width": _at_most("maxwidth", _WIDTH),
                "height": _at_most("maxheight", _HEIGHT),
            }
        )

    return blueprint


def link(settings: Settings, path: str) -> str | None:
    """Return where a page is unfolded, for programs that find it in the page; None without ``public_url``,
    for then no whole address is known that holds for every reader.
    """
    root = settings.public_url.rstrip("/")
    return f"{root}{PATH}?{urlencode({'url': root + path, 'format': 'json'})}" if root else None


def _unfolded(kb: KnowledgeBase, address: str) -> dict[str, Any]:
    path, query = _ours(kb.settings, address)
    if (answer := _ANSWER.fullmatch(path)) is not None:
        return _of_answer(kb, kb.answer(unquote(answer[1])), query.get("quote", ""))
    if path == "/" and query.get("q", "").strip():
        return _of_reply(kb, query)
    raise NotFoundError(f"{address[:200]}: this is neither an answer nor a reply. Copy the link of one.")


def _ours(settings: Settings, address: str) -> tuple[str, MultiDict[str, str]]:
    """Return the path below this server's own, and the query of an address that is one of ours."""
    own = urlsplit(base_url(settings))
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if origin_of(address) != origin_of(own.geturl()) or not parts.path.startswith(own.path):
        raise NotFoundError(f"{address[:200]}: this is not an address of {own.netloc}.")
    return parts.path.removeprefix(own.path) or "/", MultiDict(parse_qsl(parts.query))


def _of_answer(kb: KnowledgeBase, answer: Answer, quote: str) -> dict[str, Any]:
    marked = _QUOTE.fullmatch(quote)
    start, end = (int(marked[1]), int(marked[2])) if marked else (None, _end(kb, answer))
    cited = cite(kb, answer, start, end)
    return {
        "title": answer.question or f"{answer.byline.author or 'An answer'}",
        **({"author_name": answer.byline.author} if answer.byline.author else {}),
        "url": base_url(kb.settings) + permalink(answer.id),
        "html": cited.citation.html,
    }


def _end(kb: KnowledgeBase, answer: Answer) -> int | None:
    """Return where the sentences end that are shown of an answer; None where it has none."""
    ends = [each.end for each in kb.sentences(answer)]
    return max((end for end in ends if end <= _CHARS), default=ends[0] if ends else None)


def _of_reply(kb: KnowledgeBase, query: MultiDict[str, str]) -> dict[str, Any]:
    before = [] if "alone" in query else earlier(query)
    try:
        limits = limits_of(query)
    except ValidationError as error:
        raise InputError(sentence_of(fields_of(error))) from error
    reply = ask(kb, query["q"], limits, previous=before[-1] if before else None)
    quotations = "".join(excerpt["citation"]["html"] for excerpt in reply["excerpts"])
    return {"title": reply["question"], "html": f"<p>{html.escape(verdict(reply))}</p>{quotations}"}


def _at_most(name: str, default: int) -> int:
    given = request.args.get(name, "")
    return min(default, int(given)) if re.fullmatch(r"[1-9]\d{0,5}", given) else default
