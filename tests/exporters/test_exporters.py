"""Answers that are written out: what each format keeps, and that it is read again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from byline.errors import UnknownFormatError
from byline.exporters import FORMATS, pieces
from byline.exporters.markdown import escaped
from byline.importers import read_drafts
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import Answer, Byline, DatePrecision, Draft, PrintedDate, Source

LINES = st.text(st.characters(exclude_categories=("Cs",), max_codepoint=0x3000), max_size=30).map(clean_line)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map("\n".join).map(clean_text).filter(bool)
SAID = st.one_of(st.none(), LINES.filter(bool))
TAGS = st.lists(
    st.text("abcé -", min_size=1, max_size=6).map(clean_line).filter(bool), unique=True, max_size=3
)
DATES = st.one_of(
    st.just(PrintedDate()),
    st.just(PrintedDate("May 31")),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(
        lambda day: PrintedDate(day.isoformat(), day, DatePrecision.DAY)
    ),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)).map(lambda day: PrintedDate(None, day, DatePrecision.DAY)),
)
DRAFTS = st.builds(
    Draft,
    text=TEXTS,
    byline=st.builds(Byline, author=SAID, role=SAID, company=SAID, date=DATES, as_printed=SAID),
    question=SAID,
    url=st.sampled_from([None, "https://example.org/a?b=c&d=%20"]),
    tags=TAGS.map(tuple),
    accepted=st.booleans(),
    votes=st.one_of(st.none(), st.integers(-99, 99)),
    lang=st.sampled_from([None, "en", "de"]),
    license=st.sampled_from([None, "CC BY-SA 4.0"]),
    truncated=st.booleans(),
)
ANN = Byline(
    "Ann Ito", "Head of Pricing", "Acme", PrintedDate("May 2, 2023", date(2023, 5, 2), DatePrecision.DAY)
)
HARD = Draft("# Not a heading\n\n1. <b>not bold</b> & *not slanted*\n  indented </script>", ANN, "Why <so>?")


def stored(drafts: Sequence[Draft]) -> list[Answer]:
    """The drafts as answers, as a store gives them."""
    source = Source("faq", "FAQ", "docs", "https://example.org")
    same = ("url", "tags", "accepted", "votes", "lang", "license", "truncated")
    return [
        Answer(
            number, f"a_{number:016}", f"sha256:{number:064x}", draft.text, draft.byline, draft.question,
            source,
            **{name: getattr(draft, name) for name in same},
        )
        for number, draft in enumerate(drafts)
    ]  # fmt: skip


def read_again(text: str, name: str) -> tuple[list[Draft], list[str]]:
    warnings: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        return list(read_drafts(path, warn=warnings.append)), warnings


def written(answers: Sequence[Answer], format: str) -> str:
    return "".join(piece.text for piece in pieces(answers, format))


def plain(draft: Draft) -> Draft:
    return replace(draft, key=None, line=None)


@settings(deadline=None, max_examples=60)
@given(st.lists(DRAFTS, min_size=1, max_size=4))
def test_json_lines_lose_nothing(drafts: list[Draft]) -> None:
    answers = stored(drafts)
    text = written(answers, "jsonl")
    again, warnings = read_again(text, "answers.jsonl")
    assert [plain(each) for each in again] == drafts
    assert [each.key for each in again] == [answer.id for answer in answers]
    assert not any("mean nothing" in warning for warning in warnings)
    record = json.loads(text.split("\n")[0])
    assert (record["collection"], record["source_key"], record["source_title"]) == ("docs", "faq", "FAQ")


@settings(deadline=None, max_examples=60)
@given(st.lists(DRAFTS, min_size=1, max_size=4))
def test_a_table_keeps_as_much_where_tags_have_no_separators(drafts: list[Draft]) -> None:
    again, _ = read_again(written(stored(drafts), "csv"), "answers.csv")
    assert [plain(each) for each in again] == drafts


class _Visible(HTMLParser):
    """Collects texts by element."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(DRAFTS, st.just(HARD)), min_size=1, max_size=4))
