from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable
from store_drafts import draft, drafts, texts

from byline.errors import SettingsError, StoreError
from byline.store import Store, migrate, queries
from byline.store.database import Database
from byline.store.schema import HEAD, VERSION_TABLE, metadata


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    file = tmp_path / "not" / "yet" / "there 100%.sqlite3"
    with Store.open(f"sqlite:///{file}") as store:
        assert store.revision() == 0
    assert file.is_file()


def test_what_was_imported_is_there_when_it_is_opened_again(url: str) -> None:
    with Store.open(url) as store:
        store.import_source(drafts(3), key="faq", collection="Docs", title="FAQ")
    with Store.open(url) as store:
        assert texts(store) == ["Text 0.", "Text 1.", "Text 2."]
        assert store.revision() == 1


def test_a_copy_of_the_file_alone_is_whole_once_the_store_is_closed(url: str, tmp_path: Path) -> None:
    with Store.open(url) as store:
        store.import_source(drafts(3), key="faq", collection="Docs", title="FAQ")
    copy = shutil.copy(file_of(url), tmp_path / "copy.sqlite3")
    with Store.open(f"sqlite:///{copy}") as store:
        assert len(texts(store)) == 3


def test_an_up_to_date_store_opens_without_alembic(url: str) -> None:
    Store.open(url).close()
    program = (
        "import sys; from byline.store import Store\n"
        f"with Store.open({url!r}): print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_newest_migration_is_the_one_the_schema_names() -> None:
    assert migrate.script_directory().get_current_head() == HEAD


# SQLAlchemy does not read back an index over an expression; a test of reading shows that it is used.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_the_migrations_build_the_tables_of_the_schema(url: str) -> None:
    Store.open(url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_migration_and_its_record_are_there_together_or_not_at_all(url: str) -> None:
    def cut_short() -> None:
        with database.write() as connection:
            migrate.upgrade(connection, database.name)
            assert inspect(connection).has_table("answers")
            raise RuntimeError("power cut")

    database = Database(url, 1)
    with pytest.raises(RuntimeError, match="power cut"):
        cut_short()
    with database.read() as connection:
        assert inspect(connection).get_table_names() == []
    database.close()
    with Store.open(url) as store:
        assert store.revision() == 0


def test_many_that_open_a_new_store_at_once_all_succeed(url: str) -> None:
    program = (
        "import sys; from byline.store import Store; sys.stdin.readline()\n"
        f"with Store.open({url!r}) as store: print(store.revision())"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(5)
    ]
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    assert [opener.communicate(timeout=60)[0] for opener in openers] == ["0\n"] * 5


@pytest.mark.parametrize(
    "content", [b"Dear diary, " * 100, b"\0" * 5000, os.urandom(4096)], ids=["text", "zeros", "noise"]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(url: str, content: bytes) -> None:
    file_of(url).write_bytes(content)
    with pytest.raises(StoreError, match=r"byline\.sqlite3: is (not a SQLite database|damaged)"):
        Store.open(url)
    assert file_of(url).read_bytes() == content


def test_a_database_cut_short_is_a_store_error(url: str) -> None:
    with Store.open(url) as store:
        store.import_source(
            [draft("Long text. " * 500, f"k{n}") for n in range(100)], key="f", collection="D", title="T"
        )
    file = file_of(url)
    with file.open("r+b") as cut:
        cut.truncate(file.stat().st_size // 2 // 4096 * 4096)
    with pytest.raises(StoreError, match="is damaged"), Store.open(url) as store:
        texts(store)


def test_a_folder_in_the_place_of_the_file_is_a_store_error(url: str) -> None:
    file_of(url).mkdir()
    with pytest.raises(StoreError, match="can not be opened"):
        Store.open(url)


def test_a_file_in_the_place_of_the_folder_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreError, match="the database can not be put there"):
        Store.open(f"sqlite:///{tmp_path / 'home' / 'byline.sqlite3'}")


def test_a_newer_database_is_refused(url: str) -> None:
    Store.open(url).close()
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match=r"newer Byline \(its format is '9999'.*Upgrade Byline"):
        Store.open(url)


def test_another_programs_database_is_refused_and_left_alone(url: str) -> None:
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match=r"another program \(recipes\)"):
        Store.open(url)
    with sqlite3.connect(file_of(url)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    connection.close()


@pytest.mark.parametrize(
    "unusable",
    [
        "",
        "byline.sqlite3",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory&uri=true",
        "parchment:///x",
    ],
)
def test_a_url_that_names_no_lasting_database_is_refused(unusable: str) -> None:
    with pytest.raises(SettingsError, match="sqlite:////folder"):
        Store.open(unusable)


def test_a_relative_file_stays_the_same_when_the_working_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    with Store.open("sqlite:///here.sqlite3") as store:
        store.import_source(drafts(2), key="faq", collection="Docs", title="FAQ")
        monkeypatch.chdir(tmp_path / "elsewhere")
        streams = [store.answers() for _ in range(8)]
        assert [next(stream).text for stream in streams] == ["Text 0."] * 8
        for stream in streams:
            stream.close()
        assert store.counts().bytes > 0
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.fixture
def writer_at_work(url: str) -> Iterator[sqlite3.Connection]:
    """Another program that writes to the store's file, which has no write-ahead log yet."""
    Store.open(url).close()
    other = sqlite3.connect(file_of(url), isolation_level=None, check_same_thread=False)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_opening_waits_for_a_writer_that_ends(url: str, writer_at_work: sqlite3.Connection) -> None:
    release = threading.Timer(0.2, writer_at_work.execute, ["ROLLBACK"])
    release.start()
    Store.open(url).close()
    release.join()


def test_opening_gives_up_on_a_writer_that_does_not_end(url: str, writer_at_work: sqlite3.Connection) -> None:
    with pytest.raises(StoreError, match="is locked by another process"):
        Store.open(url, busy_seconds=0.05)


def test_a_lock_that_lasts_is_a_store_error_and_readers_go_on(url: str) -> None:
    with Store.open(url, busy_seconds=0.05) as store:
        store.import_source(drafts(2), key="faq", collection="Docs", title="FAQ")
        other = sqlite3.connect(file_of(url), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"locked by another process that is writing\. Try again"):
            store.remove_source("faq")
        assert len(texts(store)) == 2
        other.execute("ROLLBACK")
        other.close()
        assert store.remove_source("faq") == 2


def test_a_lock_that_passes_is_waited_for(url: str) -> None:
    with Store.open(url) as store:
        other = sqlite3.connect(file_of(url), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.execute, ["ROLLBACK"])
        release.start()
        store.import_source(drafts(2), key="faq", collection="Docs", title="FAQ")
        release.join()
        other.close()
        assert len(texts(store)) == 2


def test_a_closed_store_says_that_it_is_closed(url: str) -> None:
    store = Store.open(url)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        store.revision()
    with pytest.raises(StoreError, match="the store is closed"):
        store.import_source(drafts(1), key="faq", collection="Docs", title="FAQ")


def test_every_connection_holds_references_and_syncs_each_commit(url: str) -> None:
    Store.open(url).close()
    database = Database(url, 1)
    with database.read() as one, database.read() as other, database.write() as third:
        for connection in (one, other, third):
            pragmas = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous")
            ]
            assert pragmas == ["wal", 1, 2]
    with pytest.raises(StoreError, match="FOREIGN KEY"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO sources (collection_id, key, title) VALUES (7, 'k', 't')")
    database.close()


def test_the_tables_and_the_hot_query_can_be_said_in_postgresql() -> None:
    dialect = postgresql.dialect()
    tables = {
        table.name: str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables
    }
    assert "created_at TIMESTAMP WITH TIME ZONE NOT NULL" in tables["revisions"]
    assert "votes BIGINT" in tables["revisions"]
    assert "SERIAL" not in tables["answers"]  # the store gives the numbers itself
    assert "answers.withdrawn IS false" in str(queries.BY_NUMBERS.compile(dialect=dialect))
