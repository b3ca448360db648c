"""Pages of the API of Stack Overflow for Teams and Stack Exchange, version 2.3, as JSON.

Questions with their answers inside, answers alone, or both. The API writes titles, names and Markdown with
character references, as if for a page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from byline.errors import FileFormatError, MarkupError
from byline.importers.api_json import Object, child, children, date_at, line_at, number_at, read_json, text_at
from byline.importers.contract import Notes, Options
from byline.importers.markup import text_of_html, text_of_markdown
from byline.importers.text_cleaning import clean_line
from byline.models import Byline, Draft

NAME = "so-teams"
HELP = "pages of questions with answers from the API of Stack Overflow for Teams"
ENDINGS: tuple[str, ...] = ()

_ITEMS = re.compile(r'"items"\s*:\s*\[')
_POST = re.compile(r'"(?:question_id|answer_id)"\s*:')
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def sniff(path: Path, head: str) -> bool:  # noqa: ARG001 - one signature for every format
    """Say whether JSON holds items with the numbers of questions or answers."""
    return head.lstrip()[:1] in ("{", "[") and bool(_ITEMS.search(head) and _POST.search(head))


def read(path: Path, options: Options, notes: Notes) -> Iterator[Draft]:
    """Yield every answer of one page, or of a list of pages; the file is read whole.

    Raises:
        FileFormatError: broken JSON, or no questions and answers in it.
    """
    value = read_json(path)
    pages = value if isinstance(value, list) else [value]
    answers = list(_answers([item for page in pages for item in children(page, "items")]))
    if not answers:
        rule = "no answers were found under items."
        step = "Fetch /questions with a filter that includes question.answers and answer.body_markdown."
        raise FileFormatError(path, rule, step)
    if isinstance(pages[-1], dict) and pages[-1].get("has_more") is True:
        notes.warn(f"{path}: the API has more pages after this one (has_more).")
    seen: set[str | None] = {None}
    without = 0
    for question, answer in answers:
        draft = _draft(path, question, answer, options, notes)
        if draft is None or draft.key in seen - {None}:
            continue
        seen.add(draft.key)
        without += draft.question is None
        yield draft
    if without:
        notes.warn(f"{path}: {without} answers are kept without their question, which is not in the file.")


def _answers(items: list[Object]) -> Iterator[tuple[Object, Object]]:
    """Yield each answer after its question, which is empty where the file does not have it."""
    questions = {line_at(item, "question_id"): item for item in items if "answer_id" not in item}
    for item in items:
        if "answer_id" in item:
            yield questions.get(line_at(item, "question_id"), {}), item
        for answer in children(item, "answers"):
            yield item, answer


def _draft(path: Path, question: Object, answer: Object, options: Options, notes: Notes) -> Draft | None:
    number = line_at(answer, "answer_id")
    try:
        text = _text(answer)
    except MarkupError as error:
        rule = f"answer {number} can not be read: {error}"
        notes.reject(FileFormatError(path, rule, "Or leave it out."), answer)
        return None
    if text is None:
        rule = f"answer {number} has neither body_markdown nor body."
        step = "Fetch it with a filter that includes answer.body_markdown."
        notes.reject(FileFormatError(path, rule, step), answer)
        return None
    if not text:
        notes.warn(f"{path}: answer {number} is empty; it is left out.")
        return None
    author = _unescaped(answer, "owner", "display_name")
    if author is None and options.byline is None:
        notes.warn(f"{path}: answer {number} names no author; it will be shown as by an unnamed author.")
    tags = child(question, "tags")
    return Draft(
        text=text,
        byline=Byline(author, date=date_at(path, notes, answer, "creation_date")),
        question=_unescaped(question, "title") or _unescaped(answer, "title") or options.question,
        key=number,
        url=_url(question, answer, number),
        tags=tuple(clean_line(tag) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        accepted=answer.get("is_accepted") is True,
        votes=number_at(answer, "score"),
        license=line_at(answer, "content_license"),
    )


def _text(answer: Object) -> str | None:
    """Return the answer as plain text, None when the page has only its metadata."""
    if (markdown := child(answer, "body_markdown")) is not None:
        return text_of_markdown(html.unescape(markdown)) if isinstance(markdown, str) else None
    body = child(answer, "body")
    return text_of_html(body) if isinstance(body, str) else None


def _unescaped(value: Object, *names: str) -> str | None:
    return clean_line(html.unescape(text_at(value, *names) or "")) or None


def _url(question: Object, answer: Object, number: str | None) -> str | None:
    """Return where the answer can be read: its own address, or its place on its question's page."""
    own = line_at(answer, "link") or line_at(answer, "share_link")
    of_question = line_at(question, "link")
    url = own or (f"{of_question.partition('#')[0]}#{number}" if of_question and number else of_question)
    return url if url and _WEB_ADDRESS.fullmatch(url) else None
