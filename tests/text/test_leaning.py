"""Which sentences of a text lean on which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.text.leaning import Layout, leans_back
from byline.text.segmentation import sentences


def layout(text: str, language: str = "en") -> Layout:
    return Layout(text, sentences(text, language), language)


def leaning(text: str, language: str = "en") -> list[tuple[int, ...]]:
    found = layout(text, language)
    return [found.leans_on(ordinal) for ordinal in range(len(sentences(text, language)))]


@pytest.mark.parametrize(
    ("language", "leaning", "standing"),
    [
        ("en", "They end in March.", "Theyer is a town."),
        ("en", "For example, prices.", "For all, prices."),
        ("de", "Sie schließt um drei.", "Siege sind selten."),
        ("fr", "C'est le prix.", "Cent fois."),
        ("es", "Ella llegó en 2019.", "Elena llegó en 2019."),
        ("pt", "Além disso, custa pouco.", "Algo custa pouco."),
        ("ru", "Она пришла в 2019 году.", "Онлайн дешевле."),
        ("zh", "她在2019年加入。", "公司在2019年成立。"),
        ("ja", "これは安い。", "会社は安い。"),
        ("ko", "그녀는 왔다.", "그림은 싸다."),
        ("hi", "वह आई।", "वहाँ सब है।"),
        ("xx", "They end in March.", "Prices end in March."),
    ],
)
def test_a_sentence_that_begins_with_a_pointing_word_leans_back(
    language: str, leaning: str, standing: str
) -> None:
    assert leans_back(leaning, language)
    assert not leans_back(standing, language)


def test_a_chain_of_pronouns_leads_back_to_the_name() -> None:
    text = "Maria leads search. She joined in 2019. She had been at Globex. Tom left."
    assert leaning(text) == [(), (0,), (1, 0), ()]


def test_nobody_leans_on_another_paragraph() -> None:
    assert leaning("Maria leads search.\n\nShe joined in 2019.") == [(), ()]


def test_each_item_of_a_list_leans_on_the_line_that_announces_it() -> None:
    assert leaning("A plan has:\n\n- a date\n- an owner. He decides.\n- a page\n\nNobody reads it.") == [
        (),
        (0,),
        (0,),
        (2, 0),
        (0,),
        (),
    ]
    assert leaning("Three rules: * one page * two people * no slides. Then go.")[:4] == [(), (0,), (0,), (0,)]


def test_a_colon_in_prose_reaches_one_sentence_far() -> None:
    assert leaning("One rule holds: write it down. Prices are another matter. Ask Ann.")[-1] == ()


def test_a_heading_stands_above_all_that_follows_until_the_next() -> None:
    text = "Refunds\n\nWe pay in ten days. Nobody asks why.\n\nDiscounts\nThey end in March.\n\n- one item\n"
    assert layout(text).headings == (None, 0, 0, 0, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "We pay in ten days.\n\nNobody asks why.",
        "Refunds,\n\nWe pay.",
        "Refunds",
        "One two three four five six seven eight nine ten eleven\n\nWe pay.",
        "We pay. Refunds\n\nNobody asks.",
        "- Refunds\n- Discounts",
    ],
)
def test_what_is_no_short_line_of_its_own_is_no_heading(text: str) -> None:
    found = layout(text)
    assert not any(found.is_heading(ordinal) for ordinal in range(len(sentences(text, "en"))))


@given(st.lists(st.sampled_from(["She left.", "Tom left.", "Title", "Parts:", "\n- item", "\n\n", " "])))
def test_a_sentence_leans_on_earlier_ones_alone(pieces: list[str]) -> None:
    for ordinal, others in enumerate(leaning(" ".join(pieces))):
        assert all(other < ordinal for other in others)
        assert list(others) == sorted(others, reverse=True)
