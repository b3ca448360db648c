"""Pasted expert pages, one test a layout; every person and company in the texts here is invented."""

from __future__ import annotations

import hashlib
from datetime import date
from textwrap import dedent

import pytest

from byline.errors import FileFormatError
from byline.models import Byline, DatePrecision, Draft, PrintedDate
from byline.resources import resource

from .conftest import Read, read_file


def said(drafts: list[Draft]) -> list[tuple[str | None, str]]:
    return [(draft.byline.author, draft.text) for draft in drafts]


def test_the_real_page_is_right_to_the_last_character() -> None:
    path = resource("data") / "expert-page.txt"
    drafts, warnings = read_file(path)
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").split("\n")]
    assert drafts == [
        Draft(
            text=f"{lines[4]}\n\n{lines[6]}",
            byline=Byline(
                author="Navin Ganeshan",
                role="Head of Driver Products, Amazon Relay",
                company="Amazon",
                date=PrintedDate("May 31", None, DatePrecision.NONE),
                as_printed="Head of Driver Products, Amazon Relay, AmazonMay 31",
            ),
            line=2,
        ),
        Draft(
            text=f"{lines[11]}\n\n{lines[13]}",
            byline=Byline(
                author="Devika Nair",
                role="Director of Product, Oracle Cloud Infrastructure",
                company="Oracle",
                date=PrintedDate("July 20", None, DatePrecision.NONE),
                as_printed="Director of Product, Oracle Cloud Infrastructure, OracleJuly 20",
            ),
            line=9,
        ),
    ]
    # Independent of how the file is cut above: the first and last words, and the whole by its hash.
    assert drafts[0].text.startswith("A technical product manager has a more substantial role working with")
    assert drafts[0].text.endswith("while still maintaining allegiance to other focus areas.")
    assert "and the approach to achieve it.\n\nOn a day to day basis, this" in drafts[0].text
    assert "enginering managers" in drafts[0].text
    assert drafts[1].text.startswith("It is rare to have a technical product manager and another")
    assert drafts[1].text.endswith("whose primary target customer isn't technical.")
    assert [hashlib.sha256(draft.text.encode()).hexdigest()[:16] for draft in drafts] == HASHES
    assert warnings == [
        f"{path}: the page does not say which question 2 of its 2 answers reply to; "
        "they are kept without one."
    ]


HASHES = ["731ac1140c148dc4", "af1f69936fb8f721"]


def test_a_page_of_related_answers(read: Read) -> None:
    page = """\
        All related (9)
        Mara Quist
        Head of Growth, Harborlight Pay, HarborlightMay 31

        Measure first. We learned that in May 2021.

        Second Thoughts
        On reflection we were early, and it showed at Harborlight, May 31.
        Oleg de Wit
        Director of Product at Ternwave February 16

        Ship it.\u00a0 \u00a0\u0020

        Product Lead
        That is what they called me at Ternwave in May 2019
        An Tran
        VP Product, Payments, Skua, SkuaJuly 20

        Wait for the second request.
        """
    drafts, warnings = read("page.txt", dedent(page))
    assert said(drafts) == [
        (
            "Mara Quist",
            "Measure first. We learned that in May 2021.\n\n"
            "Second Thoughts\nOn reflection we were early, and it showed at Harborlight, May 31.",
        ),
        ("Oleg de Wit", "Ship it.\n\nProduct Lead\nThat is what they called me at Ternwave in May 2019"),
        ("An Tran", "Wait for the second request."),
    ]
    assert [(draft.byline.role, draft.byline.company) for draft in drafts] == [
        ("Head of Growth, Harborlight Pay", "Harborlight"),
        ("Director of Product", "Ternwave"),
        ("VP Product, Payments", "Skua"),
    ]
    assert {draft.question for draft in drafts} == {None}
    assert len(warnings) == 1


def test_a_question_page_with_views_and_an_advertisement(read: Read) -> None:
    page = """\
        Question Page
        How do you decide which experiment to stop first
        Mara Quist
        Harborlight Senior Product Manager, Growth | Formerly Ternwave, SkuaDecember 11
        Stop the one that can not change your mind.

        Final Tips
        Look at the calendar, too.
        523 Views
        Oleg de Wit
        Ternwave Group Product Manager, Payments | Formerly HarborlightMarch 3, 2023
        I stop the oldest one.
         * age
         * cost
        1,204 Views
        Upcoming Event
        Virtual Event
        Roadmaps in Public
        December 12 • 9:00 AM
        +243 attendees
        Bea Fontaine
        Skua Director of Product
        Ruth Abel
        Petrel VP Product | Formerly Tern
        Open House
        Virtual Event • December 12
        Sign up to hear all of them talk about roadmaps.
        """
    drafts, warnings = read("page.txt", dedent(page))
    assert said(drafts) == [
        (
            "Mara Quist",
            "Stop the one that can not change your mind.\n\nFinal Tips\nLook at the calendar, too.",
        ),
        ("Oleg de Wit", "I stop the oldest one.\n * age\n * cost"),
    ]
    assert {draft.question for draft in drafts} == {"How do you decide which experiment to stop first"}
    assert [draft.byline for draft in drafts] == [
        Byline(
            "Mara Quist",
            "Senior Product Manager, Growth",
            "Harborlight",
            PrintedDate("December 11"),
            "Harborlight Senior Product Manager, Growth | Formerly Ternwave, SkuaDecember 11",
        ),
        Byline(
            "Oleg de Wit",
            "Group Product Manager, Payments",
            "Ternwave",
            PrintedDate("March 3, 2023", date(2023, 3, 3), DatePrecision.DAY),
            "Ternwave Group Product Manager, Payments | Formerly HarborlightMarch 3, 2023",
        ),
    ]
    assert len(warnings) == 1
    assert "line 16: an advertisement begins here" in warnings[0]


