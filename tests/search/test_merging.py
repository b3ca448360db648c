"""Parts of an index are put together behind the back of those who ask and write."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from byline.models import Answer, Byline, Source
from byline.search.engine import AnswerRecord, Limits
from byline.search.merging import Merging
from byline.search.records import answer_record
from byline.search.tantivy_engine import TantivyEngine
from byline.text.analysed import analyse

PATIENCE_S = 30.0
MOST_PARTS = 8
"""Tantivy puts together eight parts of about the same size."""


@pytest.fixture
def merging() -> Iterator[Merging]:
    made = Merging()
    yield made
    made.close()


def test_what_takes_long_goes_on_while_the_caller_does(merging: Merging) -> None:
    may_end, released = Event(), Event()
    began = time.monotonic()
    merging.begin(lambda: may_end.wait(PATIENCE_S) and None)
    merging.then(released.set)
    assert time.monotonic() - began < PATIENCE_S / 2
    assert not released.is_set(), "what was begun still goes on"
    may_end.set()
    assert released.wait(PATIENCE_S)


def test_without_anything_to_wait_for_what_follows_is_done_now(merging: Merging) -> None:
    released = Event()
    merging.then(released.set)
    assert released.is_set()


def test_what_fails_is_told_in_the_log_and_holds_nobody_up(
    merging: Merging, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("No space left on device")

    released = Event()
    merging.begin(fail)
    merging.then(released.set)
    merging.close()
    assert released.is_set()
    assert "No space left on device" in caplog.text


def test_closing_waits_for_what_goes_on() -> None:
    merging, done = Merging(), Event()
    merging.begin(lambda: time.sleep(0.3) or done.set())
    merging.close()
    merging.close()
    assert done.is_set()


def _record(number: int) -> AnswerRecord:
    source = Source("answers.csv", "Answers", "main")
    text = f"Answer {number} is about turbines. It is short."
    return answer_record(
        analyse(Answer(number, f"a_{number}", f"sha256:{number:064x}", text, Byline(None), None, source))
    )


def test_an_index_that_grows_by_one_answer_at_a_time_stays_in_few_parts(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    for number in range(1, 3 * MOST_PARTS):
        with engine.writing(PATIENCE_S) as held:
            assert held, "the right to write comes back"
            engine.update([(number, _record(number))], number)
        stamp = engine.stamp()
        assert stamp is not None
        assert stamp.revision == number
        assert engine.sentence_count() == 2 * number
    engine.settle()
    found = engine.search({"turbin": 1.0}, Limits(), 100)
    assert {each.answer for each in found} == set(range(1, 3 * MOST_PARTS))
    engine.close()
    assert len([*engine.folder.glob("*.term")]) <= MOST_PARTS


def test_an_engine_that_was_closed_left_the_right_to_write(tmp_path: Path) -> None:
    first, second = TantivyEngine(tmp_path), TantivyEngine(tmp_path)
    with first.writing(0):
        first.update([(1, _record(1))], 1)
    first.close()
    with second.writing(0) as held:
        assert held
    second.close()
