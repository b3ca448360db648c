"""A knowledge base on a real folder, and clients of the app that answers from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from byline import KnowledgeBase
from byline.resources import resource
from byline.settings import load_settings
from byline.web.app import create_app

ANSWERS = [
    {
        "question": "How do you keep a roadmap honest?",
        "answer": "Keep the 🧭 roadmap to one page. A roadmap that nobody can hold in their head is a list "
        "of wishes.\n\nReview it every six weeks with the people who build it.",
        "author": "Mara Lindqvist",
        "role": "Head of Product",
        "company": "Northwind",
        "date": "2024-12-11",
        "url": "https://example.org/ama/1",
        "tags": ["roadmap"],
    },
    {
        "question": "How do you start a roadmap?",
        "answer": "Talk to five customers before you write anything. Write down what they did, not what they "
        "say they would do. The roadmap follows from what they did.",
        "author": "Idris Okafor",
        "role": "Group PM",
        "company": "Contoso",
        "date": "2023-05-02",
    },
    {
        "answer": "<b>Interview</b> for curiosity first & foremost. Skills can be taught in a quarter.",
        "author": "Chen Wei",
    },
]

Clients = Callable[..., FlaskClient]


def load(kb: KnowledgeBase, folder: Path) -> None:
    """Load the expert page and the answers above."""
    file = folder / "answers.jsonl"
    file.write_text("\n".join(json.dumps(answer) for answer in ANSWERS), encoding="utf-8")
    kb.add(file, title="Product AMA", collection="ama")
    kb.add(resource("data") / "expert-page.txt", title="Expert page")
    words = folder / "words.txt"
    words.write_text("inquisitiveness = curiosity", encoding="utf-8")
    kb.set_synonyms(words, collection="ama")


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a loaded knowledge base; for reading only."""
    folder = tmp_path_factory.mktemp("web")
    with KnowledgeBase.open(folder / "home") as kb:
        load(kb, folder)
    return folder / "home"


@pytest.fixture
def client_with(loaded_home: Path) -> Iterator[Clients]:
    """Give clients of apps over the loaded knowledge base, each with the settings it is called with."""
    opened = []

    def make(**settings: object) -> FlaskClient:
        kb = KnowledgeBase.open(settings=load_settings(home=loaded_home, **{"rate": "", **settings}))
        opened.append(kb)
        return create_app(kb).test_client()

    yield make
    for kb in opened:
        kb.close()


@pytest.fixture
def client(client_with: Clients) -> FlaskClient:
    """A client of the app over the loaded knowledge base, with no limit on questions."""
    return client_with()


@pytest.fixture
def empty_client(kb: KnowledgeBase) -> FlaskClient:
    """A client of an app over a knowledge base with nothing in it."""
    return create_app(kb).test_client()