def test_an_ask_me_anything_session(read: Read) -> None:
    page = """\
        AMA: Harborlight Head of Product, Robert "Bob" Ostrander on Pricing
        May 26 @ 11:00AM PST
        View AMA Answers
        Robert "Bob" Ostrander
        Harborlight Head of Product • May 27
        Price the outcome. Never the seat, unless it is the outcome. We learned this in...Read More1727 Views
        3 requests
        How do you raise a price?
        Robert "Bob" Ostrander
        Harborlight Head of Product • May 27
        Slowly, and in writing.
        902 Views
        1 request
        """
    drafts, warnings = read("page.txt", dedent(page))
    assert [(draft.question, draft.text, draft.truncated) for draft in drafts] == [
        (
            None,
            "Price the outcome. Never the seat, unless it is the outcome. We learned this in",
            True,
        ),
        ("How do you raise a price?", "Slowly, and in writing.", False),
    ]
    assert {draft.byline.author for draft in drafts} == {'Robert "Bob" Ostrander'}
    assert {draft.byline.as_printed for draft in drafts} == {"Harborlight Head of Product • May 27"}
    assert "which question 1 of its 2 answers" in warnings[0]


NUMBERED = """\
    Updated December 11, 2024
    1. What makes a good first hire?
    Ines Calloway
    Ines Calloway
    Petrel Head of Product | Formerly Skua, Ternwave, Harborlight • 5y
    Somebody who writes.
    1. It shows thought.
    2. It scales
    Oleg de Wit
    Oleg de Wit
    Ternwave Product Lead • 2w
    Somebody who asks...Read More
    1,914 Views
    3 requests
    2. Tell me when you hire the second
    Tomas Brandt
    Tomas Brandt
    Skua Director, Platform | Formerly Petrel • 3mo
    When the first one asks for it.
    3. And the third?
    Ines Calloway
    Ines Calloway
    Petrel Head of Product | Formerly Skua, Ternwave, Harborlight • 5y
    Never.
    """


def test_numbered_questions_with_ages_counted_from_the_date_of_the_page(read: Read) -> None:
    drafts, warnings = read("page.txt", dedent(NUMBERED))
    assert [(draft.question, *pair) for draft, pair in zip(drafts, said(drafts), strict=True)] == [
        (
            "What makes a good first hire?",
            "Ines Calloway",
            "Somebody who writes.\n1. It shows thought.\n2. It scales",
        ),
        ("What makes a good first hire?", "Oleg de Wit", "Somebody who asks"),
        ("Tell me when you hire the second", "Tomas Brandt", "When the first one asks for it."),
        ("And the third?", "Ines Calloway", "Never."),
    ]
    assert [draft.truncated for draft in drafts] == [False, True, False, False]
    assert [draft.byline.date for draft in drafts] == [
        PrintedDate("5y", date(2019, 12, 11), DatePrecision.RELATIVE),
        PrintedDate("2w", date(2024, 11, 27), DatePrecision.RELATIVE),
        PrintedDate("3mo", date(2024, 9, 11), DatePrecision.RELATIVE),
        PrintedDate("5y", date(2019, 12, 11), DatePrecision.RELATIVE),
    ]
    assert warnings == []


def test_the_callers_day_goes_before_that_of_the_page_and_no_day_gives_no_value(read: Read) -> None:
    drafts, _ = read("page.txt", dedent(NUMBERED), captured=date(2020, 1, 31))
    assert drafts[0].byline.date.value == date(2015, 1, 31)
    drafts, warnings = read("page.txt", dedent(NUMBERED).partition("\n")[2])
    assert {draft.byline.date.value for draft in drafts} == {None}
    assert sum("give the day the page was copied" in warning for warning in warnings) == 4


