"""Byline answers questions in the experts' own words.

from byline import KnowledgeBase

with KnowledgeBase.open("my-answers") as kb:
    kb.add("answers.csv")
    reply = kb.ask("how is a technical product manager different?")
    for excerpt in reply.excerpts:
        print(excerpt.text, "-", excerpt.answer.byline.author)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

# Each name is imported when it is first used (PEP 562): `byline --help` and whoever wants one name only
# do not wait for the database and the search engine.
_MODULES = {
    "Answer": "models",
    "Byline": "models",
    "BylineError": "errors",
    "Draft": "models",
    "Excerpt": "models",
    "Filters": "models",
    "KnowledgeBase": "knowledge",
    "Reply": "models",
    "Settings": "settings",
    "load_settings": "settings",
}


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module 'byline' has no attribute {name!r}")
    return getattr(import_module(f"byline.{module}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
