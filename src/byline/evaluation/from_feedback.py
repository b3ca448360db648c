"""Writes a test collection of what helped, in the form that ``beir`` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from byline.errors import NotFoundError
from byline.evaluation.beir import CORPUS, JUDGEMENTS, QUERIES
from byline.heard import Feedback
from byline.models import Answer
from byline.text.operators import parse_question


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written."""

    questions: int
    answers: int


def write_collection(folder: Path, answers: Iterable[Answer], feedback: Iterable[Feedback]) -> Written:
    """Write the answers, the questions that they helped, and which helped which, into ``folder``.

    An answer is right for a question when somebody said that a reply which quoted it helped. Answers that
    are no longer there are left out, and so are questions with no other; operators in a question are, too,
    since a test collection does not say who wrote what.

    Raises:
        NotFoundError: nothing that is still there has helped anybody; nothing was written.
    """
    helped: dict[str, dict[str, None]] = {}
    for each in feedback:
        if each.helped:
            asked = parse_question(each.question).text or each.question
            helped.setdefault(asked, {}).update((one.answer_id, None) for one in each.quoted)
    folder.mkdir(parents=True, exist_ok=True)
    there = _write_answers(folder / f".{CORPUS}.part", answers)
    judged = {
        question: [answer for answer in right if answer in there]
        for question, right in helped.items()
        if any(answer in there for answer in right)
    }
    if not judged:
        (folder / f".{CORPUS}.part").unlink()
        raise NotFoundError(
            "No reply was said to have helped, or none of its answers is still there. "
            "`byline feedback list` shows what was said."
        )
    (folder / f".{CORPUS}.part").replace(folder / CORPUS)
    ids = {question: f"f{number}" for number, question in enumerate(judged, start=1)}
    _write(folder / QUERIES, (json.dumps({"_id": ids[q], "text": q}, ensure_ascii=False) for q in judged))
    lines = (f"{ids[question]}\t{answer}\t1" for question, right in judged.items() for answer in right)
    _write(folder / JUDGEMENTS, ("query-id\tcorpus-id\tscore", *lines))
    return Written(len(judged), len(there))


def _write_answers(path: Path, answers: Iterable[Answer]) -> set[str]:
    """Write the answers as they are read: there may be more of them than memory should hold."""
    there: set[str] = set()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for answer in answers:
            record = {"_id": answer.id, "title": answer.question or "", "text": answer.text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            there.add(answer.id)
    return there


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
