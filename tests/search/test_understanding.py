"""What a question is searched as: terms, their rarity, and the words mended on the way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from byline.models import Answer, Byline, Source
from byline.search.records import answer_record
from byline.search.subject import QuestionTerm
from byline.search.tantivy_engine import TantivyEngine
from byline.search.understanding import Understanding, build_speller, understand
from byline.text.analysed import analyse
from byline.text.spelling import Speller, WordList

TEXTS = (
    "The roadmap is made by technical people, and a product needs planning.",
    "Differences between managers are few. Planning is technical.",
    "Die Größe der Städte über der Grenze ist das Thema, und die Nachfolger wissen das.",
    "A map of the planning is a map. A map, a map, and one more map.",
    "Dein Nachfolger.",
)

Ask = Callable[[str], Understanding]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[TantivyEngine]:
    engine = TantivyEngine(tmp_path)
    source = Source("s", "s", "c")
    answers = [
        Answer(number, f"a_{number}", f"sha256:{number:064x}", text, Byline("Ito"), None, source)
        for number, text in enumerate(TEXTS, start=1)
    ]
    with engine.writing(1) as held:
        assert held
        engine.update([(each.number, answer_record(analyse(each))) for each in answers], revision=1)
    yield engine
    engine.close()


@pytest.fixture
def ask(engine: TantivyEngine) -> Ask:
    return lambda question: understand(question, engine, lambda: build_speller(engine), ("de", "en"))


def corrections(understood: Understanding) -> list[tuple[str, str]]:
    return [(each.written, each.searched) for each in understood.corrections]


@pytest.mark.parametrize(
    ("question", "text", "corrected"),
    [
        ("a techncal prodct?", "a technical product?", [("techncal", "technical"), ("prodct", "product")]),
        ("roadmapplanning", "roadmap planning", [("roadmapplanning", "roadmap planning")]),
        ("the road map!", "the roadmap!", [("road map", "roadmap")]),
        ("Wo ist die Groesse der Staedte?", "Wo ist die Groesse der Staedte?", []),  # umlauts written out
        ("what about bread", "what about bread", []),  # English, though new to the collection
        ("PMs at 3.5 in the prodct2", "PMs at 3.5 in the prodct2", []),
        ("planning map", "planning map", []),  # both are words here
    ],
)
def test_only_words_that_nobody_knows_are_mended(
    ask: Ask, question: str, text: str, corrected: list[tuple[str, str]]
) -> None:
    understood = ask(question)
    assert understood.text == text
    assert corrections(understood) == corrected


@pytest.mark.parametrize("question", ['a "techncal" product', "“road map”", 'what is "roadmapplanning"'])
def test_words_in_quotation_marks_are_searched_as_they_are_written(ask: Ask, question: str) -> None:
    understood = ask(question)
    assert understood.corrections == ()
    assert understood.text == question


def test_the_words_of_a_mended_compound_are_terms_of_their_own(ask: Ask) -> None:
    assert [(term.written, term.term) for term in ask("roadmapplanning").terms] == [
        ("roadmapplanning", "roadmap"),
        ("roadmapplanning", "plan"),
    ]


@pytest.mark.parametrize(("word", "accented"), [("uber", "über"), ("ueber", "über"), ("staedte", "Städte")])
def test_umlauts_are_found_however_they_are_typed(ask: Ask, word: str, accented: str) -> None:
    asked, meant = ask(f"{word} Grenze"), ask(f"{accented} Grenze")
    assert asked.corrections == ()
    assert [term.term for term in asked.terms] == [term.term for term in meant.terms]


def test_a_word_is_found_though_its_language_was_not_told(ask: Ask) -> None:
    # One German word reads as English, whose stemmer keeps the "e"; the answers have the German stem.
    term = ask("Nachfolgern Thema").terms[0]
    assert term.term == "nachfolg"
    assert term.weight == pytest.approx(ask("Wer ist der Nachfolger").subject[0].weight)


def test_no_language_is_tried_that_no_answer_is_in(engine: TantivyEngine) -> None:
    understood = understand("Nachfolgern Thema", engine, lambda: Speller(WordList({}), WordList({})), ("en",))
    assert [term.term for term in understood.terms] == ["nachfolgern", "thema"]


def test_what_nobody_wrote_about_weighs_most(ask: Ask) -> None:
    weights = {term.word: term.weight for term in ask("bread planning").terms}
    assert weights["bread"] > weights["planning"]


def test_the_subject_is_what_is_no_grammar(ask: Ask) -> None:
    assert [term.word for term in ask("what is the roadmap about").subject] == ["roadmap"]
    assert [term.word for term in ask("what is it").subject] == ["what", "is", "it"]
    assert [term.word for term in ask("Was ist das Thema").subject] == ["thema"]


def test_the_subject_is_searched_with_its_variants(ask: Ask) -> None:
    assert set(ask("what is the roadmap planning").searched) == {"roadmap", "plan"}
    assert set(ask("what is it").searched) == {"what", "is", "it"}
    term = QuestionTerm("PM", "pm", "pm", 1.0, content=True, variants=("manag",))
    assert set(Understanding("PM", "en", (term,), ()).searched) == {"pm", "manag"}


def test_the_pieces_are_those_of_the_mended_subject(ask: Ask) -> None:
    assert ask("what is a prodct").grams == ask("product").grams
    assert "_pro" in ask("product").grams
    assert not any(re.search("wh", gram) for gram in ask("what is a prodct").grams)
