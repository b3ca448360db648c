"""A collection's synonyms: kept with the answers, in one revision of the store with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from store_drafts import drafts, texts

from byline.errors import InputError, NotFoundError
from byline.loaded import ImportReport
from byline.store import Store, migrate
from byline.store.database import Database

Load = Callable[..., ImportReport]


def test_synonyms_are_there_for_another_process(load: Load, store: Store, url: str) -> None:
    load(drafts(1))
    store.set_synonyms("Docs", "PM = product manager\n")
    with Store.open(url) as other:
        assert other.synonyms() == {"Docs": "PM = product manager\n"}


def test_each_collection_has_its_own(load: Load, store: Store) -> None:
    load(drafts(1))
    load(drafts(1), collection="Sales")
    store.set_synonyms("Sales", "one")
    store.set_synonyms("Docs", "two")
    store.set_synonyms("Sales", "three")
    assert store.synonyms() == {"Docs": "two", "Sales": "three"}
    store.set_synonyms("Docs", None)
    assert store.synonyms() == {"Sales": "three"}


def test_only_a_change_raises_the_revision(load: Load, store: Store) -> None:
    load(drafts(1))
    revisions = []
    for text in ("one", "one", "two", None, None):
        store.set_synonyms("Docs", text)
        revisions.append(store.revision())
    assert revisions == [2, 2, 3, 4, 4]
    assert list(store.changes_since(1)) == [], "no answer is indexed anew for it"


def test_synonyms_need_a_collection(load: Load, store: Store) -> None:
    with pytest.raises(NotFoundError, match="no collection 'Docs'"):
        store.set_synonyms("Docs", "one")
    load(drafts(1))
    with pytest.raises(InputError, match="NUL"):
        store.set_synonyms("Docs", "a\0b")
    assert store.revision() == 1


def test_synonyms_go_with_their_collection_and_come_back_with_it(load: Load, store: Store) -> None:
    load(drafts(1))
    store.set_synonyms("Docs", "one")
    store.remove_collection("Docs")
    assert store.synonyms() == {}
    with pytest.raises(NotFoundError):
        store.set_synonyms("Docs", "two")
    load(drafts(1))
    assert store.synonyms() == {"Docs": "one"}


def test_a_store_from_before_synonyms_gets_them(tmp_path: Path, url: str) -> None:
    database = Database(url, 1.0)
    with database.write() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    database.close()
    with sqlite3.connect(tmp_path / "byline.sqlite3") as old:
        assert not old.execute("SELECT 1 FROM sqlite_master WHERE name = 'synonyms'").fetchall()
    old.close()
    with Store.open(url) as store:
        store.import_source(drafts(2), key="faq", collection="Docs", title="FAQ")
        store.set_synonyms("Docs", "one")
        assert (texts(store), store.synonyms()) == (["Text 0.", "Text 1."], {"Docs": "one"})
