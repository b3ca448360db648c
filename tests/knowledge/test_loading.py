"""Loading through the front door: the index follows the store, whatever happens in between."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.errors import NotFoundError, RemovalError
from byline.store import Store
from tests.conftest import draft


def first_text(kb: KnowledgeBase, question: str) -> str | None:
    reply = kb.ask(question)
    return reply.excerpts[0].text if reply.excerpts else None


def test_importing_again_updates_and_never_duplicates(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text(
        "question,answer,author\nHow often?,Ship weekly.,Ann Ito\nWhere?,Ship from Oslo.,Bo Lee\n"
    )
    assert (kb.add(file).new, kb.stats().answers) == (2, 2)
    again = kb.add(file)
    assert (again.new, again.changed, again.removed, again.unchanged) == (0, 0, 0, 2)
    old = kb.ask("how often do you ship").excerpts[0].answer
    file.write_text(file.read_text().replace("weekly", "daily"))
    assert (kb.add(file).changed, kb.stats().answers) == (1, 2)
    new = kb.ask("how often do you ship").excerpts[0].answer
    assert (new.id, new.text) == (old.id, "Ship daily.")
    assert new.revision != old.revision


def test_a_dry_run_changes_nothing(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    file.write_text("answer,author\nShip weekly.,Ann Ito\n")
    report = kb.add(file, dry_run=True)
    assert (report.new, report.dry_run) == (1, True)
    assert kb.stats().answers == 0
    assert kb.stats().revision == 0


def test_the_ids_of_drafts_are_those_of_their_answers_once_loaded(kb: KnowledgeBase) -> None:
    same = [draft(f"Ship on day {number}.", "Ann Ito", question="When?") for number in range(3)]
    keyed = replace(draft("Ship weekly."), key="7")
    drafts = [*same, keyed, draft("By nobody.", None)]
    told = kb.answer_ids(drafts, source="s", collection="c")
    kb.add_drafts(drafts, source="s", collection="c")
    assert [(each.id, each.text) for each in kb.answers()] == list(
        zip(told, [each.text for each in drafts], strict=True)
    )


def test_removing_much_of_a_source_needs_a_yes(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("Ship weekly.", "A"), draft("Ship daily.", "B")], source="s")
    with pytest.raises(RemovalError, match="--yes"):
        kb.add_drafts([draft("Ship weekly.", "A")], source="s")
    assert kb.stats().answers == 2
    assert kb.add_drafts([draft("Ship weekly.", "A")], source="s", yes=True).removed == 1
    assert [each.text for each in kb.ask("ship").excerpts] == ["Ship weekly."], "what was removed is gone"


def test_what_is_removed_is_found_no_more(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("Roadmaps change weekly.", "A")], source="one", title="One")
    kb.add_drafts([draft("Budgets change yearly.", "B")], source="two", collection="other")
    answer = kb.ask("budgets").excerpts[0].answer
    kb.remove_answer(answer.id)
    assert not kb.ask("budgets").answered
    with pytest.raises(NotFoundError, match="withdrawn"):
        kb.answer(answer.id)
    assert kb.remove_source("One") == 1, "a title names a source as well as its key"
    assert not kb.ask("roadmaps").answered
    with pytest.raises(NotFoundError, match="Three"):
        kb.remove_source("Three")


def test_two_sources_of_one_title_are_told_apart_by_key(kb: KnowledgeBase) -> None:
    for key in ("one", "two"):
        kb.add_drafts([draft("Ship.", key)], source=key, title="Same")
    with pytest.raises(NotFoundError, match="one, two"):
        kb.remove_source("Same")
    assert kb.remove_source("two") == 1


def test_another_processs_load_is_seen_by_the_next_question(
    kb: KnowledgeBase, home: Path, tmp_path: Path
) -> None:
    assert not kb.ask("roadmaps").answered
    file = tmp_path / "answers.csv"
    file.write_text("answer,author\nRoadmaps change weekly.,Ann Ito\n")
    code = "import sys, byline\nwith byline.KnowledgeBase.open(sys.argv[1]) as kb: kb.add(sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, home, file], check=True)
    assert first_text(kb, "roadmaps") == "Roadmaps change weekly."


def test_an_index_left_behind_catches_up_with_the_next_question(kb: KnowledgeBase) -> None:
    """As after a kill between the store's commit and the index's."""
    kb.add_drafts([draft("Roadmaps change weekly.", "A")], source="one")
    with Store.open(kb.settings.database_url) as store:
        store.import_source([draft("Budgets change yearly.", "B")], key="two", collection="main", title="Two")
        store.remove_source("one")
    assert first_text(kb, "budgets") == "Budgets change yearly."
    assert not kb.ask("roadmaps").answered


def test_while_another_process_indexes_the_old_view_answers(kb: KnowledgeBase, home: Path) -> None:
    kb.add_drafts([draft("Roadmaps change weekly.", "A"), draft("Teams ship.", "B")], source="one")
    with KnowledgeBase.open(home) as other, other._engine.writing(0) as held:
        assert held
        with Store.open(kb.settings.database_url) as store:
            store.import_source(
                [draft("Roadmaps change daily.", "A"), draft("Teams ship.", "B")],
                key="one", collection="main", title="One", allow_removal=True,
            )  # fmt: skip
        assert first_text(kb, "teams ship") == "Teams ship."
        assert not kb.ask("roadmaps").answered, "a text that has changed is not quoted from an old index"
    assert first_text(kb, "roadmaps") == "Roadmaps change daily."


def test_a_lost_index_is_built_anew(home: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts([draft("Roadmaps change weekly.", "A")], source="one")
        folder = kb.settings.index_folder
    shutil.rmtree(folder)
    with KnowledgeBase.open(home) as kb:
        assert first_text(kb, "roadmaps") == "Roadmaps change weekly."


def test_indexed_answers_that_were_removed_are_made_anew(home: Path) -> None:
    with KnowledgeBase.open(home) as kb:
        kb.add_drafts([draft("Roadmaps change weekly.", "A")], source="one")
    for file in home.glob("index/*/answers.*"):
        file.unlink()
    with KnowledgeBase.open(home) as kb:
        assert first_text(kb, "roadmaps") == "Roadmaps change weekly."


def test_an_answer_that_was_withdrawn_meanwhile_is_neither_quoted_nor_near(
    kb: KnowledgeBase, home: Path
) -> None:
    kb.add_drafts(
        [draft("Roadmaps change weekly.", "A", question="Do roadmaps change?"), draft("Roadmaps help.", "B")],
        source="one",
    )
    with KnowledgeBase.open(home) as other, other._engine.writing(0) as held:
        assert held
        with Store.open(kb.settings.database_url) as store:
            store.remove_answer(kb.ask("do roadmaps change weekly").excerpts[0].answer.id)
        for question in ("do roadmaps change weekly", "roadmaps"):
            reply = kb.ask(question)
            quoted = {each.text for each in (*reply.excerpts, *reply.near_misses)}
            assert quoted == {"Roadmaps help."}
            assert reply.related_questions == ()


def test_rebuilding_finds_the_same(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("Roadmaps change weekly.", "A"), draft("Ship.", "B")], source="one")
    before = kb.stats()
    kb.rebuild()
    assert first_text(kb, "roadmaps") == "Roadmaps change weekly."
    assert kb.stats().sentences == before.sentences


def test_an_index_of_another_version_is_left_alone_until_ours_is_whole(home: Path) -> None:
    other = home / "index" / "layout0-analyser0"
    other.mkdir(parents=True)
    with KnowledgeBase.open(home) as kb:
        assert other.is_dir()
        kb.add_drafts([draft("Roadmaps change weekly.", "A")], source="one")
        assert not other.exists()


def test_progress_is_told_in_stages(kb: KnowledgeBase) -> None:
    seen: list[tuple[str, int]] = []
    kb.add_drafts(
        [draft(f"Answer number {n}.", f"Author {n}") for n in range(250)],
        source="s",
        progress=lambda stage, done: seen.append((stage, done)),
    )
    assert {stage for stage, _ in seen} == {"reading", "indexing"}
    assert ("indexing", 200) in seen


def test_the_knowledge_base_in_numbers(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("One. Two.", "A"), draft("Three.", "B")], source="s", collection="c")
    stats = kb.stats()
    assert (stats.collections, stats.sources, stats.answers, stats.authors, stats.sentences) == (
        1,
        1,
        2,
        2,
        3,
    )
    assert stats.revision == stats.index_revision == 1
    assert stats.store_bytes > 0
    assert stats.index_bytes > 0


def test_starters_are_questions_that_were_answered(kb: KnowledgeBase) -> None:
    assert kb.starters(3) == ()
    kb.add_drafts([draft(f"Text {n}.", f"A{n}", question=f"Question {n}?") for n in range(10)], source="s")
    assert kb.starters(3) == ("Question 0?", "Question 1?", "Question 2?")
    assert len(kb.starters(50)) == 10