def test_a_listing_with_handles_flat_bullets_and_bodies_without_an_author(read: Read) -> None:
    page = """\
        Ines Calloway
        Petrel Head of Product • August 4
        Say no early. * It is kind. * It is cheap. * It is remembered.
        Tomas Brandt
        Skua Product Leader, Search @SkuaAugust 25
        Keep a list of what you did not build....Read More311 Views
        A body that nobody signed, with a whole sentence in it.

        It has two paragraphs...Read More20 Views
        Another one that nobody signed, which is somebody else's.
        12 Views
        Share
        Mara Quist
        Harborlight Product Lead • August 4
        Ask twice.
        Harborlight Product Leader, Search @HarborlightAugust 26
        This one has a byline but no name.
        """
    drafts, warnings = read("page.txt", dedent(page))
    assert said(drafts) == [
        ("Ines Calloway", "Say no early. * It is kind. * It is cheap. * It is remembered."),
        ("Tomas Brandt", "Keep a list of what you did not build."),
        (None, "A body that nobody signed, with a whole sentence in it.\n\nIt has two paragraphs"),
        (None, "Another one that nobody signed, which is somebody else's."),
        ("Mara Quist", "Ask twice."),
        (None, "This one has a byline but no name."),
    ]
    assert [draft.truncated for draft in drafts] == [False, True, True, False, False, False]
    assert drafts[1].byline.role == "Product Leader, Search"
    assert drafts[2].byline == drafts[3].byline == Byline(None)
    assert drafts[5].byline.company == "Harborlight"
    for line in (7, 10, 16):
        assert any(f"line {line}: this answer has no author" in warning for warning in warnings)
    assert any("line 12: 'Share' stands outside every answer" in warning for warning in warnings)


def test_an_answer_without_words_is_left_out_with_a_warning(read: Read) -> None:
    page = "Ines Calloway\nPetrel Head of Product • August 4\n\nMara Quist\nTern Product Lead • May 3\nYes.\n"
    drafts, warnings = read("page.txt", page)
    assert said(drafts) == [("Mara Quist", "Yes.")]
    assert any("line 1: no words follow the byline of Ines Calloway" in warning for warning in warnings)


def test_what_looks_like_a_byline_but_has_no_name_is_kept_and_reported(read: Read) -> None:
    page = (
        "Ines Calloway\nPetrel Head of Product • August 4\nWe hired for one role, and it was put so:\n\n"
        "printed like this\nHead of Search at Tern February 16\nNobody came.\n"
    )
    drafts, warnings = read("page.txt", page)
    assert said(drafts) == [
        (
            "Ines Calloway",
            "We hired for one role, and it was put so:\n\nprinted like this\n"
            "Head of Search at Tern February 16\nNobody came.",
        )
    ]
    assert any(
        "line 6: this looks like a byline, but no name stands above it" in warning for warning in warnings
    )


def test_an_empty_line_between_name_and_byline_and_names_in_small_letters(read: Read) -> None:
    page = (
        "Mara Quist\n\nHead of Search at Tern February 16\n\nYes.\n"
        "Oleg de Wit\n\nSkua Product Lead • May 3\n\nNo.\n\n"
        "ida fern\nPetrel Product Lead • May 4\nPerhaps.\n"
    )
    drafts, _ = read("page.txt", page)
    assert said(drafts) == [("Mara Quist", "Yes."), ("Oleg de Wit", "No."), ("ida fern", "Perhaps.")]


def test_a_role_of_unknown_words_is_a_byline_only_under_what_can_not_be_a_heading(read: Read) -> None:
    page = (
        "All related (2)\nMara Quist\nWizard at Tern February 16\n\n"
        "Yes.\n\nFinal Tips\nBack at Tern February 17\n"
        "Oleg de Wit\nOracle of Delays, SkuaMay 3\n\nNo.523 Views\n"
    )
    drafts, warnings = read("page.txt", page)
    assert said(drafts) == [
        ("Mara Quist", "Yes.\n\nFinal Tips\nBack at Tern February 17"),
        ("Oleg de Wit", "No."),
    ]
    assert [(d.byline.role, d.byline.company) for d in drafts] == [
        ("Wizard", "Tern"),
        ("Oracle of Delays", "Skua"),
    ]
    assert any("line 8: this looks like a byline" in warning for warning in warnings)


def test_words_above_the_first_answer_are_nobodys_and_reported(read: Read) -> None:
    page = "We asked five people, and here is what they said.\nMara Quist\nTern Product Lead • May 3\nYes.\n"
    drafts, warnings = read("page.txt", page)
    assert said(drafts) == [("Mara Quist", "Yes.")]
    assert any("line 1: 'We asked five people" in warning for warning in warnings)


@pytest.mark.parametrize(
    "prose",
    [
        "It was a dark night.\n\nThe Storm\nIt rained until May 31.\n",
        "Meeting Notes\nPresent: Ida, Oleg\n\nWe agreed on May 31, 2024\n",
        "One Thing\nAnother Thing\nNothing about dates at all.\n",
    ],
)
def test_prose_is_no_page(read: Read, prose: str) -> None:
    with pytest.raises(FileFormatError, match="no expert's byline was found"):
        read("prose.txt", prose)
