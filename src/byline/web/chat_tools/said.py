"""What is said in a chat: a reply in the parts that every chat tool shows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from typing import Any

from flask import copy_current_request_context

from byline.citation import LEFT_OUT
from byline.errors import InputError, UnavailableError
from byline.knowledge import KnowledgeBase
from byline.models import Filters
from byline.web import asking, quotation_words
from byline.web.addresses import base_url
from byline.web.languages import gettext as _
from byline.web.words import corrections, place, verdict

WAIT_S = 2.5
"""How long a question may take: Slack waits three seconds."""
QUOTED_CHARS = 2500
"""How much of a quotation is shown; a chat tool refuses a message that is too long as a whole."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody said, and who and where."""

    text: str
    who: str
    link: str
    cut: bool
    """Whether the text goes on."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as it is shown in a chat: a line, what was mended, and quotations."""

    line: str
    note: str = ""
    quotations: tuple[Quotation, ...] = ()
    nearest: bool = False
    """Whether the quotations answer something else."""

    @property
    def heading(self) -> str:
        """What stands above the quotations."""
        return _("What comes nearest, though it answers something else") if self.nearest else ""


class Asker:
    """Asks on behalf of a chat, and gives up before the chat does.

    Args:
        kb: the knowledge base that is asked.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._pool = ThreadPoolExecutor(kb.settings.threads, thread_name_prefix="chat")

    def ask(self, question: str) -> Said:
        """Return what is said to a question. Whatever is wrong with it is said too, never raised."""
        if not question.strip():
            return Said(_("Write a question after it, in plain language."))
        call = copy_current_request_context(lambda: asking.ask(self._kb, question, Filters()))
        try:
            reply = self._pool.submit(call).result(WAIT_S)
        except Late:
            return Said(_("This takes longer than a chat waits. Ask again in a moment."))
        except (InputError, UnavailableError) as error:
            return Said(str(error))
        found = reply["excerpts"] or reply["near_misses"]
        return Said(
            line=verdict(reply),
            note=corrections(reply),
            quotations=tuple(_quotation(each, base_url(self._kb.settings)) for each in found),
            nearest=not reply["answered"] and bool(found),
        )


def _quotation(excerpt: Json, root: str) -> Quotation:
    parts = sorted([excerpt, *excerpt["further"]], key=lambda part: part["start"])
    text = LEFT_OUT.join(part["text"] for part in parts)
    author = excerpt["author"]
    who = [author["name"] or quotation_words.words()["unnamed"], place(author), excerpt["date_as_printed"]]
    return Quotation(
        text=text[:QUOTED_CHARS],
        who=", ".join(each for each in who if each),
        link=root + excerpt["permalink"],
        cut=len(text) > QUOTED_CHARS,
    )
