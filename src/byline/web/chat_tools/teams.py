"""An outgoing webhook of Microsoft Teams: the request as it comes, and the reply as an Adaptive Card.

What people wrote stands in runs of text (``TextRun``), which have no Markdown: a ``TextBlock`` has links.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

from byline.web.chat_tools.said import Quotation, Said
from byline.web.languages import gettext as _

Json = dict[str, Any]

_NAMED = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def question_of(activity: Json) -> str:
    """Return the question in a message, which comes as HTML with the webhook's name at its beginning."""
    text = str(activity.get("text") or "")
    return " ".join(html.unescape(_TAG.sub(" ", _NAMED.sub(" ", text))).split())


def moment_of(activity: Json) -> float | None:
    """Return when a message was sent, in seconds since 1970; None where it does not say."""
    try:
        moment = datetime.fromisoformat(str(activity.get("timestamp")))
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None


def message(said: Said) -> Json:
    """Return the message that Teams shows under the one that asked."""
    lines = [
        _run_line(said.line, bold=True),
        *(_run_line(line) for line in (said.note, said.heading) if line),
    ]
    card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.4",
        "body": [*lines, *(_quoted(each) for each in said.quotations)],
    }
    content_type = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": content_type, "content": card}]}


def _run_line(text: str, *, bold: bool = False, subtle: bool = False) -> Json:
    run = {"type": "TextRun", "text": text, "isSubtle": subtle, "weight": "Bolder" if bold else "Default"}
    return {"type": "RichTextBlock", "inlines": [run]}


def _quoted(quotation: Quotation) -> Json:
    go_on = " […]" if quotation.cut else ""
    open_it = {"type": "Action.OpenUrl", "title": _("Read the whole answer"), "url": quotation.link}
    return {
        "type": "Container",
        "style": "emphasis",
        "items": [
            *(_run_line(each) for each in (quotation.text + go_on).split("\n") if each.strip()),
            _run_line(f"— {quotation.who}", subtle=True),
            {"type": "ActionSet", "actions": [open_it]},
        ],
    }
