"""One byline line, printed in the ways that pages print it."""

from __future__ import annotations

from datetime import date

import pytest

from byline.importers.bylines import Order, parse_byline_line
from byline.importers.page_lines import name_in


@pytest.mark.parametrize(
    ("line", "order", "role", "company", "printed"),
    [
        ("Head of Search, Tern Maps, TernMay 31", Order.ROLE, "Head of Search, Tern Maps", "Tern", "May 31"),
        ("VP Product, Payments, Skua, SkuaJuly 20", Order.ROLE, "VP Product, Payments", "Skua", "July 20"),
        ("Wizard, SkuaJuly 20", Order.ROLE, "Wizard", "Skua", "July 20"),
        ("Director, Tern, Inc.May 3", Order.ROLE, "Director", "Tern, Inc.", "May 3"),
        ("Head of Search at Tern February 16", Order.ROLE, "Head of Search", "Tern", "February 16"),
        ("Head of Search at TernFebruary 16", None, "Head of Search", "Tern", "February 16"),
        ("Head of Search, TernMay 31, 2023", None, "Head of Search", "Tern", "May 31, 2023"),
        ("Growth Manager, Skua, SkuaMay 31", None, "Growth Manager", "Skua", "May 31"),
        (
            "Tern Senior PM, Search | Formerly Skua, PetrelDecember 11", None,
            "Senior PM, Search", "Tern", "December 11",
        ),
        ("Tern Head of Product • May 27", None, "Head of Product", "Tern", "May 27"),
        ("Tern Sea Foods VP of Product · May 27", None, "VP of Product", "Tern Sea Foods", "May 27"),
        ("Tern, Director of Product • May 27", None, "Director of Product", "Tern", "May 27"),
        ("Head of Product at Tern • May 27", None, "Head of Product", "Tern", "May 27"),
        ("eTern Co-Founder/CEO • May 27", None, "Co-Founder/CEO", "eTern", "May 27"),
        ("tern.example Product Lead • May 27", None, "Product Lead", "tern.example", "May 27"),
        ("Hooray! Director of Product • May 27", None, "Director of Product", "Hooray!", "May 27"),
        ("Tern Head of Product | Formerly A, B, C • 5y", None, "Head of Product", "Tern", "5y"),
        ("Tern Head of Product | Formerly A, B", None, "Head of Product", "Tern", None),
        ("Tern Product Leader, Search @TernAugust 25", None, "Product Leader, Search", "Tern", "August 25"),
        ("Product Lead • May 27", None, "Product Lead", None, "May 27"),
        ("Product LeadMay 31", Order.ROLE, "Product Lead", None, "May 31"),
    ],
)  # fmt: skip
def test_role_company_and_date_are_told_apart(
    line: str, order: Order | None, role: str, company: str | None, printed: str | None
) -> None:
    byline = parse_byline_line(f"  {line} \n", order, None)
    assert byline is not None
    assert (byline.role, byline.company, byline.date.as_printed) == (role, company, printed)
    assert byline.as_printed == line
    assert byline.doubt is None or "age" in byline.doubt


def test_what_can_not_be_told_apart_is_not_claimed() -> None:
    for line, order in [("Tern Wizard of Light • May 27", None), ("TernMay 31", Order.ROLE)]:
        byline = parse_byline_line(line, order, None)
        assert byline is not None
        assert (byline.role, byline.company) == (None, None)
        assert "can not be told apart" in (byline.doubt or "")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "We launched it on May 31",
        "I was Head of Product at Tern until May 31",
        "The product manager at Tern left on May 31",
        "By May 31",
        "At Tern, May 31",
        "Launch at Tern, May 31",
        "It grew and grew. Then came May 31",
        "we shipped it onMay 31",
        "Product Manager | Technical Product Manager",
        "Alpha • Beta • Gamma",
        "* Head of Product • May 3",
        "Head of Product, Tern",
        "What is a Head of Product? • May 3",
        "Formerly Tern • May 3",
    ],
)
def test_a_line_of_an_answer_is_no_byline(line: str) -> None:
    assert parse_byline_line(line, None, None) is None


def test_an_age_has_a_value_only_when_the_day_of_the_page_is_known() -> None:
    line = "Tern Head of Product • 5y"
    known, unknown = parse_byline_line(line, None, date(2024, 12, 11)), parse_byline_line(line, None, None)
    assert known is not None
    assert unknown is not None
    assert (known.date.value, known.doubt) == (date(2019, 12, 11), None)
    assert unknown.date.value is None
    assert "give the day the page was copied" in (unknown.doubt or "")


@pytest.mark.parametrize(
    "name",
    [
        "Ida Fern", "Oleg de Wit", 'Robert "Bob" Ostrander', "Robert “Bob” Ostrander", "Ida Fern (She/Her)",
        "Zoë Müller-Łukasz", "J. R. Fern", "Ida Fern, PhD", "Ida Fern Jr.", "Siobhán O'Neil", "Max d'Arcy",
        "An Tran", "李小龍", "Ida", "Ida J Fern", "Ludwig van der Rohe", "Ida Fern 🌱",
    ],
)  # fmt: skip
def test_a_name_looks_like_one(name: str) -> None:
    assert name_in(f" {name}\n") == name


@pytest.mark.parametrize(
    "line",
    [
        "", "and", "de la", "This is a sentence.", "Why?", "Step 2", "Follow up", "ida fern", "Ida Fern:",
        "A Name That Is Far Too Long To Be One", "* Ida Fern", "Ida | Fern", "2. Ida Fern", "Thanks!",
    ],
)  # fmt: skip
def test_other_short_lines_do_not(line: str) -> None:
    assert name_in(line) is None


@pytest.mark.parametrize("line", ["Ida FernIda Fern", "Ida Fern Ida Fern"])
def test_a_name_twice_in_a_line_counts_once(line: str) -> None:
    assert name_in(line) == "Ida Fern"
