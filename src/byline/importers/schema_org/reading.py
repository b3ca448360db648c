"""Questions of schema.org as drafts: who answered, when, and how well it was received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from byline.errors import FileFormatError, MarkupError
from byline.importers.contract import Notes, Options
from byline.importers.dates import read_stamp
from byline.importers.fields import read_whole_number, split_tags
from byline.importers.markup import text_of_html, text_of_markdown
from byline.importers.markup.unsaid import text_of_unsaid
from byline.importers.schema_org.nodes import Node, Shown, first_text, values
from byline.importers.text_cleaning import clean_line, clean_text
from byline.models import Byline, Draft, PrintedDate

Address = Callable[[str], str | None]
"""Makes an address on the page a full one; None for what is no address."""


_TEXT_OF = {"text/plain": clean_text, "text/html": text_of_html, "text/markdown": text_of_markdown}
_ASKED = ("suggestedAnswer", "author", "answerCount", "upvoteCount", "dateCreated", "datePublished")


class QuestionReader:
    """Reads the questions of one file.

    Args:
        path: the file, for messages.
        options: by whom answers are that name nobody.
        notes: takes what can not be known.
        address: makes the page's addresses full ones.
        url: where the page can be read.
    """

    def __init__(self, path: Path, options: Options, notes: Notes, address: Address, url: str | None) -> None:
        self._path = path
        self._options = options
        self._notes = notes
        self._address = address
        self._url = url

    def drafts(self, questions: Iterable[Node]) -> list[Draft]:
        """Return every answer to the questions, a question that is marked up twice counting once."""
        found: dict[tuple[str | None, str, str | None], Draft] = {}
        for question in questions:
            for draft in self._answers(question):
                same = (draft.question, draft.text, draft.byline.author)
                old = found.get(same)
                found[same] = replace(old, accepted=old.accepted or draft.accepted) if old else draft
        drafts = list(found.values())
        unnamed = sum(draft.byline.author is None for draft in drafts)
        if unnamed and self._options.byline is None:
            self._notes.warn(
                f"{self._path}: {unnamed} of {len(drafts)} answers name no author; they will be shown as by "
                "an unnamed author. Give one with --author if all of them are one person's."
            )
        counts = Counter(draft.key for draft in drafts)
        return [replace(draft, key=None) if counts[draft.key] > 1 else draft for draft in drafts]

    def _answers(self, question: Node) -> Iterator[Draft]:
        asked = self._question(question)
        for name in ("acceptedAnswer", "suggestedAnswer"):
            for answer in values(question, name):
                if isinstance(answer, str):
                    answer = {"@type": "Answer", "text": answer}
                if not isinstance(answer, dict):
                    continue
                try:
                    draft = self._draft(answer, question, asked)
                except MarkupError as error:
                    rule = f"an answer to {asked!r} can not be read: {error}"
                    self._notes.reject(FileFormatError(self._path, rule, "Or leave it out."), answer)
                    continue
                if draft is None:
                    self._notes.warn(f"{self._path}: an answer to {asked!r} is empty; it is left out.")
                else:
                    yield replace(draft, accepted=name == "acceptedAnswer" and not _is_faq(question))

    def _draft(self, answer: Node, question: Node, asked: str | None) -> Draft | None:
        text = _text(answer, "text", "description")
        if not text:
            return None
        votes = first_text(answer, "upvoteCount")
        url = first_text(answer, "url", "@id")
        license_ = first_text(answer, "license")
        language = first_text(answer, "inLanguage") or first_text(question, "inLanguage")
        return Draft(
            text=text,
            byline=self._byline(answer),
            question=asked,
            key=clean_line(first_text(answer, "@id", "url") or "") or None,
            url=self._full(url) or self._full(first_text(question, "url")) or self._url,
            tags=_tags(answer if "keywords" in answer else question),
            votes=read_whole_number(clean_line(votes)) if votes else None,
            lang=clean_line(language) if language else None,
            license=clean_line(license_) if license_ else None,
        )

    def _question(self, question: Node) -> str | None:
        if _markup(question) == "text/plain":
            return _text(question, "text", "name") or None
        return clean_line(_text(question, "name", "headline") or _text(question, "text")) or None

    def _full(self, written: str | None) -> str | None:
        return self._address(written) if written else None

    def _byline(self, answer: Node) -> Byline:
        date = self._date(answer)
        people = list(values(answer, "author", "creator"))
        names = [name for person in people if (name := _name(person))]
        role, company = _standing(people[0]) if people else (None, None)
        if not names:
            return Byline(None, role, company, date)
        person = people[0]
        if len(names) > 1 or not isinstance(person, dict):
            return Byline(", ".join(dict.fromkeys(names)), date=date)
        return Byline(names[0], role, company, date)

    def _date(self, answer: Node) -> PrintedDate:
        written = first_text(answer, "dateCreated", "datePublished")
        if written is None:
            return PrintedDate()
        date, doubt = read_stamp(clean_line(written))
        if doubt:
            self._notes.warn(f"{self._path}: the date {clean_line(written)!r} {doubt}.")
        return date


def _is_faq(question: Node) -> bool:
    """Say whether nobody asked the question: a page's own questions have answers that nobody accepted."""
    return not any(name in question for name in _ASKED)


def _text(node: Node, *names: str) -> str:
    """Return the plain text under one of these names, nothing where there is none."""
    written = first_text(node, *names) or ""
    if isinstance(written, Shown):
        return clean_text(written)
    return _TEXT_OF.get(_markup(node), text_of_unsaid)(written)


def _markup(node: Node) -> str:
    """Return as what a node says that its text is written, such as ``text/html``; mostly it does not say."""
    return (first_text(node, "encodingFormat") or "").partition(";")[0].strip().lower()


def _standing(person: object) -> tuple[str | None, str | None]:
    """Return role and company of a person."""
    if not isinstance(person, dict):
        return None, None
    role = first_text(person, "jobTitle")
    company = next(
        (name for each in values(person, "worksFor", "affiliation") if (name := _name(each))), None
    )
    return (clean_line(role) or None) if role else None, company


def _name(value: object) -> str | None:
    """Return the name of a person or a company, written as text or as a node."""
    if isinstance(value, dict):
        value = first_text(value, "name")
    return (clean_line(value) or None) if isinstance(value, str) else None


def _tags(question: Node) -> tuple[str, ...]:
    written = [
        tag for value in values(question, "keywords") if isinstance(value, str) for tag in split_tags(value)
    ]
    return tuple(dict.fromkeys(tag for each in written if (tag := clean_line(each))))
