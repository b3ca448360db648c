"""What may differ between two texts of the same words, and that nothing else may."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.wording import Wording

SET_OTHERWISE = [
    ("keep  it\n short", "keep it short"),
    ("no\u00a0break", "no break"),
    ("soft\u00adhyphen", "softhyphen"),
    ("zero\u200bwidth", "zerowidth"),
    ("a \u200b b", "a b"),
    ("“double” ‘single’", "\"double\" 'single'"),
    ("«\u00a0guillemets\u00a0»", '"guillemets"'),
    ("sagte »Ja« und", "sagte „Ja“ und"),
    ("「鍵」", "“鍵”"),
    ("don’t", "don't"),
    ("м’ята", "мʼята"),
    ("now—then", "now--then"),
    ("now – then", "now - then"),
    ("2019–2021", "2019-2021"),
    ("well‑known", "well-known"),
    ("well…", "well..."),
    ("第一行\n第二行", "第一行第二行"),
    ("cafe\u0301", "café"),
    ("\u1112\u1161\u11ab국", "한국"),
    ("版本 2” 宽", '版本 2" 宽'),
]
SAYS_OTHERWISE = [
    ("now here", "nowhere"),
    ("Keep it", "keep it"),
    ("it works.", "it works!"),
    ("it works", "it works."),
    ('6" wide', "6' wide"),
    ("a - b", "a-b"),
    ("x²", "x2"),
    ("x --force", "x -force"),
    ("the “customer” is", "the customer is"),
    ("resume", "résumé"),
    ("کتاب‌ها", "کتابها"),
    ("👍🏽", "👍"),
    ("a", "а"),  # a Latin and a Cyrillic letter
]


@pytest.mark.parametrize(("one", "other"), SET_OTHERWISE)
def test_what_is_only_set_otherwise_has_the_same_words(one: str, other: str) -> None:
    assert Wording(one).plain == Wording(other).plain


@pytest.mark.parametrize(("one", "other"), SAYS_OTHERWISE)
def test_what_says_otherwise_has_other_words(one: str, other: str) -> None:
    assert Wording(one).plain != Wording(other).plain


TEXTS = st.text(
    st.sampled_from("aé𝒳e\u0301 \n\u00a0\u00ad\u200b-–—.…'“”\"«»「」中文，กี35ᄒ\u1161\u11a8👍🏽\u200d"),
    max_size=40,
)


@given(TEXTS)
def test_the_plain_form_is_its_own_plain_form_but_for_what_now_meets(text: str) -> None:
    """Taking something out may bring two signs together: three times over, nothing is left to do."""
    plain = text
    for _ in range(3):
        plain = Wording(plain).plain
    assert Wording(plain).plain == plain


@given(TEXTS)
def test_the_words_are_the_plain_form_without_its_white_space(text: str) -> None:
    wording = Wording(text)
    assert "".join(word.text for word in wording.words) == "".join(wording.plain.split())
    assert all(wording.plain[word.start : word.end] == word.text for word in wording.words)


@given(TEXTS)
def test_each_word_comes_from_a_range_of_the_text_that_reads_like_it(text: str) -> None:
    wording = Wording(text)
    before = 0
    for word in wording.words:
        start, end = wording.origin(word.start, word.end)
        assert before <= start < end <= len(text)
        assert unicodedata.normalize("NFC", word.text[0])[0] in Wording(text[start:end]).plain + "—-'\""
        before = start


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("able", "unable"),
        ("technical", "non-technical"),
        ("3", "3.5"),
        ("10", "10%"),
        ("5", "-5"),
        ("10", "$10"),
        ("C", "C++"),
        ("isn", "isn't"),
        ("ก", "กี"),
        ("e", "e\u0301"),
        ("👍", "👍🏽"),
        ("or", "and/or"),
    ],
)
def test_a_part_of_a_word_does_not_stand_there(part: str, whole: str) -> None:
    for text in (whole, f"They say {whole}.", f"({whole})"):
        assert list(Wording(text).occurrences(Wording(part))) == []


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("the words", "Here are (the words), and"),
        ("Wikipedia.", "It is on Wikipedia.[2]"),
        ("3.5", "From 3.5, and on"),
        ("文", "中文好"),
        ("dogs", "the dogs' bowls"),
        ("later", "now—later"),
    ],
)
def test_whole_words_stand_there(words: str, text: str) -> None:
    wording = Wording(text)
    (found,) = wording.occurrences(Wording(words))
    start, end = wording.origin(*found)
    assert text[start:end] == words
