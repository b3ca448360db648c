"""Quotations ready to paste."""

from __future__ import annotations

import re
from datetime import date

import pytest

from byline import Answer, Byline
from byline.citation import author_permalink, byline_text, cite, permalink, question_permalink
from byline.models import DatePrecision, PrintedDate, Source

TEXT = "Keep it to 1_page & use *nothing* else.\n\nIt saves <50%> of {time}."


def answer(**changes: object) -> Answer:
    fields: dict[str, object] = {
        "byline": Byline(
            "Ann Ito",
            "Head of R&D, Acme",
            "Acme",
            PrintedDate("3 May 2023", date(2023, 5, 3), DatePrecision.DAY),
        ),
        "question": "How do you keep it short?",
    }
    fields |= changes
    return Answer(1, "a_abcdefgh", "sha256:0", TEXT, source=Source("s", "AMA #1", "main"), **fields)  # type: ignore[arg-type]


def test_text_markdown_and_html_have_quotation_byline_date_and_link() -> None:
    found = cite(answer(), [(0, len(TEXT))], 0, "https://ask.example.org")
    link = "https://ask.example.org/answers/a_abcdefgh?revision=0#s0"
    assert found.text == f"“{TEXT}” — Ann Ito, Head of R&D, Acme, 3 May 2023. {link}"
    assert found.markdown == (
        "> Keep it to 1\\_page & use \\*nothing\\* else.\n>\n> It saves \\<50%\\> of \\{time\\}.\n>\n"
        f"> — [Ann Ito, Head of R&D, Acme, 3 May 2023]({link})"
    )
    assert found.html == (
        f'<figure><blockquote cite="{link}"><p>Keep it to 1_page &amp; use *nothing* else.</p>'
        "<p>It saves &lt;50%&gt; of {time}.</p></blockquote>"
        f'<figcaption>— <a href="{link}">Ann Ito, Head of R&amp;D, Acme, 3 May 2023</a></figcaption></figure>'
    )


def test_bibtex_is_an_entry_with_everything_that_was_printed() -> None:
    found = cite(answer(), [(41, len(TEXT))], 1, "https://ask.example.org").bibtex
    assert found == (
        "@misc{ito-abcdefgh-41,\n"
        "  author = {Ann Ito},\n"
        "  title = {{How do you keep it short?}},\n"
        "  howpublished = {AMA \\#1},\n"
        "  year = {2023},\n"
        "  month = may,\n"
        "  day = {3},\n"
        "  url = {https://ask.example.org/answers/a_abcdefgh?revision=0#s1},\n"
        "  note = {Head of R\\&D, Acme, 3 May 2023},\n"
        "  annote = {``It saves <50\\%> of \\{time\\}.''}\n"
        "}"
    )


@pytest.mark.parametrize(
    ("printed", "fields"),
    [
        (PrintedDate("May 2023", date(2023, 5, 1), DatePrecision.MONTH), {"year": "{2023}", "month": "may"}),
        (PrintedDate("2023", date(2023, 1, 1), DatePrecision.YEAR), {"year": "{2023}"}),
        (PrintedDate("5y", date(2018, 5, 1), DatePrecision.RELATIVE), {}),
        (PrintedDate("May 3"), {}),
    ],
)
def test_bibtex_has_no_date_that_was_not_printed(printed: PrintedDate, fields: dict[str, str]) -> None:
    found = cite(answer(byline=Byline("Ann Ito", date=printed)), [(0, 10)], 0).bibtex
    assert dict(re.findall(r"^  (year|month|day) = (\S+?),$", found, re.MULTILINE)) == fields
    assert printed.as_printed in found


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("Ito, Ann and Sons", "{{Ito, Ann and Sons}}"),
        ("R&D {team}", "{R\\&D \\{team\\}}"),
        ("李明", "{李明}"),
    ],
)
def test_a_name_is_neither_cut_nor_read_as_tex(name: str, field: str) -> None:
    assert f"  author = {field}," in cite(answer(byline=Byline(name)), [(0, 10)], 0).bibtex


def test_what_is_not_known_is_left_out() -> None:
    found = cite(answer(byline=Byline(None), question=None), [(0, len(TEXT))], 0)
    assert "author" not in found.bibtex
    assert "title = {{Keep it to 1\\_page \\& use *nothing* else. It saves <50\\%> of…}}" in found.bibtex
    assert "— unnamed author. " in found.text


def test_braces_are_balanced_whatever_was_written() -> None:
    written = answer(question="} {", byline=Byline("\\", "{", "%}"))
    entry = re.sub(r"\\[{}]", "", cite(written, [(0, len(TEXT))], 0, "https://x.org/{").bibtex)
    assert entry.count("{") == entry.count("}")


def test_pages_have_addresses() -> None:
    assert permalink("a_1", 3) == "/answers/a_1#s3"
    assert permalink("a_1", 3, revision="sha256:" + "ab" * 32) == "/answers/a_1?revision=abababababab#s3"
    assert author_permalink("Ann Ito") == author_permalink("Ann Ito") != author_permalink("Ann Itō")
    assert re.fullmatch(r"/authors/p_[a-z2-7]{16}", author_permalink("Ann Ito") or "")
    assert question_permalink("Why & how?") == "/questions?q=Why+%26+how%3F"
    assert (author_permalink(None), question_permalink(None)) == (None, None)


def test_a_byline_says_a_company_once() -> None:
    assert byline_text(answer().byline) == "Ann Ito, Head of R&D, Acme, 3 May 2023"


def test_parts_of_a_quotation_are_joined_by_what_stands_for_the_rest() -> None:
    found = cite(answer(), [(0, 10), (20, 30)], 0)
    assert found.text.startswith(f"“{TEXT[:10]} […] {TEXT[20:30]}” — ")
    assert f"{TEXT[:10]} […] " in found.html.replace("<p>", "")
