"""What is corrected and withdrawn by hand, and what loading a source again makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.errors import InputError, NotFoundError
from tests.conftest import draft

WEEKLY = draft("Ship weekly.", "Ann", question="How often?")
ROADMAPS = draft("Roadmaps change.", "Bo")


@pytest.fixture
def loaded(kb: KnowledgeBase) -> KnowledgeBase:
    kb.add_drafts([WEEKLY, ROADMAPS], source="one")
    return kb


def only(kb: KnowledgeBase, author: str) -> str:
    (found,) = kb.answers_by(author, limit=9)
    return found.id


def texts(kb: KnowledgeBase) -> list[str]:
    return [each.text for each in kb.answers()]


def test_a_correction_is_a_new_revision_that_is_found_at_once(loaded: KnowledgeBase) -> None:
    before = loaded.answer(only(loaded, "Ann"))
    after = loaded.correct(before.id, text="Ship daily.\r\n", role="Captain")
    assert (after.text, after.byline.role, after.byline.author) == ("Ship daily.", "Captain", "Ann")
    assert (after.id, after.question) == (before.id, before.question)
    assert after.revision != before.revision
    assert loaded.ask("how often do you ship").excerpts[0].text == "Ship daily."
    assert loaded.verify("Ship weekly.").places[0].answer.id == before.id


def test_loading_the_source_again_keeps_a_correction_until_the_source_changes(loaded: KnowledgeBase) -> None:
    loaded.correct(only(loaded, "Ann"), text="Ship daily.")
    assert loaded.add_drafts([WEEKLY, ROADMAPS], source="one").unchanged == 2
    assert texts(loaded) == ["Ship daily.", "Roadmaps change."]
    said_otherwise = draft("Ship hourly.", "Ann", question="How often?")
    assert loaded.add_drafts([said_otherwise, ROADMAPS], source="one").changed == 1
    assert texts(loaded) == ["Ship hourly.", "Roadmaps change."]


def test_a_correction_that_changes_nothing_or_empties_is_refused(loaded: KnowledgeBase) -> None:
    with pytest.raises(InputError, match="says that already"):
        loaded.correct(only(loaded, "Ann"), text="Ship weekly.")
    with pytest.raises(InputError, match="empty"):
        loaded.correct(only(loaded, "Ann"), text=" \n")
    with pytest.raises(NotFoundError):
        loaded.correct("a_aaaaaaaaaaaaaaaa", text="x")


def test_what_was_withdrawn_by_hand_stays_out_and_is_told(loaded: KnowledgeBase) -> None:
    withdrawn = only(loaded, "Ann")
    loaded.remove_answer(withdrawn)
    report = loaded.add_drafts([WEEKLY, ROADMAPS], source="one", dry_run=True)
    assert (report.new, report.skipped, report.unchanged, report.needs_yes) == (0, 1, 1, False)
    assert [(each.change, each.author) for each in report.samples] == [("skipped", "Ann")]
    loaded.add_drafts([WEEKLY, ROADMAPS], source="one")
    assert texts(loaded) == ["Roadmaps change."]
    loaded.bring_back(withdrawn)
    assert loaded.ask("how often do you ship").excerpts[0].answer.id == withdrawn
    with pytest.raises(InputError, match="nobody withdrew"):
        loaded.bring_back(withdrawn)


def test_an_author_is_gone_from_everything_that_is_found_and_shown(loaded: KnowledgeBase) -> None:
    withdrawn = only(loaded, "Ann")
    assert loaded.remove_author("Ann") == 1
    assert not loaded.ask("how often do you ship").answered
    assert [each.name for each in loaded.authors()] == ["Bo"]
    assert loaded.names()["author"] == ("Bo",)
    assert loaded.suggest("how") == ()
    with pytest.raises(NotFoundError, match="withdrawn"):
        loaded.answer(withdrawn)
    with pytest.raises(NotFoundError, match="Ann"):
        loaded.remove_author("Ann")
    assert loaded.remove_author("Bo") == 1


def test_what_is_erased_is_in_no_file_of_the_home_folder(kb: KnowledgeBase, home: Path) -> None:
    first = draft("Marmalade secrets were told.", "Zelda Quince", question="What of marmalade?")
    kb.add_drafts([first, ROADMAPS], source="one")
    kb.add_drafts(
        [draft("Marmalade again.", "Zelda Quince", question="What of marmalade?"), ROADMAPS], source="one"
    )
    assert kb.remove_author("Zelda Quince", erase=True) == 1
    assert [each.text for each in kb.answers()] == ["Roadmaps change."]
    kb.close()
    for file in home.rglob("*"):
        if file.is_file():
            content = file.read_bytes().lower()
            assert b"marmalad" not in content, file
            assert b"zelda" not in content, file


def test_an_erased_answer_comes_back_only_from_its_source_and_when_allowed(loaded: KnowledgeBase) -> None:
    erased = only(loaded, "Ann")
    loaded.remove_author("Ann", erase=True)
    assert loaded.add_drafts([WEEKLY, ROADMAPS], source="one").skipped == 1
    loaded.bring_back(erased)
    assert texts(loaded) == ["Roadmaps change."]
    assert loaded.add_drafts([WEEKLY, ROADMAPS], source="one").new == 1
    assert loaded.answer(erased).text == "Ship weekly."
