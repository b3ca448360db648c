"""Questions left for the experts and feedback: kept beside the answers, and never changing them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from store_drafts import drafts, texts

from byline.errors import InputError, NotFoundError, UnavailableError
from byline.heard import Feedback, FeedbackReason, Quoted
from byline.loaded import ImportReport
from byline.store import Store, heard, migrate
from byline.store.database import Database

Load = Callable[..., ImportReport]

QUOTED = Quoted("a_aaaaaaaaaaaaaaaa", "sha256:0", 3, 9)


def said(reply: str = "q_0000000000000001", *, helped: bool = True, **parts: object) -> Feedback:
    return Feedback(reply, "Who owns it?", helped, (QUOTED,), 4, **parts)  # type: ignore[arg-type]


def test_a_question_that_was_left_is_there_for_another_process(store: Store, url: str) -> None:
    left = store.leave_question("Wer führt das? 🧭", "mara@example.org", 7)
    assert abs(datetime.now(UTC) - left.left_at) < timedelta(minutes=1)
    with Store.open(url) as other:
        assert other.open_questions() == [left]
    assert (left.question, left.contact, left.index_revision) == ("Wer führt das? 🧭", "mara@example.org", 7)


def test_the_same_question_by_the_same_person_is_kept_once_while_it_is_open(store: Store) -> None:
    first = store.leave_question("Who?", None, 1)
    assert store.leave_question("Who?", None, 2) == first
    others = [store.leave_question("Who?", "a", 1), store.leave_question("Who?", "b", 1)]
    assert store.open_questions() == [first, *others]
    store.close_questions([first.id])
    assert store.leave_question("Who?", None, 3) != first


def test_a_question_is_open_until_it_is_done_and_keeps_the_time(store: Store) -> None:
    one, other = store.leave_question("One?", None, 1), store.leave_question("Other?", None, 1)
    store.close_questions([one.id, one.id])
    (done,) = store.open_questions(done=True)
    assert (done.id, done.question) == (one.id, "One?")
    assert done.done_at is not None
    store.close_questions([one.id])
    assert store.open_questions(done=True) == [done]
    assert store.open_questions() == [other]
    assert store.open_questions(done=None) == [done, other]


def test_what_is_removed_is_gone_with_its_contact(store: Store, tmp_path: Path) -> None:
    left = store.leave_question("One?", "mara@example.org", 1)
    store.remove_questions([left.id])
    assert store.open_questions(done=None) == []


@pytest.mark.parametrize("change", ["close_questions", "remove_questions"])
def test_an_unknown_question_changes_nothing(store: Store, change: str) -> None:
    left = store.leave_question("One?", None, 1)
    with pytest.raises(NotFoundError, match="no question 'o_none'"):
        getattr(store, change)([left.id, "o_none"])
    assert store.open_questions() == [left]


def test_feedback_is_kept_whole_and_the_last_word_on_a_reply_counts(store: Store, url: str) -> None:
    first = store.give_feedback(said())
    second = store.give_feedback(
        said(helped=False, reasons=(FeedbackReason.OUT_OF_DATE, FeedbackReason.OTHER), words="Since May: 🧭")
    )
    other = store.give_feedback(said("q_0000000000000002"))
    assert first.given_at is not None
    with Store.open(url) as again:
        assert again.feedback() == [second, other]
        again.remove_feedback([second.reply_id])
        assert again.feedback() == [other]
        with pytest.raises(NotFoundError, match="byline feedback list"):
            again.remove_feedback([second.reply_id])


def test_neither_changes_the_answers_or_their_revision(load: Load, store: Store) -> None:
    load(drafts(2))
    before = (store.revision(), texts(store), list(store.changes_since(0)), store.names())
    left = store.leave_question("One?", None, 1)
    store.give_feedback(said(helped=False))
    store.close_questions([left.id])
    store.remove_questions([left.id])
    assert (store.revision(), texts(store), list(store.changes_since(0)), store.names()) == before


def test_a_text_that_no_database_gives_back_is_refused(store: Store) -> None:
    for question, contact in (("a\0b", None), ("a", "\ud83d")):
        with pytest.raises(InputError):
            store.leave_question(question, contact, 1)
    with pytest.raises(InputError):
        store.give_feedback(said(words="a\0b"))
    assert (store.open_questions(), store.feedback()) == ([], [])


def test_more_than_can_be_read_is_not_taken(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heard, "MOST_KEPT", 2)
    for number in (1, 2):
        store.leave_question(f"{number}?", None, 1)
        store.give_feedback(said(f"q_{number:016}"))
    with pytest.raises(UnavailableError, match="byline questions list"):
        store.leave_question("3?", None, 1)
    with pytest.raises(UnavailableError, match="byline feedback list"):
        store.give_feedback(said(f"q_{3:016}"))
    assert store.give_feedback(said(f"q_{2:016}", helped=False)) in store.feedback(), "in place of its own"
    assert len(store.open_questions()) == len(store.feedback()) == 2


def test_a_store_from_before_gets_the_tables(url: str) -> None:
    database = Database(url, 1.0)
    with database.write() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
    database.close()
    with Store.open(url) as store:
        store.import_source(drafts(1), key="faq", collection="Docs", title="FAQ")
        left = store.leave_question("One?", None, store.revision())
        assert (texts(store), store.open_questions()) == (["Text 0."], [left])
