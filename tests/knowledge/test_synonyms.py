"""Asking in one's own words: synonyms and acronyms, from the file to the reply."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import Filters, KnowledgeBase
from byline.errors import FileFormatError, NotFoundError
from byline.models import SynonymGroup
from byline.wire import reply_json
from tests.conftest import draft

ANSWERS = [
    draft("A product manager writes the brief on Monday.", "Ann Ito"),
    draft("The manager of a factory buys steel. Each product is weighed.", "Bo Lee"),
    draft("The brief of a PM fits on one page.", "Cy Dee"),
    draft("Deploys are frozen in December.", "Di Fox", question="When is the change freeze?"),
]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("PM = product manager\nchange freeze = code stop = moratorium\n", encoding="utf-8")
    return path


@pytest.fixture
def loaded(kb: KnowledgeBase) -> KnowledgeBase:
    kb.add_drafts(ANSWERS, source="answers")
    return kb


def authors(kb: KnowledgeBase, question: str, filters: Filters | None = None) -> list[str | None]:
    return [excerpt.answer.byline.author for excerpt in kb.ask(question, filters).excerpts]


def test_a_word_is_met_by_a_phrase_and_the_reply_says_so(loaded: KnowledgeBase, words: Path) -> None:
    before = loaded.ask("does a PM work on Monday").support
    loaded.set_synonyms(words)
    reply = loaded.ask("does a PM work on Monday")
    assert reply.support > before
    excerpt = reply.excerpts[0]
    assert excerpt.answer.byline.author == "Ann Ito"
    assert "PM" in excerpt.why.terms
    assert excerpt.why.synonyms == {"PM": "product manager"}
    assert reply.corrections == ()
    assert reply_json(reply)["excerpts"][0]["why"]["synonyms"] == {"PM": "product manager"}


def test_a_phrase_is_met_by_a_word(loaded: KnowledgeBase, words: Path) -> None:
    loaded.set_synonyms(words)
    reply = loaded.ask("how long is the brief of a product manager, one page?")
    assert reply.excerpts[0].answer.byline.author == "Cy Dee"
    assert reply.excerpts[0].why.synonyms == {"product manager": "PM"}


def test_what_has_the_words_themselves_needs_no_synonym(loaded: KnowledgeBase, words: Path) -> None:
    loaded.set_synonyms(words)
    excerpt = loaded.ask("does a product manager write on Monday").excerpts[0]
    assert excerpt.why.synonyms == {}


def test_a_phrase_counts_only_word_by_word(loaded: KnowledgeBase, words: Path) -> None:
    loaded.set_synonyms(words)
    excerpt = loaded.ask("does a PM buy steel").excerpts[0]
    assert excerpt.answer.byline.author == "Bo Lee"
    assert excerpt.why.terms == ("buy", "steel")


def test_a_synonym_is_met_in_the_question_that_was_answered(loaded: KnowledgeBase, words: Path) -> None:
    assert not loaded.ask("when is the moratorium").answered
    loaded.set_synonyms(words)
    assert authors(loaded, "when is the moratorium") == ["Di Fox"]
    assert authors(loaded, "when is the code stop") == ["Di Fox"]


def test_quoted_words_are_searched_as_they_are(loaded: KnowledgeBase, words: Path) -> None:
    loaded.set_synonyms(words)
    assert authors(loaded, 'the brief of a "PM"') == ["Cy Dee"]


def test_a_server_takes_new_synonyms_up_with_its_next_question(
    loaded: KnowledgeBase, words: Path, home: Path
) -> None:
    assert not loaded.ask("when is the moratorium").answered
    with KnowledgeBase.open(home) as other:
        other.set_synonyms(words)
    assert authors(loaded, "when is the moratorium") == ["Di Fox"]
    with KnowledgeBase.open(home) as other:
        other.clear_synonyms()
    assert not loaded.ask("when is the moratorium").answered


def test_a_file_with_a_bad_line_changes_nothing(loaded: KnowledgeBase, words: Path) -> None:
    loaded.set_synonyms(words)
    words.write_text("PM = project manager\nalone\n", encoding="utf-8")
    with pytest.raises(FileFormatError, match="line 2: 'alone' stands alone"):
        loaded.set_synonyms(words)
    assert loaded.synonyms()[0].words == ("PM", "product manager")
    with pytest.raises(FileFormatError, match="no such file"):
        loaded.set_synonyms(words.with_name("missing.txt"))


def test_synonyms_need_a_collection_that_there_is(loaded: KnowledgeBase, words: Path) -> None:
    with pytest.raises(NotFoundError, match="sales"):
        loaded.set_synonyms(words, collection="sales")
    with pytest.raises(NotFoundError, match="sales"):
        loaded.clear_synonyms("sales")


def test_the_words_of_the_collections_that_are_asked_count(loaded: KnowledgeBase, words: Path) -> None:
    loaded.add_drafts([draft("Deals close in the freeze.", "Ed Gum")], source="s", collection="Sales")
    loaded.set_synonyms(words, collection="Sales")
    assert not loaded.ask("when is the moratorium", Filters(collection=("main",))).answered
    assert authors(loaded, "when is the moratorium") == ["Di Fox"], "without a limit all words count"
    assert [group.collection for group in loaded.synonyms(["sales"])] == ["Sales", "Sales"]
    assert loaded.synonyms(["main"]) == []


def test_acronyms_are_learned_from_the_answers_and_forgotten_with_them(loaded: KnowledgeBase) -> None:
    assert not loaded.ask("what is the SLO").answered
    loaded.add_drafts(
        [draft("We page people when a service level objective (SLO) is missed.", "Ed Gum")], source="ops"
    )
    loaded.add_drafts([draft("Every service level objective has an owner.", "Flo Hay")], source="more")
    assert SynonymGroup(("SLO", "service level objective")) in loaded.synonyms()
    reply = loaded.ask("who is the owner of an SLO")
    assert reply.excerpts[0].answer.byline.author == "Flo Hay"
    assert reply.excerpts[0].why.synonyms == {"SLO": "service level objective"}
    loaded.remove_source("ops")
    assert loaded.synonyms() == []
    assert not loaded.ask("what is the SLO").answered


def test_a_collections_own_words_take_the_place_of_what_was_learned(
    loaded: KnowledgeBase, words: Path
) -> None:
    loaded.add_drafts([draft("A project manager (PM) plans.", "Ed Gum")], source="more")
    assert [group.words for group in loaded.synonyms()] == [("PM", "project manager")]
    loaded.set_synonyms(words)
    assert [group.collection for group in loaded.synonyms()] == ["main", "main"]
    assert "Ed Gum" not in authors(loaded, "does a PM work on Monday")
