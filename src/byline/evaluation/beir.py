"""Reads a test collection: a folder in the form of BEIR, with questions whose answers are known.

    corpus.jsonl      {"_id": "d1", "title": "Pricing", "text": "Charge from the first day."}
    queries.jsonl     {"_id": "q1", "text": "when do we charge?"}
    qrels/test.tsv    query-id, corpus-id and score, separated by tabs; above 0 the document answers
    unanswerable.txt  one question a line that no document answers; may be missing

Each may be compressed, with ``.gz`` after its name.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byline.errors import FileFormatError

CORPUS, QUERIES, JUDGEMENTS, UNANSWERABLE = (
    "corpus.jsonl",
    "queries.jsonl",
    "qrels/test.tsv",
    "unanswerable.txt",
)
_RECORD = '{"_id": "...", "text": "..."}'
_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """One text that may be the right one; ``title`` is None when there is none."""

    id: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question, and the documents that answer it with how well they do (1 or more)."""

    id: str
    text: str
    relevant: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class JudgedCollection:
    """A test collection. ``notes`` says in sentences what of the folder could not be used."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[JudgedQuestion, ...]
    unanswerable: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_collection(folder: Path) -> JudgedCollection:
    """Read the test collection in ``folder``.

    Documents without text are left out, and so are questions that nobody judged; the notes count them.

    Raises:
        FileFormatError: a file is missing or is not what it should be, or no question has a judgement.
    """
    if not folder.is_dir():
        raise FileFormatError(folder, "There is no such folder.", f"Name one that has {CORPUS} in it.")
    every = list(_documents(_found(folder, CORPUS)))
    documents = tuple(document for document in every if document.text.strip())
    questions = dict(read_questions(_found(folder, QUERIES)))
    judgements = _found(folder, JUDGEMENTS)
    relevant, strangers = _judgements(judgements, questions)
    if not documents:
        raise FileFormatError(
            _found(folder, CORPUS), "No document has a text.", "Write what is to be found in the field text."
        )
    if not relevant:
        raise FileFormatError(
            judgements,
            f"No line gives a question of {QUERIES} a document with a score above 0.",
            "Check that both files name the questions alike.",
        )
    known = {document.id for document in documents}
    lost = sum(document not in known for found in relevant.values() for document in found)
    counts = (
        ("Documents without text, left out", len(every) - len(documents)),
        ("Questions without a right document, left out", len(questions) - len(relevant)),
        (f"Judgements on questions that {QUERIES} does not have, left out", strangers),
        ("Judgements that name documents that are not there, which count as not found", lost),
    )
    unanswerable = _present(folder, UNANSWERABLE)
    return JudgedCollection(
        name=folder.resolve().name,
        documents=documents,
        questions=tuple(
            JudgedQuestion(id, questions[id], relevant[id]) for id in questions if id in relevant
        ),
        unanswerable=read_unanswerable(unanswerable) if unanswerable else (),
        notes=tuple(f"{what}: {count:,}." for what, count in counts if count),
    )


def read_unanswerable(path: Path) -> tuple[str, ...]:
    """Return the questions of a file: those of a ``queries.jsonl``, or one a line of any other.

    Raises:
        FileFormatError: the file can not be read so, or has no question in it.
    """
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        found = tuple(text for _, text in read_questions(path))
    else:
        found = tuple(line for _, line in _lines(path))
    if not found:
        raise FileFormatError(path, "There is no question in this file.", "Write one question a line.")
    return found


def has_unanswerable(folder: Path) -> bool:
    """Say whether a test collection brings questions that nothing answers."""
    return _present(folder, UNANSWERABLE) is not None


def read_questions(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of each question of a ``queries.jsonl``.

    Raises:
        FileFormatError: a line is no such record, or an id comes twice.
    """
    for _, record in _records(path):
        yield record["_id"], record["text"]


def _documents(path: Path) -> Iterator[Document]:
    for number, record in _records(path):
        title = record.get("title")
        if title is not None and not isinstance(title, str):
            raise FileFormatError(
                path, f"title is {title!r}, and it should be a text.", "Put it in quotes.", line=number
            )
        yield Document(record["_id"], (title or "").strip() or None, record["text"])


def _judgements(path: Path, questions: Mapping[str, str]) -> tuple[dict[str, dict[str, int]], int]:
    """Return each question's right documents, and how many judgements are about other questions."""
    relevant: dict[str, dict[str, int]] = {}
    strangers = 0
    for place, (number, line) in enumerate(_lines(path)):
        cells = line.split("\t")
        score = _whole(cells[-1])
        if place == 0 and score is None:
            continue  # the names of the columns
        if len(cells) != _COLUMNS or score is None:
            raise FileFormatError(
                path,
                f"{line!r} is no judgement: the id of a question, the id of a document and a whole number, "
                "separated by tabs.",
                "Write it so, or remove the line.",
                line=number,
            )
        if score > 0 and cells[0] in questions:
            relevant.setdefault(cells[0], {})[cells[1]] = score
        elif cells[0] not in questions:
            strangers += 1
    return relevant, strangers


def _whole(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the records of a JSON Lines file with their lines; ids are made texts and are all different."""
    lines: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise FileFormatError(
                path, f"This is no JSON ({error}).", f"Each line is a record: {_RECORD}.", line=number
            ) from error
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise FileFormatError(
                path, "This record has no text.", f"Each line is a record: {_RECORD}.", line=number
            )
        if not isinstance(record.get("_id"), str | int) or isinstance(record["_id"], bool):
            raise FileFormatError(
                path, "This record has no _id.", f"Each line is a record: {_RECORD}.", line=number
            )
        record["_id"] = key = str(record["_id"])
        if key in lines:
            raise FileFormatError(
                path,
                f"The _id {key!r} stands in line {lines[key]} already, and it should name one record.",
                "Give one of them another.",
                line=number,
            )
        lines[key] = number
        yield number, record


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file, compressed or not, that are not blank, with their numbers."""
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            for number, raw in enumerate(stream, start=1):
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise FileFormatError(
            path, f"This is no UTF-8 ({error.reason}).", "Save the file as UTF-8.", line=number
        ) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileFormatError(
            path, f"This can not be decompressed ({error}).", "Compress it again with gzip."
        ) from error


def _found(folder: Path, name: str) -> Path:
    path = _present(folder, name)
    if path is None:
        raise FileFormatError(
            folder / name,
            f"This file is missing: a test collection has {CORPUS}, {QUERIES} and {JUDGEMENTS}, "
            "each as it is or compressed as .gz.",
            "Name the folder that holds all three.",
        )
    return path


def _present(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)
