"""The terms of a text, looked through for words and phrases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byline.text.analysed import TermSet, Wanted

term = st.sampled_from(["a", "b", "ab", "c"])


@given(st.lists(term, max_size=10), st.lists(st.lists(term, min_size=1, max_size=3), max_size=4))
def test_words_and_phrases_are_found_where_they_stand(text: list[str], phrases: list[list[str]]) -> None:
    def places(phrase: list[str]) -> list[int]:
        return [at for at in range(len(text)) if text[at : at + len(phrase)] == phrase]

    found = TermSet(" ".join(text))
    slow = {" ".join(phrase): places(phrase) for phrase in phrases}
    assert set(found.having(Wanted(slow))) == {phrase for phrase, at in slow.items() if at}
    assert {each: found.place(each) for each in found.having(Wanted(slow))} == {
        each: at[0] for each, at in slow.items() if at
    }
