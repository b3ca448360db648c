"""Questions to start with are typical ones, each about something else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byline.search.starters import starters


def chosen(questions: list[str], count: int, authors: list[int] | None = None) -> tuple[str, ...]:
    return starters(questions, authors or [1] * len(questions), ["en"], count)


def test_what_many_people_answered_comes_first() -> None:
    questions = ["How do you start a roadmap?", "How do you hire designers?", "How do you price a beta?"]
    assert chosen(questions, 2, [1, 2, 5]) == (questions[2], questions[1])


def test_a_subject_that_many_ask_about_comes_before_one_that_nobody_else_does() -> None:
    questions = [
        "Why is the sky blue?",
        "What is a roadmap?",
        "Who owns the roadmap?",
        "When is a roadmap done?",
    ]
    assert "roadmap" in chosen(questions, 1)[0]


def test_each_is_about_something_else_until_every_subject_is_told() -> None:
    questions = ["What is a roadmap?", "Who owns the roadmap?", "What is a sprint?", "Who owns the sprint?"]
    first, second, *rest = chosen(questions, 4)
    assert ("roadmap" in first) != ("roadmap" in second)
    assert sorted([first, second, *rest]) == sorted(questions)


def test_a_word_that_is_in_every_question_does_not_make_them_all_the_same() -> None:
    things = [f"{one}{two}" for one in ("stone", "river", "cloud", "forest", "meadow") for two in "abcdefg"]
    questions = [f"Does Byline read {thing}?" for thing in things]
    assert len(chosen(questions, 4)) == 4


def test_long_questions_and_those_without_a_subject_are_left_out() -> None:
    assert chosen(["Why?", "What about " + "roadmaps and " * 9 + "sprints?"], 4) == ()


def test_of_very_many_questions_those_most_answered_are_looked_at_wherever_they_stand() -> None:
    questions = [f"Does it read thing{number}?" for number in range(5000)]
    authors = [1] * 4999 + [2]
    assert chosen(questions, 3, authors)[0] == questions[-1]
    assert len(chosen(questions, 3, authors)) == 3


@given(st.lists(st.text(st.sampled_from("abc é?"), max_size=12), unique=True, max_size=12), st.integers(0, 8))
def test_no_more_are_chosen_than_were_wanted_and_none_twice(questions: list[str], count: int) -> None:
    found = chosen(questions, count)
    assert len(found) <= count
    assert len(set(found)) == len(found)
    assert set(found) <= set(questions)
