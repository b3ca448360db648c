"""A large load is indexed while it is stored, and nothing of it is there before all of it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from byline import Byline, Draft, KnowledgeBase
from byline.errors import RemovalError
from byline.store.indexed_answers import IndexedAnswers

MANY = 2600
"""More than are taken apart without processes of their own."""


def drafts(count: int, said: str = "Roadmaps change weekly") -> Iterator[Draft]:
    for number in range(count):
        yield Draft(f"{said} in place{number}.", Byline(f"Author {number % 7}"), key=str(number))


def kept(home: Path) -> list[int]:
    """The numbers of the answers that are kept for ranking."""
    (table,) = home.glob("index/*/answers.*.table")
    return sorted(IndexedAnswers(table.parent).read(range(3 * MANY)))


def found(kb: KnowledgeBase, question: str) -> list[str]:
    return [excerpt.text for excerpt in kb.ask(question).excerpts]


def test_everything_new_changed_and_gone_is_found_so_after_a_large_load(home: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts([*drafts(3), Draft("Budgets freeze.", Byline("B"), key="gone")], source="s")
        large = [
            Draft("Kettles whistle.", Byline("K"), key="1"),
            *(each for each in drafts(MANY) if each.key != "1"),
        ]
        report = kb.add_drafts(large, source="s", yes=True)
        assert (report.new, report.changed, report.removed, report.unchanged) == (MANY - 3, 1, 1, 2)
        stats = kb.stats()
        assert stats.index_revision == stats.revision == 2
        assert stats.sentences == MANY
        assert found(kb, "Which roadmaps change in place2555?")[:1] == [
            "Roadmaps change weekly in place2555."
        ]
        assert found(kb, "Do kettles whistle?")[:1] == ["Kettles whistle."]
        assert "Budgets freeze." not in found(kb, "Do budgets freeze?")
        assert kept(home) == [1, 2, 3, *range(5, MANY + 2)]


def test_a_large_load_that_is_broken_off_leaves_nothing_behind(home: Path) -> None:
    def broken() -> Iterator[Draft]:
        yield from drafts(MANY + 2000)
        raise RuntimeError("the file ends in the middle")

    with KnowledgeBase.open(home) as kb:
        kb.add_drafts([Draft("Budgets freeze.", Byline("B"))], source="before")
        with pytest.raises(RuntimeError, match="in the middle"):
            kb.add_drafts(broken(), source="s")
        assert (kb.stats().answers, kb.stats().sentences, kept(home)) == (1, 1, [1])
        kb.add_drafts([Draft("Kettles whistle.", Byline("K"))], source="after")
        assert found(kb, "Do kettles whistle?")[:1] == ["Kettles whistle."]
        assert kept(home) == [1, 2]


def test_a_large_load_that_needs_a_yes_changes_nothing_without_one(home: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts(drafts(100), source="s")
        fresh = [Draft(f"Kettle {number} whistles.", Byline("K"), key=f"k{number}") for number in range(MANY)]
        with pytest.raises(RemovalError):
            kb.add_drafts(fresh, source="s")
        assert (kb.stats().sentences, kept(home)) == (100, [*range(1, 101)])
        assert kb.add_drafts(fresh, source="s", yes=True).new == MANY
        assert kb.stats().sentences == MANY


def test_two_threads_of_one_program_may_load_and_ask_at_once(home: Path) -> None:
    """The one that asks finds the index being written, and answers from the view it has."""
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts([Draft("Budgets freeze.", Byline("B"))], source="before")
        loading = Thread(target=kb.add_drafts, args=(drafts(MANY),), kwargs={"source": "s"})
        loading.start()
        while loading.is_alive():
            assert found(kb, "Do budgets freeze?")[:1] == ["Budgets freeze."]
        loading.join()
        assert kb.stats().sentences == MANY + 1
