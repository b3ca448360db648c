"""Texts cut into pieces for the page: whatever is cut, together it is the text again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byline.models import Sentence
from byline.text.segmentation import sentences
from byline.web.quotation import answer_pieces, excerpt_pieces

TEXTS = st.text(st.sampled_from("aé𝒳 .!?\n\t「。」"), max_size=60)


@given(TEXTS, st.data())
def test_an_answer_in_pieces_is_the_answer_and_its_mark_is_the_range(text: str, data: st.DataObject) -> None:
    found = sentences(text, None)
    quoted = None
    if found:
        first = data.draw(st.integers(0, len(found) - 1))
        last = data.draw(st.integers(first, len(found) - 1))
        quoted = (found[first].start, found[last].end)
    passages = answer_pieces(text, found, quoted)
    assert "".join(piece.text for passage in passages for piece in passage.pieces) == text
    marked = ["".join(piece.text for piece in passage.pieces) for passage in passages if passage.quoted]
    assert marked == ([text[quoted[0] : quoted[1]]] if quoted else [])
    numbers = [piece.ordinal for passage in passages for piece in passage.pieces if piece.ordinal is not None]
    assert numbers == list(range(len(found)))


@given(TEXTS, st.integers(0, 200), st.integers(0, 200))
def test_a_range_is_marked_whole_or_not_at_all(text: str, start: int, end: int) -> None:
    passages = answer_pieces(text, sentences(text, None), (start, end))
    marked = "".join(piece.text for passage in passages if passage.quoted for piece in passage.pieces)
    assert marked in ("", text[start:end])


@given(TEXTS, st.integers(0, 1000), st.data())
def test_an_excerpt_in_pieces_is_the_excerpt(text: str, offset: int, data: st.DataObject) -> None:
    found: tuple[Sentence, ...] = sentences(text, None)
    matched = [data.draw(st.booleans()) for _ in found]
    excerpt = {
        "text": text,
        "start": offset,
        "sentences": [
            {"start": offset + each.start, "end": offset + each.end, "matched": hit}
            for each, hit in zip(found, matched, strict=True)
        ],
        "further": [],
    }
    pieces = excerpt_pieces(excerpt)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == [
        text[each.start : each.end] for each, hit in zip(found, matched, strict=True) if hit
    ]


def test_what_is_said_further_stands_where_it_stands_in_the_answer() -> None:
    excerpt = {"text": "B.", "start": 10, "sentences": [{"start": 10, "end": 12, "matched": True}]}
    later = {**excerpt, "further": [{"start": 40, "end": 42, "text": "C."}]}
    assert excerpt_pieces(later) == [("B.", True), (" […] ", False), ("C.", True)]
    earlier = {**excerpt, "further": [{"start": 0, "end": 2, "text": "A."}]}
    assert excerpt_pieces(earlier) == [("A.", True), (" […] ", False), ("B.", True)]
