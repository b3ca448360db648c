"""What is typed is completed from the questions that were answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.search.completion import Completer
from byline.text.function_words import is_function_word

QUESTIONS = [
    "How do you start a roadmap?",
    "How do you keep a roadmap honest?",
    "What is a technical product manager?",
    "Can I load a spreadsheet?",
    "Which columns must my spreadsheet have?",
    "How do I load my own answers?",
    "Wie schätzt man Aufwände?",
]


@pytest.fixture(scope="module")
def completer() -> Completer:
    return Completer(QUESTIONS)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("how do you k", "How do you keep a roadmap honest?"),
        ("HOW DO", "How do you start a roadmap?"),
        ("spreads", "Can I load a spreadsheet?"),
        ("columns spr", "Which columns must my spreadsheet have?"),
        ("raodmap hon", "How do you keep a roadmap honest?"),
        ("spreadhseet", "Can I load a spreadsheet?"),
        ("technical ", "What is a technical product manager?"),
        ("wie schä", "Wie schätzt man Aufwände?"),
        ("answers load", "How do I load my own answers?"),
        ("how do i laod", "How do I load my own answers?"),
    ],
)
def test_the_question_that_goes_on_best_comes_first(completer: Completer, typed: str, first: str) -> None:
    assert completer.complete(typed, 3)[0] == first


@pytest.mark.parametrize("typed", ["", "  ", "?", "zebra", "xyz roadmap", "spreads "])
def test_what_nothing_goes_on_from_has_no_completion(completer: Completer, typed: str) -> None:
    assert completer.complete(typed, 3) == ()


def test_a_question_that_is_typed_to_its_end_needs_no_completion(completer: Completer) -> None:
    assert "Can I load a spreadsheet?" not in completer.complete("can i load a spreadsheet", 9)


def test_no_more_are_given_than_were_asked_for_and_none_twice() -> None:
    completer = Completer(["How is it?"] * 3 + [f"How is {number}?" for number in range(2000)])
    found = completer.complete("how", 6)
    assert len(found) == len(set(found)) == 6


LETTERS = "abc"
WORD = st.text(LETTERS, min_size=1, max_size=3)  # too short to be mistyped
QUESTION = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


@given(st.lists(QUESTION, max_size=8, unique=True), QUESTION, st.booleans())
def test_all_that_have_the_words_are_found_and_no_others(
    questions: list[str], typed: str, ended: bool
) -> None:
    """Against the slow and obvious way: look at every word of every question."""
    words = typed.split()

    def has(question: str, at: int) -> bool:
        if at == len(words) - 1 and not ended:
            return any(word.startswith(words[at]) for word in question.split())
        return words[at] in question.split()

    def fits(question: str) -> bool:
        needed = [at for at, word in enumerate(words) if not is_function_word(word) or at == len(words) - 1]
        return question.startswith(typed) or all(has(question, at) for at in needed)

    found = Completer(questions).complete(typed + " " * ended, len(questions) + 1)
    assert sorted(found) == sorted(question for question in questions if fits(question) and question != typed)
    starts = [question.startswith(typed) for question in found]
    assert starts == sorted(starts, reverse=True)
