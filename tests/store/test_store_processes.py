"""Several threads and processes on one file, and processes that are killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_drafts import draft, drafts, texts

from byline.store import Store

# Imports sources of a given size one after the other. Says when it is ready, how far it is, and each that
# is done; then waits for its end.
IMPORTER = """
import sys
from byline.models import Byline, Draft
from byline.store import Store

url, start, stop, size = sys.argv[1], *map(int, sys.argv[2:])
with Store.open(url) as store:
    print("ready", flush=True)
    for source in range(start, stop):
        store.import_source(
            (
                Draft(f"Answer {n} of source {source}. " * 20, Byline(f"Author {n % 7}"), key=str(n))
                for n in range(size)
            ),
            key=f"source {source}", collection="Docs", title=f"Source {source}",
            progress=lambda count: print("written", flush=True),
        )
        print("done", flush=True)
sys.stdin.read()
"""


_PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}


def importer(url: str, start: int, stop: int, size: int) -> subprocess.Popen[str]:
    arguments = [url, *map(str, (start, stop, size))]
    return subprocess.Popen([sys.executable, "-c", IMPORTER, *arguments], **_PIPES)


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_readers_never_see_half_of_an_import_by_another_process(url: str) -> None:
    with Store.open(url) as store:
        store.import_source(drafts(1), key="first", collection="Docs", title="First")
        process = importer(url, 0, 6, 500)
        seen = set()
        while store.revision() < 7 and process.poll() is None:
            before = store.revision()
            counted = store.counts()
            assert counted.answers == 1 + 500 * (counted.revision - 1)
            assert all(source.answers in (1, 500) for source in store.sources())
            assert sum(1 for _ in store.changes_since(before)) % 500 == 0
            assert counted.revision >= before
            seen.add(counted.revision)
        process.communicate(timeout=60)
        assert process.returncode == 0
        assert len(texts(store)) == 3001
    assert len(seen) > 1


def test_two_processes_that_import_at_once_both_succeed(url: str) -> None:
    Store.open(url).close()
    processes = [importer(url, start, start + 5, 200) for start in (0, 5)]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0]
    with Store.open(url) as store:
        assert store.revision() == 10
        assert [source.answers for source in store.sources()] == [200] * 10
        assert len({answer.number for answer in store.answers()}) == 2000


def test_threads_share_a_store(url: str) -> None:
    versions = 12
    finished = threading.Event()

    def write(store: Store, name: str) -> None:
        for version in range(1, versions + 1):
            said = [draft(f"{name} {version}", f"k{n}") for n in range(50)]
            store.import_source(said, key=name, collection="Docs", title=name)

    def read(store: Store) -> int:
        reads = 0
        while not finished.is_set():
            by_source: dict[str, set[str]] = {}
            for answer in store.answers():
                by_source.setdefault(answer.source.key, set()).add(answer.text)
            assert all(len(said) == 1 for said in by_source.values())
            numbers = [number for number, _ in store.changes_since(store.revision() - 1)]
            assert len({answer.text for answer in store.by_numbers(numbers).values()}) <= 2
            reads += 1
        return reads

    with Store.open(url) as store, ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read, store) for _ in range(4)]
        for writer in [pool.submit(write, store, name) for name in ("one", "two")]:
            writer.result()
        finished.set()
        assert all(reader.result() > 0 for reader in readers)
        assert store.revision() == 2 * versions
        assert set(texts(store)) == {f"one {versions}", f"two {versions}"}


# 20,000 answers in twenty imports and in one, killed at ten moments: once it has said so many lines, and a
# little later. After an odd line it is about to commit, after an even one it has begun the next import.
_IN_MANY = [(20, 1000, lines, wait) for lines, wait in ((0, 0), (1, 0), (6, 0.01), (13, 0.002), (27, 0.004))]
_IN_ONE = [(1, 20_000, lines, wait) for lines, wait in ((0, 0.02), (1, 0), (12, 0.01), (20, 0), (20, 0.01))]


@pytest.mark.parametrize(("sources", "size", "lines", "wait"), [*_IN_MANY, *_IN_ONE])
def test_what_was_acknowledged_outlives_a_kill_and_the_rest_is_absent(
    url: str, sources: int, size: int, lines: int, wait: float
) -> None:
    with Store.open(url) as store:
        store.import_source(drafts(10), key="kept", collection="Docs", title="Kept")
        kept = list(store.answers())
    process = importer(url, 0, sources, size)
    assert next_line(process) == "ready"
    said = [next_line(process) for _ in range(lines)]
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    # What the process still said before it died counts as acknowledged.
    acknowledged = [*said, *process.communicate()[0].split()].count("done")
    assert process.returncode == -signal.SIGKILL

    with Store.open(url) as store:
        imported = [source for source in store.sources() if source.key != "kept"]
        # The one being committed may be whole and not yet acknowledged; never half.
        assert len(imported) in (acknowledged, acknowledged + 1)
        assert {source.answers for source in imported} <= {size}
        assert store.revision() == 1 + len(imported)
        assert list(store.answers(limit=10)) == kept
        assert len(texts(store)) == 10 + size * len(imported)
        store.import_source(drafts(11), key="kept", collection="Docs", title="Kept")
        assert store.counts().answers == 11 + size * len(imported)
    assert [file.name for file in Path(url.removeprefix("sqlite:///")).parent.iterdir()] == ["byline.sqlite3"]
