"""The few sentences that the page says itself, about a reply as the JSON endpoint gives it.

They are in ``words()``, which the chat page hands to ``static/words.js`` with those about a quotation, so
that a reply that the script renders says the same. ``{name}`` is filled in; what depends on a number has a
form for each of the plural categories that browsers know (``Intl.PluralRules``).
"""

from __future__ import annotations

from typing import Any

from byline.web import quotation_words
from byline.web.languages import filled, numbered, once_a_language, plural_forms
from byline.web.languages import gettext as _
from byline.web.problems import KINDS

Json = dict[str, Any]


@once_a_language
def words() -> Json:
    """Return what the page says about a reply, in the language of this request."""
    return {
        "verdicts": {
            "high": _("{excerpts} {authors}, high confidence"),
            "medium": _("{excerpts} {authors}, medium confidence"),
            "low": _("{excerpts} {authors}, low confidence"),
        },
        "excerpts": plural_forms("{n} excerpt", "{n} excerpts"),
        "from_authors": plural_forms("from {n} author", "from {n} authors"),
        "from_authors_and_others": plural_forms(
            "from {n} named author and others", "from {n} named authors and others"
        ),
        "from_nobody_named": _("whose authors are not named"),
        "nobody": {
            "below_threshold": _("Nobody here has answered that."),
            "empty_corpus": _("There are no answers here yet."),
            "filtered_out": _("Nobody has answered that within these limits."),
        },
        "searched": _("Searched for {words}"),
        "limits": {
            "topic": _("about"),
            "author": _("author"),
            "company": _("company"),
            "role": _("role"),
            "tag": _("tag"),
            "collection": _("collection"),
            "after": _("from"),
            "before": _("until"),
            "phrases": _("with the words"),
            "without": _("without"),
            "not_author": _("not by"),
        },
    }


@once_a_language
def script_words() -> Json:
    """Return all that the scripts of the chat page say, in the language of this request."""
    return {
        **words(),
        **quotation_words.words(),
        "follow_up": _("Ask a follow-up"),
        "looking": _("Looking"),
        "copied": _("Copied"),
        "not_copied": _("Not copied"),
        "suggestions": plural_forms("{n} suggestion", "{n} suggestions"),
        "unreachable": [
            _("The server does not answer"),
            _("Your question is kept. Ask again in a moment."),
        ],
        "offline": [
            _("You are offline"),
            _("Your question is kept. Ask again once you are connected."),
        ],
        "unsent": _(
            "The server does not answer, or you are offline. What you wrote is still here; send it again "
            "in a moment."
        ),
        "problems": {code: _(kind.title) for code, kind in KINDS.items()},
    }


def answer_count(number: int) -> str:
    """Return "1 answer" or "2,000 answers"."""
    return numbered(plural_forms("{n} answer", "{n} answers"), number)


def author_count(number: int) -> str:
    """Return "by 1 author" or "by 2,000 authors"."""
    return numbered(plural_forms("by {n} author", "by {n} authors"), number)


def verdict(reply: Json) -> str:
    """Return the one line above the excerpts: how many from how many authors, or that nobody answered."""
    said = words()
    if not reply["answered"]:
        nobody: str = said["nobody"][reply["reason"]]
        return nobody
    return filled(
        said["verdicts"][reply["confidence"]],
        excerpts=numbered(said["excerpts"], len(reply["excerpts"])),
        authors=_authors({excerpt["author"]["name"] for excerpt in reply["excerpts"]}),
    )


def _authors(names: set[str | None]) -> str:
    """Return from how many authors. Those not named are not counted: nobody knows how many they are."""
    said = words()
    named = len(names - {None})
    if not named:
        nobody_named: str = said["from_nobody_named"]
        return nobody_named
    return numbered(said["from_authors" if named == len(names) else "from_authors_and_others"], named)


def corrections(reply: Json) -> str:
    """Return which words were searched instead of which, or "" when none were."""
    if not reply["corrections"]:
        return ""
    pairs = [(fix["from"], fix["to"]) for fix in reply["corrections"]]
    return filled(words()["searched"], words=quotation_words.instead(pairs))


def limit_kind(field: str) -> str:
    """Return what stands before the value of a limit: "company" before "Oracle"."""
    kind: str = words()["limits"][field]
    return kind


def place(author: Json) -> str:
    """Return role and company as a byline prints them; a role that ends in the company has it already."""
    role, company = author["role"] or "", author["company"] or ""
    return role if role.endswith(company) else ", ".join(filter(None, (role, company)))
