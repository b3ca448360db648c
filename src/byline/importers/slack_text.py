"""Turns the text of a Slack message into plain text.

The marks are those of Slack's own description of its format: ``<@U123>``, ``<#C1|name>``, ``<!here>``,
``<https://example.com|words>``, and &amp;amp; &amp;lt; &amp;gt; for the three characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from byline.importers.text_cleaning import clean_text

_MARK = re.compile(r"<([^<>\n]{1,4000})>")
_STYLE = re.compile(r"(?<!\w)([*_~])(?=[^\s*_~`])([^\n*_~`]*[^\s*_~`])\1(?!\w)")
_HELD = "\0"
_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_CHARACTERS = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def text_of_slack(text: str, people: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """Return a message as plain text.

    Args:
        text: as the export has it.
        people: names by id.
        channels: names by id.
    """
    # A mark may hold an address with "_" in it, so marks wait until the styles are gone.
    held: list[str] = []

    def hold(mark: re.Match[str]) -> str:
        held.append(_words(mark[1], people, channels))
        return _HELD

    parts = _CODE.split(_MARK.sub(hold, text.replace(_HELD, "")))
    parts[::2] = [_unstyled(part) for part in parts[::2]]
    parts[1::2] = [_FENCE.sub(r"\1", part) if part.startswith("```") else part[1:-1] for part in parts[1::2]]
    waiting = iter(held)
    text = re.sub(_HELD, lambda _: next(waiting), "".join(parts))
    for written, meant in _CHARACTERS:
        text = text.replace(written, meant)
    return clean_text(text)


def _unstyled(text: str) -> str:
    """Take away the marks of bold, italic and struck words, which may stand in each other."""
    for _ in range(3):
        text = _STYLE.sub(r"\2", text)
    return text


def _words(mark: str, people: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """Return what a mark shows."""
    target, bar, words = mark.partition("|")
    if target.startswith("@"):
        return "@" + (people.get(target[1:]) or words or target[1:])
    if target.startswith("#"):
        return "#" + (words or channels.get(target[1:]) or target[1:])
    if target.startswith("!"):
        return words or "@" + target[1:].partition("^")[0]
    address = target.removeprefix("mailto:")
    return f"{words} ({address})" if bar and words and words not in target else address
