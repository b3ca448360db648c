"""What else the words of a question are searched as: the collections' synonyms, and learned acronyms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from byline.models import Answer, Byline, Source
from byline.search.records import answer_record
from byline.search.tantivy_engine import TantivyEngine
from byline.search.understanding import Understanding, build_speller, understand
from byline.text.analysed import analyse
from byline.text.synonyms import Group, synonyms_of

TEXTS = (
    "A technical product manager (TPM) works with engineers.",
    "A product manager decides. A PM decides late.",
    "Our product has a roadmap and a manager.",
    "The annual recurring revenue (ARR) grew. ARR is what counts.",
    "The average response rate (ARR) fell.",
)


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


def ask(engine: TantivyEngine, question: str, *files: tuple[Group, ...]) -> Understanding:
    return understand(
        question,
        engine,
        lambda: build_speller(engine),
        synonyms=lambda language: [synonyms_of(groups, language) for groups in files],
    )


def variants(understood: Understanding) -> dict[str, set[str]]:
    return {term.term: set(term.variants) for term in understood.subject if term.variants}


PM: tuple[Group, ...] = (("PM", "product manager"),)


def test_a_word_may_be_a_phrase_and_a_phrase_a_word(engine: TantivyEngine) -> None:
    assert variants(ask(engine, "what does a PM do", PM)) == {"pm": {"product manag"}}
    assert variants(ask(engine, "what do product managers do", PM)) == {"product": {"pm"}, "manag": {"pm"}}


def test_the_engine_searches_for_what_may_stand_for_a_word(engine: TantivyEngine) -> None:
    assert set(ask(engine, "what does a PM do", PM).searched) == {"pm", "product manag"}


def test_the_rarity_of_a_word_is_that_of_its_group(engine: TantivyEngine) -> None:
    (alone,) = ask(engine, "PMs").subject
    (grouped,) = ask(engine, "PMs", PM).subject
    roadmap, manager = ask(engine, "roadmap manager").subject
    assert alone.weight == roadmap.weight, "each stands in one sentence"
    # "PM" stands in one sentence and "product manager" in two; "manager" in three.
    assert grouped.weight == pytest.approx(manager.weight)


def test_words_in_quotation_marks_are_not_expanded(engine: TantivyEngine) -> None:
    assert variants(ask(engine, 'what does a "PM" do', PM)) == {}
    assert variants(ask(engine, 'the "product" manager', PM)) == {}
    assert variants(ask(engine, 'the "TPM"')) == {}


def test_a_synonym_is_no_correction_and_its_words_need_none(engine: TantivyEngine) -> None:
    files: tuple[Group, ...] = (("roadmop", "roadmap"),)
    assert ask(engine, "the roadmop").corrections
    understood = ask(engine, "the roadmop", files)
    assert understood.corrections == ()
    assert understood.text == "the roadmop"
    assert variants(understood) == {"roadmop": {"roadmap"}}


def test_a_misspelt_word_is_mended_first_and_then_expanded(engine: TantivyEngine) -> None:
    understood = ask(engine, "what do prodct managers do", PM)
    assert [each.searched for each in understood.corrections] == ["product"]
    assert variants(understood) == {"product": {"pm"}, "manag": {"pm"}}


def test_an_acronym_that_a_text_explains_works_in_both_directions(engine: TantivyEngine) -> None:
    assert variants(ask(engine, "what is a tpm")) == {"tpm": {"technic product manag"}}
    assert variants(ask(engine, "who is a technical product manager")) == {
        "technic": {"tpm"},
        "product": {"tpm"},
        "manag": {"tpm"},
    }
    assert variants(ask(engine, "is a product manager technical")) == {}


def test_an_acronym_that_is_explained_in_two_ways_is_not_learned(engine: TantivyEngine) -> None:
    assert variants(ask(engine, "what is ARR")) == {}
    assert variants(ask(engine, "the annual recurring revenue")) == {}


def test_the_collections_own_words_win_over_what_was_learned(engine: TantivyEngine) -> None:
    files: tuple[Group, ...] = (("TPM", "third party maintenance"), ("ARR", "annual recurring revenue"))
    assert variants(ask(engine, "what is a TPM", files)) == {"tpm": {"third parti mainten"}}
    assert variants(ask(engine, "a technical product manager", files)) == {}
    assert variants(ask(engine, "what is ARR", files)) == {"arr": {"annual recur revenu"}}


def test_the_files_of_two_collections_both_count_and_are_not_joined(engine: TantivyEngine) -> None:
    project: tuple[Group, ...] = (("PM", "project manager"),)
    assert variants(ask(engine, "PM", PM, project)) == {"pm": {"product manag", "project manag"}}
    assert variants(ask(engine, "product manager", PM, project)) == {"product": {"pm"}, "manag": {"pm"}}


def test_what_stands_for_what_is_told_as_it_was_written(engine: TantivyEngine) -> None:
    understood = ask(engine, "What do Product  Managers do?", PM)
    (only,) = understood.synonyms
    assert (only.written, only.term, only.synonym.written) == ("Product  Managers", "product manag", "PM")
