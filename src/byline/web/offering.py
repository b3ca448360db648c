"""Questions that are offered to be asked, kept to those that have an answer within the limits of a frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from byline.knowledge import KnowledgeBase
from byline.models import Answer

LOOKED_AT = 200
"""Questions that are looked at for some with an answer within the limits."""
_ANSWERS = 20


def within(
    kb: KnowledgeBase,
    questions: Iterable[str],
    collections: Sequence[str],
    companies: Sequence[str],
    most: int,
) -> list[str]:
    """Return the first questions that somebody answered in these collections, and of these companies.

    Args:
        kb: where the answers are.
        questions: those to choose from, the best first.
        collections: their names; none means any.
        companies: as bylines print them, in whatever case; none means any.
        most: how many are wanted.
    """
    if not collections and not companies:
        return list(islice(questions, most))
    folded = {company.casefold() for company in companies}

    def fits(answer: Answer) -> bool:
        of_them = not folded or (answer.byline.company or "").casefold() in folded
        return of_them and (not collections or answer.collection in collections)

    fitting = (each for each in questions if any(map(fits, kb.answers_to(each, limit=_ANSWERS))))
    return list(islice(fitting, most))
