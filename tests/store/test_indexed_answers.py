"""Indexed answers on a real file: what is read back, and what an interrupted write leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from byline.errors import SearchIndexError
from byline.models import Answer, Byline, Source
from byline.store.indexed_answers import FILE_NAME, IndexedAnswers, row_of
from byline.text.analysed import analyse
from byline.text.indexed import IndexedAnswer
from byline.text.indexed import indexed as kept


def indexed(number: int, text: str = "Ship.", text_hash: int = 1) -> IndexedAnswer:
    answer = Answer(number, f"a_{number}", "", text, Byline(None), None, Source("k", "t", "main"))
    return kept(analyse(answer), text_hash)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[IndexedAnswers]:
    opened = IndexedAnswers(tmp_path)
    yield opened
    opened.close()


def write(answers: IndexedAnswers, *written: IndexedAnswer, revision: int = 1) -> None:
    with answers.writing(revision) as writer:
        for each in written:
            writer.put(row_of(each))


def test_what_was_written_is_read_back_by_number(answers: IndexedAnswers) -> None:
    write(answers, indexed(1), indexed(2, "Ünï 黑豹", 2**60 - 1), revision=3)
    found = answers.read([2, 1, 99])
    assert sorted(found) == [1, 2]
    assert (found[2].text, found[2].text_hash, found[2].author) == ("Ünï 黑豹", 2**60 - 1, None)
    assert answers.read([]) == {}
    assert answers.revision() == 3


def test_a_new_revision_takes_the_place_of_the_old_and_a_removed_one_goes(answers: IndexedAnswers) -> None:
    write(answers, indexed(1), indexed(2))
    with answers.writing(2) as writer:
        writer.put(row_of(indexed(1, "Ship daily.", 5)))
        writer.remove(2)
        writer.remove(77)
    found = answers.read([1, 2])
    assert list(found) == [1]
    assert (found[1].text, found[1].text_hash) == ("Ship daily.", 5)


def test_a_write_that_is_cut_off_leaves_the_stamp_behind(answers: IndexedAnswers) -> None:
    write(answers, indexed(1))

    def cut_off() -> None:
        with answers.writing(2) as writer:
            for number in range(1500):
                writer.put(row_of(indexed(number, text_hash=9)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert answers.revision() == 1
    # Whole batches stay; the hash says of which text each is.
    assert answers.read([1])[1].text_hash == 9
    assert answers.read([1499]) == {}


def test_readers_keep_their_view_while_another_connection_writes(answers: IndexedAnswers) -> None:
    write(answers, indexed(1))
    with answers.writing(2) as writer:
        writer.put(row_of(indexed(1, "Ship daily.")))
        assert answers.read([1])[1].text == "Ship."
        assert answers.revision() == 1
    assert answers.read([1])[1].text == "Ship daily."


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database " * 100)
    with pytest.raises(SearchIndexError, match="made anew"):
        IndexedAnswers(tmp_path)
