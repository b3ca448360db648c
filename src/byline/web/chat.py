"""A conversation as the address of the chat page holds it; the server keeps none.

    /?previous=how+do+you+price+a+beta&previous=...&q=anyone+else

``previous`` are the questions before, oldest first, each as its reply has it in ``asked``; ``q`` is what is
said now, ``top`` how many excerpts its reply may have. With ``alone`` it is not read over them, as where a
limit that was carried has been taken away.
"""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from byline.errors import InputError
from byline.knowledge import KnowledgeBase
from byline.models import Filters
from byline.text.operators import parse_question
from byline.web.asking import ask
from byline.web.quotation_words import MOST
from byline.web.schemas import FilterFields
from byline.wire import Json

MOST_EARLIER = 6
"""How many questions before are kept in the address; the oldest go first."""
_LONGEST_EARLIER = 1000
"""Characters; a longer question is not carried in the address."""

_DAYS = ("after", "before")


def earlier(args: MultiDict[str, str]) -> list[str]:
    """Return the questions before that the address holds. What can not be read is left out."""
    return [question for question in args.getlist("previous") if _readable(question)][-MOST_EARLIER:]


def follow(trail: list[str], reply: Json) -> list[str]:
    """Return the questions before whatever is asked after ``reply``, the last of them its own."""
    asked = reply["asked"]
    return [*trail, asked][-MOST_EARLIER:] if _readable(asked) else trail


def conversation(
    kb: KnowledgeBase, question: str, filters: Filters, args: MultiDict[str, str]
) -> tuple[list[Json], list[str]]:
    """Return the turns of a conversation, each a ``reply`` and the ``trail`` of questions before it, and
    the trail of whatever is asked next.

    Raises:
        InputError: the question or a limit can not be taken.
        UnavailableError: the knowledge base can not answer now.
    """
    trail: list[str] = []
    turns: list[Json] = []
    for each in earlier(args):
        reply = _headed(ask(kb, each, Filters()))
        turns.append({"reply": reply, "trail": trail})
        trail = follow(trail, reply)
    if args.get("alone"):
        reply = _headed(ask(kb, question, filters, top=_top(args)))
    else:
        reply = ask(kb, question, filters, top=_top(args), previous=trail[-1] if trail else None)
    turns.append({"reply": reply, "trail": trail})
    return turns, follow(trail, reply)


def limits_of(args: MultiDict[str, str]) -> Filters:
    """Return the limits that an address holds. A form sends its empty fields too; they limit nothing.

    Raises:
        pydantic.ValidationError: one of them can not be read.
    """
    fields: dict[str, Any] = {}
    for name in FilterFields.model_fields:
        values = [value.strip() for value in args.getlist(name) if value.strip()]
        if values:
            fields[name] = values[-1] if name in _DAYS else values
    return FilterFields.model_validate(fields).filters()


def _top(args: MultiDict[str, str]) -> int | None:
    """Return how many excerpts the address wants of the last turn; None leaves it to the setting."""
    wanted = args.get("top", "")
    return min(MOST, max(1, int(wanted))) if re.fullmatch(r"[0-9]{1,4}", wanted) else None


def _headed(reply: Json) -> Json:
    """Head a question that a link asked by its words: its limits are shown beside it."""
    return {**reply, "question": reply["words"] or reply["question"]}


def _readable(question: str) -> bool:
    if not any(map(str.isalnum, question)) or len(question) > _LONGEST_EARLIER:
        return False
    try:
        parse_question(question)
    except InputError:
        return False
    return True
