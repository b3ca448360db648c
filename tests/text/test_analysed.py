"""The terms of a text, looked through for words and phrases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byline.text.analysed import TermSet, Wanted

term = st.sampled_from(["a", "b", "ab", "c"])


@given(st.lists(term, max_size=10), st.lists(st.lists(term, min_size=1, max_size=3), max_size=4))
def test_words_and_phrases_are_found_where_they_stand(text: list[str], phrases: list[list[str]]) -> None:
    def is_there(phrase: list[str]) -> bool:
        return any(text[at : at + len(phrase)] == phrase for at in range(len(text)))

    found = TermSet(" ".join(text))
    slow = {" ".join(phrase): is_there(phrase) for phrase in phrases}
    assert set(found.having(Wanted(slow))) == {phrase for phrase, there in slow.items() if there}
