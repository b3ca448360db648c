"""An outgoing webhook or a slash command of Mattermost: the request as it comes, and the reply as Markdown.

Mattermost looks for mentions in a text without its escapes, so ``\\@channel`` would call everybody. Code is
left alone: what could call or link stands in code, and everything else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from byline.web.chat_tools.said import Quotation, Said
from byline.web.languages import gettext as _

Json = dict[str, Any]

_CALLS_OR_LINKS = re.compile(
    r"[^\s`]*@[^\s`]+|(?:[a-z][a-z0-9+.-]*:|)//[^\s`]+|www\.[^\s`]+|(?:mailto|tel):[^\s`]+", re.IGNORECASE
)
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:@=$&])")


def question_of(fields: Mapping[str, str]) -> str:
    """Return the question in a message: what follows the word that called Byline."""
    text, trigger = fields.get("text", "").strip(), fields.get("trigger_word", "").strip()
    return text.removeprefix(trigger).strip() if trigger else text


def message(said: Said, *, command: bool, in_channel: bool) -> Json:
    """Return the message that Mattermost shows: under the message that asked, or as a command's reply."""
    kind = ("in_channel" if in_channel else "ephemeral") if command else "comment"
    lines = [escaped(line) for line in (said.line, said.note, said.heading) if line]
    return {"response_type": kind, "text": "\n\n".join([*lines, *map(_quoted, said.quotations)])}


def escaped(text: str) -> str:
    """Return a text in Markdown that shows it as it is, calls nobody and links nowhere."""
    shown, at = [], 0
    for found in _CALLS_OR_LINKS.finditer(text):
        shown += [_SPECIAL.sub(r"\\\1", text[at : found.start()]), f"`{found[0]}`"]
        at = found.end()
    return "".join([*shown, _SPECIAL.sub(r"\\\1", text[at:])])


def _quoted(quotation: Quotation) -> str:
    go_on = " […]" if quotation.cut else ""
    lines = [f"> {escaped(line)}".rstrip() for line in quotation.text.splitlines()]
    who, read = escaped(quotation.who), escaped(_("Read the whole answer"))
    return "\n".join([*lines, ">", f"> — {who}{go_on} [{read}]({quotation.link})"])
