"""Sentences that are found through what stands around them: small texts, and what must come first.

A sentence may lean on the one before it ("She joined in 2019"), on the line that announces it with a colon,
on the heading above it, and on the question that its author was answering.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from byline import KnowledgeBase
from byline.models import Reply
from tests.conftest import draft

COLLECTION = [
    # Pronouns
    draft("Maria Ott leads the search team. She joined in 2019. She had been at Globex before.", "Ann"),
    draft("Bo Lee joined in 2015 and left in 2018. Maria Ott has two dogs.", "Bob"),
    draft("Everyone who joined in 2021 has a mentor.", "Cid"),
    # Lists
    draft(
        "A launch plan has three parts:\n\n- the date on which it ships\n- the person who decides\n"
        "- a page for support\n\nNobody reads more.",
        "Dee",
    ),
    draft("Support has a page of its own. The person who decides is rarely in the room.", "Eva"),
    # Headings
    draft(
        "Refunds\n\nWe pay within ten days. Nobody has to say why.\n\nDiscounts\n\nThey end in March. "
        "Partners keep theirs until June.",
        "Flo",
    ),
    draft("Invoices are due within thirty days. Partners pay in June.", "Gus"),
    # Questions answered
    draft("Yes, on Mondays only.", "Hal", question="Is the office open to visitors?"),
    draft("On Mondays we eat together. The office has a cat.", "Ida"),
    # Deutsch
    draft("Die Kantine kocht mit Gas. Sie schließt um drei Uhr. Der Laden daneben schließt um acht.", "Jan"),
]

FOUND = [
    # question, the first excerpt's author, words that must be marked in it, why
    ("when did Maria Ott join", "Ann", "She joined in 2019.", "the name stands in the sentence before"),
    (
        "was Maria Ott at Globex",
        "Ann",
        "She had been at Globex before.",
        "the name stands two sentences before; the one between leans back too",
    ),
    ("who joined in 2015", "Bob", "Bo Lee joined in 2015", "all words stand in it; it leans on nothing"),
    (
        "who decides according to the launch plan",
        "Dee",
        "the person who decides",
        "the second item of a list leans on the line that announces it, not on the item before",
    ),
    (
        "is there a page for support in the launch plan",
        "Dee",
        "a page for support",
        "the third item, against a sentence that has both words and no launch plan",
    ),
    ("within how many days do you pay refunds", "Flo", "We pay within ten days.", "the heading says of what"),
    (
        "until when do partners keep discounts",
        "Flo",
        "Partners keep theirs until June.",
        "the heading stands two sentences above",
    ),
    (
        "can visitors come to the office on Mondays",
        "Hal",
        "Yes, on Mondays only.",
        "the question says of what",
    ),
    ("wann schließt die Kantine", "Jan", "Sie schließt um drei Uhr.", "a pronoun in another language"),
]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("context")) as opened:
        opened.add_drafts(COLLECTION, source="context")
        yield opened


def marked(reply: Reply) -> str:
    """The sentences of the first excerpt that carry the evidence."""
    (first, *_) = reply.excerpts
    return " ".join(first.answer.text[one.start : one.end] for one in first.sentences if one.matched)


@pytest.mark.parametrize(("question", "author", "words", "reason"), FOUND, ids=[row[0] for row in FOUND])
def test_a_sentence_is_found_through_what_it_leans_on(
    kb: KnowledgeBase, question: str, author: str, words: str, reason: str
) -> None:
    reply = kb.ask(question)
    assert reply.answered, reason
    assert reply.excerpts[0].answer.byline.author == author, reason
    assert words in marked(reply), reason


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        # His name stands before, in a sentence that the next does not lean on.
        ("when did Bo Lee get a dog", "Maria Ott has two dogs."),
        ("is the cat open to visitors", "The office has a cat."),
    ],
)
def test_a_neighbour_lends_nothing_to_a_sentence_that_stands_by_itself(
    kb: KnowledgeBase, question: str, sentence: str
) -> None:
    assert sentence not in marked(kb.ask(question))
