"""Alignment against its definition, slow and plain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from byline.ranking.alignment import align, align_question
from byline.text.found_through import FoundThrough
from byline.text.meaning import meaning_vectors

VECTORS = meaning_vectors()
words = st.sampled_from(
    ["ship", "batches", "roadmap", "tmrwxq", "different", "differentiates", "pm", "über", "黑豹"]
)


def said(*sentences: Sequence[int]) -> FoundThrough:
    """Sentences of these pieces; their terms do not matter here."""
    counts = np.array([len(each) for each in sentences])
    none = np.zeros(0, dtype=np.uint32), np.zeros_like(counts)
    return FoundThrough(
        np.array([piece for each in sentences for piece in each], dtype=np.int32), counts, *none
    )


def pieces(sentence: list[str]) -> list[int]:
    return [piece for word in sentence for piece in VECTORS.pieces(word)]


def cosine(one: int, other: int) -> float:
    a, b = VECTORS.vectors([one, other])
    return float(a @ b)


@given(
    st.lists(st.tuples(words, st.floats(0.1, 9)), max_size=5),
    st.lists(st.lists(words, max_size=6), min_size=1, max_size=4),
)
def test_alignment_is_the_mean_best_cosine(
    question: list[tuple[str, float]], sentences: list[list[str]]
) -> None:
    has_term = np.array([[word in sentence for sentence in sentences] for word, _ in question], dtype=bool)
    has_term = has_term.reshape(len(question), len(sentences))
    found = align(
        align_question(question, VECTORS),
        said(*map(pieces, sentences)),
        has_term,
        VECTORS,
    )
    asked = [
        (word, piece, weight / len(VECTORS.pieces(word)) * float(VECTORS.emphasis([piece])[0]))
        for word, weight in question
        for piece in VECTORS.pieces(word)
    ]
    # A word without pieces is met by itself alone.
    asked += [(word, None, weight) for word, weight in question if not VECTORS.pieces(word)]
    for row, sentence in enumerate(sentences):
        here = pieces(sentence)

        def met(
            word: str, piece: int | None, sentence: list[str] = sentence, here: list[int] = here
        ) -> float:
            if word in sentence:
                return 1.0
            return max((cosine(piece, each) for each in here), default=0.0) if piece is not None else 0.0

        expected = (
            sum(w * met(word, piece) for word, piece, w in asked) / sum(w for _, _, w in asked)
            if asked
            else 0
        )
        np.testing.assert_allclose(found.forward[row], expected, atol=1e-4)
        back = 0.0
        if asked and here:
            met_back = [[cosine(s, p) if p is not None else 0.0 for _, p, _ in asked] for s in here]
            back = sum(map(max, met_back)) / len(here)
        np.testing.assert_allclose(found.backward[row], back, atol=1e-4)


def test_vectors_are_of_length_one() -> None:
    table = VECTORS.vectors(range(0, 30000, 500))
    np.testing.assert_allclose(np.linalg.norm(table, axis=1), 1.0, atol=1e-3)


def test_a_word_is_put_together_from_pieces_and_accents_do_not_matter() -> None:
    assert len(VECTORS.pieces("roadmaps")) > 1
    assert VECTORS.pieces("café") == VECTORS.pieces("cafe")
    assert VECTORS.pieces("") == ()
    assert VECTORS.pieces("don't") == VECTORS.pieces("don") + VECTORS.pieces("t")


def test_a_word_that_is_there_in_another_form_is_met_in_full() -> None:
    question = align_question([("miss", 1.0)], VECTORS)
    sentence = said(pieces(["misses"]))
    assert align(question, sentence, np.array([[False]]), VECTORS).forward[0] < 0.99
    assert align(question, sentence, np.array([[True]]), VECTORS).forward[0] == 1.0
