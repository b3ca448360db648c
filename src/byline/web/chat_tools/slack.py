"""A slash command of Slack: the request as it comes, and the reply as blocks.

What people wrote stands in elements of plain text, which Slack shows as they are: nothing in them is read as
a mention, a link or a sign of formatting.
"""

from __future__ import annotations

import html
import re
from typing import Any

from byline.web.chat_tools.said import Quotation, Said
from byline.web.languages import gettext as _

Json = dict[str, Any]

_LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
_MARKED = re.compile(r"<([^<>|]*)>")


def question_of(text: str) -> str:
    """Return the question in a command's text: Slack sends ``<@U1|ann>`` for a name and ``&lt;`` for "<"."""
    return html.unescape(_MARKED.sub(r"\1", _LABELLED.sub(r"\1", text))).strip()


def message(said: Said, *, in_channel: bool) -> Json:
    """Return the message that Slack shows, to the person who asked or to the channel."""
    lines = [said.line, *filter(None, (said.note, said.heading))]
    return {
        "response_type": "in_channel" if in_channel else "ephemeral",
        "text": escaped(said.line),  # for notifications, and for screen readers
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": [*(_line(line) for line in lines), *(_quoted(each) for each in said.quotations)],
    }


def escaped(text: str) -> str:
    """Return a text for a field that Slack reads as its markup: ``<!channel>`` is shown and calls nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _line(text: str) -> Json:
    return {"type": "section", "text": {"type": "plain_text", "text": text[:3000], "emoji": False}}


def _quoted(quotation: Quotation) -> Json:
    go_on = " […]" if quotation.cut else ""
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": quotation.text + go_on}]},
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": f"— {quotation.who}. "},
                    {"type": "link", "url": quotation.link, "text": _("Read the whole answer")},
                ],
            },
        ],
    }
