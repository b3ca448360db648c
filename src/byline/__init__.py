"""Byline answers questions in the experts' own words.

from byline import KnowledgeBase

with KnowledgeBase.open("my-answers") as kb:
    kb.add("answers.csv")
    reply = kb.ask("how is a technical product manager different?")
    for excerpt in reply.excerpts:
        print(excerpt.text, "-", excerpt.answer.byline.author)
"""

from byline.errors import BylineError
from byline.knowledge import KnowledgeBase
from byline.models import Answer, Byline, Draft, Excerpt, Filters, Reply
from byline.settings import Settings, load_settings

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Byline",
    "BylineError",
    "Draft",
    "Excerpt",
    "Filters",
    "KnowledgeBase",
    "Reply",
    "Settings",
    "__version__",
    "load_settings",
]
