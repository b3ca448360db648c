"""A knowledge base on a real folder, and clients of the app that answers from it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import flask_openapi3.utils
import pytest
from flask import Flask
from flask.testing import FlaskClient

from byline import KnowledgeBase
from byline.settings import load_settings
from byline.web.app import create_app

Clients = Callable[..., FlaskClient]


@pytest.fixture(scope="session", autouse=True)
def _schemas_described_once() -> Iterator[None]:
    """Keep what pydantic says of each schema: saying it anew is nine tenths of the making of an app."""
    describe = flask_openapi3.utils.get_model_schema
    kept = functools.cache(describe)
    with pytest.MonkeyPatch.context() as here:
        here.setattr(
            flask_openapi3.utils, "get_model_schema", lambda *given, **named: deepcopy(kept(*given, **named))
        )
        yield


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


@pytest.fixture(scope="session")
def app(loaded_home: Path) -> Iterator[Flask]:
    """The app over the loaded knowledge base that tests share; it stays as it is made."""
    with KnowledgeBase.open(settings=load_settings(home=loaded_home, rate="")) as kb:
        yield create_app(kb)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the app over the loaded knowledge base, with no limit on questions."""
    return app.test_client()


@pytest.fixture
def empty_client(kb: KnowledgeBase) -> FlaskClient:
    """A client of an app over a knowledge base with nothing in it."""
    return create_app(kb).test_client()