def test_a_page_says_to_people_and_to_programs_what_was_written(drafts: list[Draft]) -> None:
    page = _Visible()
    page.feed(written(stored(drafts), "qa-page"))
    assert page.texts["blockquote"] == [draft.text for draft in drafts]
    assert page.texts.get("h2", []) == [
        draft.question
        for number, draft in enumerate(drafts)
        if draft.question and (number == 0 or drafts[number - 1].question != draft.question)
    ]
    told = [json.loads(each)["mainEntity"] for each in page.texts["script"]]
    answers = [
        answer
        for each in told
        for kind in ("acceptedAnswer", "suggestedAnswer")
        for answer in each.get(kind, [])
    ]
    assert sorted(each["text"] for each in answers) == sorted(draft.text for draft in drafts)
    by_text = {each["text"]: each for each in answers}
    if HARD in drafts and [draft.text for draft in drafts].count(HARD.text) == 1:
        assert by_text[HARD.text]["author"] == {
            "@type": "Person",
            "name": "Ann Ito",
            "jobTitle": "Head of Pricing",
            "affiliation": {"@type": "Organization", "name": "Acme"},
        }
        assert by_text[HARD.text]["datePublished"] == "2023-05-02"


def rendered(markdown: str) -> list[list[str]]:
    """The lines of the paragraphs that a reader of CommonMark sees; anything but paragraphs is an error."""
    found: list[list[str]] = []
    for token in MarkdownIt("commonmark").parse(markdown):
        assert token.type in ("paragraph_open", "inline", "paragraph_close"), token.type
        if token.type == "inline":
            lines = [""]
            for child in token.children or []:
                if child.type == "hardbreak":
                    lines.append("")
                else:
                    assert child.type in ("text", "text_special"), child.type
                    lines[-1] += child.content
            found.append(lines)
    return found


def as_linked_data_holds_it(draft: Draft) -> Draft:
    """What schema.org has a word for: no printed byline, no date in words, and no age."""
    date = draft.byline.date
    held = PrintedDate(None, date.value, date.precision) if date.value else PrintedDate()
    return replace(draft, byline=replace(draft.byline, date=held, as_printed=None), truncated=False)


def by_text(drafts: Sequence[Draft]) -> list[Draft]:
    return sorted(drafts, key=repr)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(DRAFTS, st.just(HARD)), min_size=1, max_size=4, unique_by=lambda draft: draft.text))
def test_a_page_is_read_again_as_far_as_schema_org_has_words(drafts: list[Draft]) -> None:
    again, _ = read_again(written(stored(drafts), "qa-page"), "answers.html")
    assert by_text([plain(each) for each in again]) == by_text(list(map(as_linked_data_holds_it, drafts)))


@settings(deadline=None, max_examples=40)
@given(st.one_of(DRAFTS, st.just(HARD)))
def test_a_markdown_file_is_read_again_without_loss(draft: Draft) -> None:
    (piece,) = pieces(stored([draft]), "markdown")
    again, _ = read_again(piece.text, piece.file)
    assert [plain(each) for each in again] == [draft]


def test_spaces_side_by_side_and_questions_of_several_lines_are_read_again() -> None:
    draft = replace(
        HARD, text="Two  spaces.\n\n\tA tab,\tand\u00a0one more.", question="Why?\n\nAnd *how*  so?"
    )
    for format, name in (("markdown", "a.md"), ("qa-page", "a.html")):
        again, _ = read_again(written(stored([draft]), format), name)
        assert [(each.text, each.question) for each in again] == [(draft.text, draft.question)], format


@given(TEXTS)
def test_a_reader_of_markdown_shows_the_text_as_it_was_written(text: str) -> None:
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            paragraphs[-1].append(line.rstrip())
        elif paragraphs[-1]:
            paragraphs.append([])
    assert rendered(escaped(text)) == [each for each in paragraphs if each]


def test_a_markdown_file_has_front_matter_and_is_called_after_its_question() -> None:
    (piece,) = pieces(stored([HARD]), "markdown")
    assert piece.file.startswith("why-so-a_")
    _, front, body = piece.text.split("---\n", 2)
    known = dict(line.split(": ", 1) for line in front.splitlines())
    assert json.loads(known["author"]) == "Ann Ito"
    assert json.loads(known["question"]) == "Why <so>?"
    assert "text" not in known
    assert rendered(body) == [
        ["# Not a heading"],
        ["1. <b>not bold</b> & *not slanted*", "  indented </script>"],
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_no_answers_are_an_export_too(format: str) -> None:
    assert "Ann" not in written([], format)


def test_a_format_that_is_not_written_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="qa-page"):
        written([], "pdf")
