"""The engine on a real index: what it finds, what it forgets, and how it keeps in step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from byline.errors import SearchIndexError
from byline.models import Answer, Byline, PrintedDate, Source
from byline.search.engine import AnswerRecord, Limits
from byline.search.records import answer_record, text_hash
from byline.search.tantivy_engine import TantivyEngine
from byline.text.analysed import analyse
from byline.text.analysis import terms, tokens
from byline.text.grams import indexed_grams


def record(
    number: int,
    text: str,
    *,
    author: str = "Ann Ito",
    question: str | None = None,
    day: date | None = None,
    tags: tuple[str, ...] = (),
    collection: str = "main",
) -> AnswerRecord:
    answer = Answer(
        number=number,
        id=f"a_{number}",
        revision=f"sha256:{number:064x}",
        text=text,
        byline=Byline(author, role="Head", company="Acme", date=PrintedDate(value=day)),
        question=question,
        source=Source("k", "t", collection),
        tags=tags,
    )
    return answer_record(analyse(answer))


PATIENCE_S = 30.0


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    opened = TantivyEngine(tmp_path / "index")
    yield opened
    opened.close()


def load(engine: TantivyEngine, *records: AnswerRecord, revision: int = 1) -> None:
    with engine.writing(PATIENCE_S) as held:
        assert held
        engine.update([(each.number, each) for each in records], revision)


def found(engine: TantivyEngine, words: str, limits: Limits | None = None) -> list[tuple[int, int]]:
    weighted = dict.fromkeys(terms(words), 1.0)
    return [(each.answer, each.ordinal) for each in engine.search(weighted, limits or Limits(), 10)]


def test_a_new_index_is_empty_and_has_no_stamp(engine: TantivyEngine) -> None:
    assert engine.stamp() is None
    assert engine.sentence_count() == 0
    assert found(engine, "anything") == []
    assert engine.search({}, Limits(author=["ann ito"]), 10) == []


def test_each_sentence_is_found_on_its_own(engine: TantivyEngine) -> None:
    load(engine, record(7, "Roadmaps change. Budgets do not."))
    assert engine.sentence_count() == 2
    assert found(engine, "roadmap")[0] == (7, 0)
    assert found(engine, "budget") == [(7, 1)]


def test_pieces_find_a_compound_that_no_term_finds(engine: TantivyEngine) -> None:
    load(
        engine,
        record(1, "Das Stimmrecht haben alle Mitglieder und ihre gewählten Vertreter."),
        record(2, "Der Beitrag wird von allen Mitgliedern im Januar bezahlt."),
    )
    asked = {"recht": 1.0}
    assert engine.search(asked, Limits(), 10) == []
    pieces = indexed_grams(tokens("Recht", "de"), "de")
    assert [each.answer for each in engine.search(asked, Limits(), 10, pieces)] == [1]
    assert engine.search(asked, Limits(author=["cy dee"]), 10, pieces) == []


def test_a_piece_that_very_many_sentences_have_finds_none(engine: TantivyEngine) -> None:
    load(engine, record(1, "Das Stimmrecht gilt. " * 1001))
    asked = {"recht": 1.0, "gilt": 1.0}
    pieces = indexed_grams(tokens("Recht", "de"), "de")
    assert engine.search({"recht": 1.0}, Limits(), 10, pieces) == []
    assert len(engine.search(asked, Limits(), 10, pieces)) == 10, "words do, however many have them"
    load(engine, record(1, "Das Stimmrecht gilt. " * 999), revision=2)
    assert len(engine.search({"recht": 1.0}, Limits(), 10, pieces)) == 10


def test_the_languages_of_the_sentences_are_counted(engine: TantivyEngine) -> None:
    assert engine.languages() == {}
    german = "Der Beitrag wird von allen im Januar bezahlt. Das ist eine Pflicht."
    load(engine, record(1, german), record(2, "The fee is paid in January by all of us."))
    assert engine.languages() == {"de": 2, "en": 1}


def test_a_sentence_is_found_through_the_question_and_the_sentence_before(engine: TantivyEngine) -> None:
    load(engine, record(1, "Ann leads search. She joined in 2019.", question="Who founded it?"))
    assert (1, 1) in found(engine, "ann")
    assert found(engine, "ann")[0] == (1, 0), "its own words weigh more than its neighbour's"
    assert found(engine, "founded") == [(1, 0), (1, 1)]


def test_replacing_and_deleting_an_answer_leaves_nothing_of_the_old_one(engine: TantivyEngine) -> None:
    load(engine, record(1, "Old words. More old words."), record(2, "Other."))
    load(engine, record(1, "New text."), revision=2)
    assert found(engine, "old") == []
    assert found(engine, "new") == [(1, 0)]
    with engine.writing(PATIENCE_S):
        engine.update([(1, None)], 3)
    assert found(engine, "new") == []
    assert engine.sentence_count() == 1
    stamp = engine.stamp()
    assert stamp is not None
    assert stamp.revision == 3


def test_another_process_sees_an_update_when_it_refreshes(engine: TantivyEngine, tmp_path: Path) -> None:
    reader = TantivyEngine(tmp_path / "index")
    load(engine, record(1, "Fresh."), revision=5)
    assert reader.stamp() is None, "a view stays as it is until it is refreshed"
    reader.refresh()
    stamp = reader.stamp()
    assert stamp is not None
    assert stamp.revision == 5
    assert found(reader, "fresh") == [(1, 0)]


def test_an_update_that_fails_changes_nothing(engine: TantivyEngine) -> None:
    load(engine, record(1, "Kept."), revision=1)

    def changes() -> Iterator[tuple[int, AnswerRecord | None]]:
        yield 1, None
        yield 2, record(2, "Half done.")
        raise RuntimeError("the disk of the store went away")

    with engine.writing(PATIENCE_S), pytest.raises(RuntimeError):
        engine.update(changes(), 2)
    engine.refresh()
    assert found(engine, "kept") == [(1, 0)]
    assert found(engine, "half") == []
    load(engine, record(3, "The next update works."), revision=3)
    assert found(engine, "next") == [(3, 0)]
    assert found(engine, "half") == []


def test_only_one_may_write(engine: TantivyEngine, tmp_path: Path) -> None:
    other = TantivyEngine(tmp_path / "index")
    with engine.writing(0) as first, other.writing(0) as second:
        assert first
        assert not second
    with other.writing(0) as again:
        assert again


def test_limits_are_required_and_do_not_change_the_order(engine: TantivyEngine) -> None:
    load(
        engine,
        record(1, "Ship small.", author="Ann Ito", day=date(2024, 5, 1), tags=("Delivery",)),
        record(2, "Ship small things often.", author="Bo Lee", day=date(2020, 1, 1), collection="other"),
        record(3, "Ship.", author="Cy Dee"),
    )
    assert {number for number, _ in found(engine, "ship")} == {1, 2, 3}
    assert found(engine, "ship", Limits(author=["bo lee"])) == [(2, 0)]
    assert found(engine, "ship", Limits(author=["bo lee", "ann ito"])) == [
        pair for pair in found(engine, "ship") if pair[0] in (1, 2)
    ]
    assert found(engine, "ship", Limits(tag=["delivery"])) == [(1, 0)]
    assert found(engine, "ship", Limits(collection=["other"])) == [(2, 0)]
    assert found(engine, "ship", Limits(after=date(2023, 1, 1))) == [(1, 0)], "no date never passes"
    assert found(engine, "ship", Limits(before=date(2020, 1, 1))) == [(2, 0)], "the day itself counts"
    assert found(engine, "ship", Limits(company=["acme"], author=["nobody"])) == []
    assert [each.answer for each in engine.search({}, Limits(author=["cy dee"]), 5)] == [3]


def test_phrases_are_required_and_unwanted_words_exclude(engine: TantivyEngine) -> None:
    load(engine, record(1, "A technical product manager."), record(2, "A product that is technical."))
    assert found(engine, "product", Limits(phrases=[terms("technical product")])) == [(1, 0)]
    assert found(engine, "product", Limits(without=[terms("manager")])) == [(2, 0)]
    assert found(engine, "product", Limits(without=[terms("technical product")])) == [(2, 0)]


@pytest.mark.parametrize("words", ['"', "a OR b AND (", "field:value", "+ - && ||", "*", "\\", "x^2~"])
def test_no_text_is_read_as_a_query_language(engine: TantivyEngine, words: str) -> None:
    load(engine, record(1, f"Before {words} after."))
    assert (1, 0) in found(engine, f"before {words}")


def test_the_vocabulary_counts_words_as_written(engine: TantivyEngine) -> None:
    load(engine, record(1, "Managers manage. A manager manages."), record(2, "Managers."))
    assert engine.written("managers") == 2
    assert engine.written("manager") == 1
    assert engine.written("managing") == 0
    assert sorted(engine.beginning("manag")) == ["manage", "manager", "managers", "manages"]
    assert engine.beginning("managing") == []
    assert engine.frequencies(terms("managing unknownword")) == {"manag": 3, "unknownword": 0}


def test_candidates_say_which_revision_of_the_text_they_are_of(engine: TantivyEngine) -> None:
    one = record(1, "Words.")
    load(engine, one)
    assert engine.search({"word": 1.0}, Limits(), 1)[0].text_hash == one.text_hash


def test_different_revisions_have_different_hashes() -> None:
    texts = {text_hash(analyse_revision(f"{n:064x}")) for n in range(16**15, 16**15 + 5)}
    assert len(texts) == 1, "only the first digits count"
    assert text_hash(analyse_revision("a" * 64)) != text_hash(analyse_revision("b" * 64))


def analyse_revision(digits: str) -> Answer:
    return Answer(1, "a", f"sha256:{digits}", "", Byline(None), None, Source("k", "t", "c"))


def test_a_folder_that_can_not_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("a file where a folder should be")
    with pytest.raises(SearchIndexError, match="index"):
        TantivyEngine(tmp_path / "index")


def test_a_damaged_index_says_that_it_can_be_removed(engine: TantivyEngine, tmp_path: Path) -> None:
    load(engine, record(1, "Words."))
    engine.close()
    meta = next((tmp_path / "index").glob("layout*/meta.json"))
    meta.write_text("{")
    with pytest.raises(SearchIndexError, match="built anew"):
        TantivyEngine(tmp_path / "index")


def test_a_phrase_is_searched_word_by_word_in_the_sentence_and_its_question(engine: TantivyEngine) -> None:
    load(
        engine,
        record(1, "A product manager decides."),
        record(2, "The manager of a product decides."),
        record(3, "Nobody does.", question="What do product managers do?"),
    )
    hits = engine.search({"product manag": 1.0}, Limits(), 10)
    assert [each.answer for each in hits] == [1, 3], "the sentence counts for more than the question"


def test_a_phrase_is_counted_where_its_words_stand_side_by_side(engine: TantivyEngine) -> None:
    load(engine, record(1, "Product managers. A product manager."), record(2, "A manager, a product."))
    assert engine.frequencies(("product manag", "manag", "manag product")) == {
        "product manag": 2,
        "manag": 3,
        "manag product": 0,
    }


def test_a_write_that_failed_stands_in_nobodys_way(engine: TantivyEngine) -> None:
    def broken() -> Iterator[tuple[int, AnswerRecord]]:
        yield 1, record(1, "Ship weekly.")
        raise OSError("the disk is full")

    with pytest.raises(SearchIndexError, match="the disk is full") as failed:
        engine.update(broken(), 1)
    other = TantivyEngine(engine.folder.parent)
    other.update([(2, record(2, "Ship daily."))], 1)
    assert "safe in the store" in str(failed.value), "who keeps the error keeps no right to write"
    engine.refresh()
    assert [each.answer for each in engine.search({"ship": 1.0}, Limits(), 10)] == [2]
    other.close()


def test_acronyms_come_and_go_with_the_answers_that_explain_them(engine: TantivyEngine) -> None:
    product = "A product manager (PM) decides. Every product manager (PM) does."
    load(engine, record(1, product), record(2, product), record(3, "A project manager (PM) plans."))
    counts = {each.phrase: count for each, count in engine.explanations(acronym="pm").items()}
    assert counts == {"product manager": 2, "project manager": 1}, "an answer counts once"
    load(engine, record(2, "Nothing."), record(3, "Nothing."), revision=2)
    assert [each.phrase for each in engine.explanations()] == ["product manager"]
    with engine.writing(PATIENCE_S):
        engine.update([(1, None)], 3)
    assert engine.explanations() == {}


def test_acronyms_are_found_by_the_beginning_of_their_phrase(engine: TantivyEngine) -> None:
    load(engine, record(1, "A product manager (PM), and a production manager analysis (PMA)."))
    assert [each.acronym for each in engine.explanations(phrase="product manag")] == ["PM", "PMA"]
    assert [each.acronym for each in engine.explanations(phrase="product manag analysi")] == ["PMA"]
    assert engine.explanations(phrase="product man") == {}, "a term is whole"
    assert engine.explanations(acronym="p") == {}
