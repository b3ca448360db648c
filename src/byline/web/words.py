"""The few sentences that the page says itself, about a reply as the JSON endpoint gives it.

``static/chat.js`` says the same for replies that it fetches; a browser test holds the two together.
"""

from __future__ import annotations

from typing import Any

NOBODY = {
    "below_threshold": "Nobody here has answered that.",
    "empty_corpus": "There are no answers here yet.",
    "filtered_out": "Nobody has answered that within these limits.",
}

_LIMITS = {
    "author": "author",
    "company": "company",
    "role": "role",
    "tag": "tag",
    "collection": "collection",
    "after": "from",
    "before": "until",
    "phrases": "with the words",
    "without": "without",
    "not_author": "not by",
}


def count(number: int, noun: str) -> str:
    """Return "1 answer" or "2,000 answers"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def verdict(reply: dict[str, Any]) -> str:
    """Return the one line above the excerpts: how many from how many authors, or that nobody answered."""
    if not reply["answered"]:
        return NOBODY[reply["reason"]]
    authors = {excerpt["author"]["name"] for excerpt in reply["excerpts"]}
    shown = count(len(reply["excerpts"]), "excerpt")
    return f"{shown} from {count(len(authors), 'author')}, {reply['confidence']} confidence"


def corrections(reply: dict[str, Any]) -> str:
    """Return which words were searched instead of which, or "" when none were."""
    pairs = [f"{fix['to']} (you wrote {fix['from']})" for fix in reply["corrections"]]
    return f"Searched for {', '.join(pairs)}" if pairs else ""


def limit_kind(field: str) -> str:
    """Return what stands before the value of a limit: "company" before "Oracle"."""
    return _LIMITS[field]


def place(author: dict[str, Any]) -> str:
    """Return role and company as a byline prints them; a role that ends in the company has it already."""
    role, company = author["role"] or "", author["company"] or ""
    return role if role.endswith(company) else ", ".join(filter(None, (role, company)))
