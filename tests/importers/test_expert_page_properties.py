"""Any answers, printed in any layout, are read back with each text under its own author."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .conftest import read_file

NAMES = st.sampled_from(
    [
        "Ida Fern",
        "Oleg de Wit",
        'Robert "Bob" Ostrander',
        "An Tran",
        "Zoë Müller",
        "J. R. Abel",
        "李小龍",
        "May Best",
    ]
)
ROLES = st.sampled_from(
    ["Head of Product", "Senior PM, Search", "VP Product", "Co-Founder", "Director, Platform"]
)
COMPANIES = st.sampled_from(["Tern", "Skua Maps", "Petrel & Sons", "eHarbor", "May Day"])
DATES = st.sampled_from(["May 31", "December 1", "July 20, 2023", "March 3"])
PARAGRAPHS = st.sampled_from(
    [
        "It depends on who asks.",
        "We launched on May 31",
        "I was Head of Product at Tern until May 31",
        "Final Tips",
        "Product Lead",
        "Why did we do that?",
        "Ida Fern told me so, and she was right.",
        " * first * second * third",
        "1. Write it down.\n2. Read it aloud.",
        "Tern | Skua | Petrel",
        "Back at Skua, in March 3 cities",
        "Numbers: 523 views, 3 requests.",
        "“Ask twice.” – somebody",
        "Über die Brücke gehen 👩‍💻",
    ]
)


@dataclass(frozen=True)
class Printed:
    """An answer as a page prints it."""

    name: str
    role: str
    company: str
    day: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs).strip()


ANSWERS = st.lists(
    st.builds(
        Printed, NAMES, ROLES, COMPANIES, DATES, st.lists(PARAGRAPHS, min_size=1, max_size=4).map(tuple)
    ),
    min_size=1,
    max_size=6,
)


def related(answers: list[Printed], gap: str) -> str:
    return "All related (5)\n" + gap.join(
        f"{a.name}\n{a.role}, {a.company}, {a.company}{a.day}\n\n{a.text}\n" for a in answers
    )


def related_at(answers: list[Printed], gap: str) -> str:
    return "All related (5)\n" + gap.join(
        f"{a.name}\n{a.role} at {a.company} {a.day}\n\n{a.text}\n" for a in answers
    )


def question_page(answers: list[Printed], gap: str) -> str:
    return (
        "Question Page\nWhat now?\n"
        + gap.join(
            f"{a.name}\n{a.company} {a.role} | Formerly Gull, Auk{a.day}\n{a.text}\n523 Views\n"
            for a in answers
        )
        + "Upcoming Event\nVirtual Event\n+243 attendees\nRuth Abel\nGull Director of Product\n"
    )


def session(answers: list[Printed], gap: str) -> str:
    return "AMA: Tern on Maps\nMay 26 @ 11:00AM PST\nView AMA Answers\n" + gap.join(
        f"{a.name}\n{a.company} {a.role} • {a.day}\n{a.text}\n...Read More1727 Views\n3 requests\n"
        for a in answers
    )


def numbered(answers: list[Printed], gap: str) -> str:
    return "Updated December 11, 2024\n" + gap.join(
        f"{number}. What is number {number}?\n{a.name}\n{a.name}\n"
        f"{a.company} {a.role} | Formerly Auk • 5y\n{a.text}\n1,914 Views\n3 requests\n"
        for number, a in enumerate(answers, 1)
    )


def listing(answers: list[Printed], gap: str) -> str:
    return gap.join(f"{a.name}\n{a.company} {a.role} • {a.day}\n{a.text}\n" for a in answers)


def handles(answers: list[Printed], gap: str) -> str:
    return gap.join(f"{a.name}\n{a.company} {a.role} @Gull{a.day}\n{a.text}\n" for a in answers)


@pytest.mark.parametrize(
    "layout",
    [related, related_at, question_page, session, numbered, listing, handles],
    ids=lambda f: f.__name__,
)
@given(answers=ANSWERS, gap=st.sampled_from(["", "\n", "\n\n"]))
def test_nothing_of_one_author_stands_under_another(
    tmp_path_factory: pytest.TempPathFactory,
    layout: Callable[[list[Printed], str], str],
    answers: list[Printed],
    gap: str,
) -> None:
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_text(layout(answers, gap), encoding="utf-8")
    drafts, _ = read_file(path)
    assert [(d.byline.author, d.text) for d in drafts] == [(a.name, a.text) for a in answers]
    assert [(d.byline.role, d.byline.company) for d in drafts] == [(a.role, a.company) for a in answers]


TEXTS = st.text(st.sampled_from("AaIda Fern|•@.\n 5yMay31TernHead,Views2Upcoming"), max_size=300)


@given(before=TEXTS, after=TEXTS)
def test_no_character_of_an_answer_is_made_up(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str
) -> None:
    page = f"{before}\nIda Fern\nTern Head of Product • May 3\n{after}\n"
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_text(page, encoding="utf-8")
    drafts, _ = read_file(path, format="expert-page")
    whole = "".join(page.split())
    for draft in drafts:
        assert "".join(draft.text.split()) in whole
