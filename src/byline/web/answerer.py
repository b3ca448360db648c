"""What answers in a worker process of the server: the app, over a knowledge base that is open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from byline.knowledge import KnowledgeBase
from byline.settings import Settings
from byline.web.app import create_app
from byline.web.gateway import Gateway
from byline.web.logs import write_logs


def open_answerer(
    settings: Settings, turn: AbstractContextManager[None], at_end: Callable[[], None]
) -> Gateway:
    """Open the knowledge base of the settings and return what answers from it, for Granian to call.

    Args:
        settings: those in force.
        turn: held while the knowledge base is opened, so that one worker makes it where there is none, or
            brings it up to date.
        at_end: is called when the last request has been answered and the knowledge base is closed.

    Raises:
        SettingsError: a setting has a value with which nothing can be answered.
        UnavailableError: the knowledge base can not be opened.
    """
    write_logs(settings)
    with turn:
        kb = KnowledgeBase.open(settings=settings)
        kb.check()

    def end() -> None:
        kb.close()
        at_end()

    return Gateway(create_app(kb), settings.threads, end)
