"""An answer as it is kept says the same as the answer taken apart."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from byline.models import Answer, Byline, Source
from byline.resources import resource
from byline.search.records import indexed_answer, text_hash
from byline.text.analysed import TermSet, Wanted, analyse
from byline.text.analysis import term_hash, tokens
from byline.text.found_through import FoundThrough
from byline.text.grams import spelled
from byline.text.meaning import VOCABULARY, word_pieces
from byline.text.wordpiece import PIECES_VERSION

SOURCE = Source("k", "t", "main")
texts = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            ["Ship", "small.", "Über", "teams?", "黑豹队", "3.5", "서울에서", "U.S.", "ﷺ", "\n", "It", "is:"]
        ),
        max_size=40,
    ).map(" ".join),
)  # fmt: skip
terms = st.lists(st.sampled_from(["ship", "shipment", "shi", "batch", "batches", "pm", "a"]), max_size=8)


def answer(text: str, question: str | None) -> Answer:
    return Answer(7, "a_7", f"sha256:{7:064x}", text, Byline("Ann Ito"), question, SOURCE)


@given(texts, st.one_of(st.none(), texts))
def test_a_kept_answer_says_what_the_answer_taken_apart_says(text: str, question: str | None) -> None:
    analysed = analyse(answer(text, question))
    kept = indexed_answer(analysed)
    assert (kept.number, kept.text_hash, kept.author) == (7, text_hash(analysed.answer), "Ann Ito")
    assert (kept.text, kept.asked) == (text, question)
    assert kept.sentences == analysed.sentences
    assert len(kept) == len(analysed.sentences)
    assert kept.question.terms == analysed.question.terms
    for one in analysed.sentences:
        own, there = kept.terms_of(one.ordinal), tokens(analysed.text_of(one.ordinal), analysed.language)
        assert own.terms == tuple(token.term for token in there)
        words = tuple(token.word for token in there)
        assert kept.spelled(one.ordinal) == f"_{'_'.join(map(spelled, words))}_"
        assert (kept.sentence(one.ordinal), kept.paragraph_of(one.ordinal)) == (one, one.paragraph)
        assert len(own) == len(there)
        assert kept.text_of(one.ordinal) == text[one.start : one.end]
        for kind in ("leaned_on", "subjects", "before"):
            there_too = [each.terms for each in getattr(analysed, kind)(one.ordinal)]
            assert [each.terms for each in getattr(kept, kind)(one.ordinal)] == there_too
        assert kept.points_back(one.ordinal) == analysed.layout.points_back(one.ordinal)
        leaned_on = analysed.leaned_on(one.ordinal)
        words += analysed.question.words + tuple(word for each in leaned_on for word in each.words)
        pieces = [piece for word in words for piece in word_pieces().pieces(word)]
        found = FoundThrough.of([(kept, one.ordinal)])
        assert (found.pieces.tolist(), found.piece_counts.tolist()) == (pieces, [len(pieces)])
        read = [*own.terms, *kept.question.terms, *(term for each in leaned_on for term in each.terms)]
        assert found.hashes.tolist() == list(map(term_hash, read))
        assert found.hash_counts.tolist() == [len(read)]
        around = {*kept.question.terms, *(term for each in leaned_on for term in each.terms)}
        wanted = {*own.terms[:3], *sorted(around)[-2:], "missing"}
        through = kept.found_through(one.ordinal)
        assert set(Wanted(wanted).found_in(through)) == wanted & {*own.terms, *around}


@given(texts, texts)
def test_an_answer_without_its_question_is_kept_as_if_it_had_none(text: str, question: str) -> None:
    unasked = indexed_answer(analyse(answer(text, question))).unasked()
    never = indexed_answer(analyse(answer(text, None)))
    assert (unasked.places, unasked.body) == (never.places, never.body)


@given(terms, terms)
def test_looking_into_joined_terms_is_looking_into_a_set(own: list[str], others: list[str]) -> None:
    found = TermSet(" ".join(own))
    assert set(found.having(Wanted(others))) == set(own) & set(others)
    for other in others:
        assert (other in found) == (other in own)
        related = [
            each
            for each in own
            if min(len(each), len(other)) >= 5 and (each.startswith(other) or other.startswith(each))
        ]
        if len(other) >= 5:
            assert found.has_relative(other) == bool(related)


def test_a_phrase_is_found_where_its_words_stand_side_by_side() -> None:
    wanted = Wanted(["product manag", "manag product"])
    assert TermSet("a product manag write").having(wanted) == ["product manag"]
    kept = indexed_answer(analyse(answer("She is a manager.", "Which product manager?")))
    assert wanted.found_in(kept.found_through(0)) == ["product manag"]
    kept = indexed_answer(analyse(answer("She is a manager.", "Product managers, which?")))
    assert "manag product" not in wanted.found_in(kept.found_through(0)), "one stands in each"


def test_the_vocabulary_is_that_of_its_version() -> None:
    # Answers are kept cut into these pieces: with another vocabulary, raise PIECES_VERSION.
    assert PIECES_VERSION == 1
    vocabulary = (resource("data") / "model" / VOCABULARY).read_bytes()
    assert (
        sha256(vocabulary).hexdigest() == "0f052197aac305fe42f378b5c61554b7bacb34b8be4af83fec2cfdcdffbc9973"
    )
