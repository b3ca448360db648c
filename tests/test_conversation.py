"""What is said is read over the question before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.conversation import Quoted, Reading, readings
from byline.models import FILTER_FIELDS, Rule
from byline.text.names import NameMatcher
from byline.text.operators import ParsedQuestion, parse_question, write_question

TODAY = date(2026, 3, 5)
QUOTED = Quoted(("Devika Nair", "Navin Ganeshan"), (date(2023, 5, 2), date(2024, 12, 11)))


@dataclass(frozen=True)
class Collection:
    """The names of a small collection."""

    authors = NameMatcher(lambda: ["Devika Nair", "Navin Ganeshan", "Mara Lindqvist"])
    companies = NameMatcher(lambda: ["Oracle", "Amazon", "Contoso"])
    roles = NameMatcher(lambda: ["Director of Product", "Designer"])


def read(previous: str, said: str, quoted: Quoted = QUOTED) -> tuple[Reading, ...]:
    return readings(
        parse_question(previous),
        parse_question(said),
        names=Collection(),
        today=TODAY,
        quoted=lambda question: quoted,
    )


def asked(reading: Reading) -> str:
    return write_question(reading.text, reading.filters)


ROADMAP = "how do you keep a roadmap honest?"

# (the question before, what is said, how it is read first)
TABLE = [
    # By someone
    (ROADMAP, "what about at Oracle?", f"{ROADMAP} company:Oracle"),
    (ROADMAP, "and at oracel?", f"{ROADMAP} company:Oracle"),
    (f"{ROADMAP} company:Oracle", "what about at Amazon?", f"{ROADMAP} company:Amazon"),
    (f"{ROADMAP} after:2024-01-01", "at Oracle?", f"{ROADMAP} company:Oracle after:2024-01-01"),
    (ROADMAP, "what about Devika?", f'{ROADMAP} author:"Devika Nair"'),
    (ROADMAP, "only from designers", f"{ROADMAP} role:Designer"),
    (ROADMAP, "Mara Lindqvist", f'{ROADMAP} author:"Mara Lindqvist"'),
    # By others, or by the same
    (ROADMAP, "anyone else?", f'{ROADMAP} -author:"Devika Nair" -author:"Navin Ganeshan"'),
    (
        f'{ROADMAP} -author:"Mara Lindqvist"',
        "who else?",
        f'{ROADMAP} -author:"Mara Lindqvist" -author:"Devika Nair" -author:"Navin Ganeshan"',
    ),
    (ROADMAP, "more from her", f'{ROADMAP} author:"Devika Nair"'),
    (f'{ROADMAP} author:"Mara Lindqvist"', "tell me more", f'{ROADMAP} author:"Mara Lindqvist"'),
    (ROADMAP, "what does she say about pricing?", 'pricing author:"Devika Nair"'),
    (f'{ROADMAP} author:"Devika Nair"', "what about Navin?", f'{ROADMAP} author:"Navin Ganeshan"'),
    # Within a time
    (ROADMAP, "only last year", f"{ROADMAP} after:2025-01-01 before:2025-12-31"),
    (f"{ROADMAP} before:2021-12-31", "since 2024", f"{ROADMAP} after:2024-01-01"),
    (ROADMAP, "older ones", f"{ROADMAP} before:2023-05-01"),
    (ROADMAP, "anything newer?", f"{ROADMAP} after:2024-12-12"),
    (f"{ROADMAP} after:2025-01-01 before:2025-12-31", "older", f"{ROADMAP} before:2023-05-01"),
    # About something more
    ("how do you price a beta", "and for startups?", "how do you price a beta for startups"),
    ("how do you price for enterprises?", "and for startups?", "how do you price for startups"),
    (ROADMAP, "what about in a crisis?", "how do you keep a roadmap honest in a crisis"),
    (ROADMAP, "why?", "why keep a roadmap honest"),
    (ROADMAP, "how long does it take?", "how long does it take keep a roadmap honest"),
    (ROADMAP, "how do you measure that?", "how do you measure that keep a roadmap honest"),
    # Not what was meant
    (f"{ROADMAP} company:Initech", "no, I meant Oracle", f"{ROADMAP} company:Oracle"),
    (f'{ROADMAP} author:"Devika Nair"', "no, I meant Mara", f'{ROADMAP} author:"Mara Lindqvist"'),
    ("how do you write a roadmap", "no, I meant a road trip", "a road trip"),
    ("how do you price a betta", "no, I meant beta", "how do you price a beta"),
    ("pricing for bees company:Oracle", "sorry, I meant for fees", "pricing for fees company:Oracle"),
    # With operators
    (ROADMAP, "company:amazon -wishes", f"{ROADMAP} company:amazon -wishes"),
    (f"{ROADMAP} company:Oracle", "tag:pm anyone else?", f"{ROADMAP} company:Oracle tag:pm"
     ' -author:"Devika Nair" -author:"Navin Ganeshan"'),
    # A topic of its own drops what was before
    (f"{ROADMAP} company:Oracle", "how should I price a new product?", "how should I price a new product?"),
    (f"{ROADMAP} company:Oracle", "and how should I price a product?", "how should I price a product"),
    (f"{ROADMAP} tag:pm", "is Devika Nair a good product manager?", "is Devika Nair a good product manager?"),
    # In other languages
    ("wie plant man ein Produkt?", "und bei Oracle?", "wie plant man ein Produkt? company:Oracle"),
    ("comment planifier ?", "seulement depuis 2023", "comment planifier ? after:2023-01-01"),
    ("¿cómo se planifica un producto?", "¿y en Oracle?", "¿cómo se planifica un producto? company:Oracle"),
]  # fmt: skip


@pytest.mark.parametrize(("previous", "said", "expected"), TABLE)
def test_a_follow_up_is_read_over_the_question_before(previous: str, said: str, expected: str) -> None:
    assert asked(read(previous, said)[0]) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("what about pricing?", [f"{ROADMAP[:-1]} pricing", "how do you keep a pricing", "pricing"]),
        (
            "what about Oracle?",
            [f"{ROADMAP} company:Oracle", f"{ROADMAP[:-1]} Oracle", "how do you keep a Oracle", "Oracle"],
        ),
        ("what about at Initech?", [f"{ROADMAP} company:Initech", f"{ROADMAP[:-1]} at Initech"]),
        (
            "how do you measure that?",
            ["how do you measure that keep a roadmap honest", "how do you measure that?"],
        ),
        ("small teams", ["small teams", f"{ROADMAP[:-1]} small teams"]),
        (
            "more from him",
            [f'{ROADMAP} author:"Devika Nair"', 'author:"Devika Nair"'],
        ),
    ],
)  # fmt: skip
def test_where_rules_can_not_decide_there_are_several_readings(said: str, expected: list[str]) -> None:
    assert [asked(reading) for reading in read(ROADMAP, said)] == expected


def test_what_was_carried_is_told_apart_from_what_was_said() -> None:
    reading = read(f"{ROADMAP} company:Oracle tag:pm", "only last year")[0]
    assert reading.carried is not None
    assert reading.carried.rule is Rule.TIME
    assert reading.carried.topic == ROADMAP
    assert reading.carried.limits == ("company", "tag")
    assert reading.said == {"after", "before"}


def test_a_topic_of_its_own_carries_nothing() -> None:
    assert read(f"{ROADMAP} company:Oracle", "how should I price a new product?")[0].carried is None


def test_who_was_quoted_is_only_looked_up_where_it_matters() -> None:
    def never(_: ParsedQuestion) -> Quoted:
        raise AssertionError("nobody needed to know")

    previous = parse_question(ROADMAP)
    for said in ("only last year", "what about at Oracle?", "why?", "how should I price a new product?"):
        readings(previous, parse_question(said), names=Collection(), today=TODAY, quoted=never)


def test_without_anyone_quoted_the_question_is_asked_again_as_it_was() -> None:
    for said in ("anyone else?", "older ones", "anything newer?"):
        assert asked(read(ROADMAP, said, Quoted())[0]) == ROADMAP
    assert asked(read(ROADMAP, "more from her", Quoted())[0]) == ROADMAP


def test_a_phrase_goes_where_its_words_go() -> None:
    reading = read('is a "technical PM" needed', "no, I meant designer")[0]
    assert not reading.filters.phrases
    kept = read('is a "technical PM" needed', "only last year")[0]
    assert kept.filters.phrases == ("technical PM",)


WORDS = st.sampled_from(
    [
        *(
            "and",
            "what",
            "about",
            "at",
            "only",
            "from",
            "her",
            "anyone",
            "else",
            "more",
            "why",
            "how",
            "long",
        ),
        *("older", "long", "I", "meant", "last", "year", "2023", "since", "for", "it", "roadmap", "pricing"),
        *("Oracle", "Devika", "company:oracle", "-wishes", "after:2023", '"one', 'page"', "?", "und", "bei"),
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)


@given(TEXTS, TEXTS)
def test_anything_can_be_said_after_anything(previous: str, said: str) -> None:
    found = read(previous, said)
    assert found
    for reading in found:
        assert reading.said <= set(FILTER_FIELDS)
        if reading.carried is None:
            assert set(reading.text.split()) <= set(parse_question(said).text.split())
        else:
            for field in set(reading.carried.limits) - {"author", "phrases"}:
                assert getattr(reading.filters, field) == getattr(parse_question(previous).filters, field)


@given(TEXTS, TEXTS)
def test_what_is_asked_can_be_asked_again_alone(previous: str, said: str) -> None:
    for reading in read(previous, said):
        again = parse_question(asked(reading))
        assert again.filters == reading.filters
        assert write_question(again.text, again.filters) == asked(reading)


@given(TEXTS)
def test_operators_said_now_always_hold(said: str) -> None:
    written = parse_question(said).filters
    for reading in read(ROADMAP, said):
        for field in FILTER_FIELDS:
            if value := getattr(written, field):
                assert getattr(reading.filters, field) == value


def test_who_is_meant_is_looked_up_before_the_limits_that_left_nobody() -> None:
    previous = parse_question(f"{ROADMAP} company:Oracle after:2025-01-01")
    whole = parse_question(f"{ROADMAP} company:Oracle")
    found = readings(
        previous,
        parse_question("more from her"),
        names=Collection(),
        today=TODAY,
        quoted=lambda question: QUOTED if question == whole else Quoted(),
    )
    assert found[0].filters.author == ("Devika Nair",)
