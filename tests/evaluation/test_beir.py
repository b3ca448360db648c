"""Reading test collections: whole ones, compressed ones, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.errors import FileFormatError
from byline.evaluation.beir import Document, JudgedQuestion, read_collection, read_unanswerable
from tests.evaluation.folders import DOCUMENTS, JUDGEMENTS, QUESTIONS, UNANSWERABLE, write_collection


def test_a_collection_is_read_as_it_is_written(tmp_path: Path) -> None:
    folder = write_collection(tmp_path / "small", titles={"d1": " Pricing "}, unanswerable=UNANSWERABLE)
    found = read_collection(folder)
    assert found.name == "small"
    assert found.documents[0] == Document("d1", "Pricing", DOCUMENTS["d1"])
    assert found.documents[1] == Document("d2", None, DOCUMENTS["d2"])
    assert found.questions[3] == JudgedQuestion("q4", QUESTIONS["q4"], {"d4": 1})
    assert found.unanswerable == UNANSWERABLE
    assert found.notes == ()


def test_compressed_files_read_the_same(tmp_path: Path) -> None:
    plain = write_collection(tmp_path / "plain" / "small", unanswerable=UNANSWERABLE)
    packed = write_collection(tmp_path / "packed" / "small", unanswerable=UNANSWERABLE, compressed=True)
    assert not list(packed.glob("*.jsonl"))
    assert read_collection(packed) == read_collection(plain)


def test_what_can_not_be_used_is_left_out_and_counted(tmp_path: Path) -> None:
    folder = write_collection(
        tmp_path,
        documents={**DOCUMENTS, "empty": " \n "},
        questions={**QUESTIONS, "q5": "nobody judged this", "q6": "only a wrong document is known"},
        judgements=[*JUDGEMENTS, ("q6", "d1", 0), ("q9", "d1", 1), ("q1", "gone", 2), ("q2", "empty", 1)],
    )
    found = read_collection(folder)
    assert [document.id for document in found.documents] == list(DOCUMENTS)
    assert [question.id for question in found.questions] == list(QUESTIONS)
    assert found.questions[0].relevant == {"d1": 1, "gone": 2}
    assert found.notes == (
        "Documents without text, left out: 1.",
        "Questions without a right document, left out: 2.",
        "Judgements on questions that queries.jsonl does not have, left out: 1.",
        "Judgements that name documents that are not there, which count as not found: 2.",
    )


def test_a_byte_order_mark_blank_lines_numbers_as_ids_and_no_header_are_fine(tmp_path: Path) -> None:
    folder = write_collection(tmp_path)
    (folder / "corpus.jsonl").write_bytes('\ufeff{"_id": 7, "text": "Wer fragt, führt."}\r\n\r\n'.encode())
    (folder / "queries.jsonl").write_text('\n{"_id": "q", "text": "wer führt?", "metadata": {}}\n')
    (folder / "qrels" / "test.tsv").write_text("q\t7\t1\n")
    found = read_collection(folder)
    assert found.documents == (Document("7", None, "Wer fragt, führt."),)
    assert found.questions == (JudgedQuestion("q", "wer führt?", {"7": 1}),)


BROKEN = [
    ("corpus.jsonl", "{", 1, "no JSON", '{"_id": "...", "text": "..."}'),
    ("corpus.jsonl", '["d1"]', 1, "no text", '{"_id": "...", "text": "..."}'),
    ("corpus.jsonl", '{"_id": "a", "text": "x"}\n{"_id": "b", "text": 3}', 2, "no text", "Each line"),
    ("corpus.jsonl", '{"text": "x"}', 1, "no _id", "Each line"),
    ("corpus.jsonl", '{"_id": true, "text": "x"}', 1, "no _id", "Each line"),
    ("corpus.jsonl", '{"_id": "a", "text": "x", "title": 3}', 1, "title is 3", "quotes"),
    ("corpus.jsonl", '{"_id": "a", "text": " "}', None, "No document has a text", "field text"),
    (
        "queries.jsonl",
        '{"_id": "q1", "text": "x"}\n{"_id": "q1", "text": "y"}',
        2,
        "'q1' stands in line 1 already",
        "another",
    ),
    ("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1", 2, "no judgement", "remove the line"),
    ("qrels/test.tsv", "q1\td1\t1\nq2\td2\tyes", 2, "no judgement", "remove the line"),
    ("qrels/test.tsv", "q1 d1 1\nq2 d2 1", 2, "separated by tabs", "remove the line"),
    ("qrels/test.tsv", "q1\td1\t0\nq9\td1\t1", None, "score above 0", "name the questions alike"),
]


@pytest.mark.parametrize(("name", "content", "line", "rule", "next_step"), BROKEN)
def test_a_broken_file_is_told_with_file_line_rule_and_next_step(
    tmp_path: Path, name: str, content: str, line: int | None, rule: str, next_step: str
) -> None:
    folder = write_collection(tmp_path)
    (folder / name).write_text(content)
    with pytest.raises(FileFormatError) as caught:
        read_collection(folder)
    assert caught.value.path == str(folder / name)
    assert caught.value.line == line
    assert rule in caught.value.rule
    assert next_step in caught.value.next_step


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = write_collection(tmp_path)
    (folder / name).unlink()
    with pytest.raises(FileFormatError, match="missing") as caught:
        read_collection(folder)
    assert caught.value.path == str(folder / name)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match=r"nowhere: There is no such folder\. Name one that has corpus"):
        read_collection(tmp_path / "nowhere")


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    folder = write_collection(tmp_path)
    (folder / "corpus.jsonl").write_bytes(b'{"_id": "a", "text": "x"}\n{"_id": "b", "text": "f\xfchren"}\n')
    with pytest.raises(FileFormatError, match="line 2: This is no UTF-8"):
        read_collection(folder)


@pytest.mark.parametrize("keep", [4, 40])
def test_a_compressed_file_that_is_cut_off_is_told(tmp_path: Path, keep: int) -> None:
    folder = write_collection(tmp_path, compressed=True)
    path = folder / "corpus.jsonl.gz"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FileFormatError, match="can not be decompressed"):
        read_collection(folder)


def test_a_file_that_only_claims_to_be_compressed_is_told(tmp_path: Path) -> None:
    folder = write_collection(tmp_path)
    (folder / "corpus.jsonl").rename(folder / "corpus.jsonl.gz")
    with pytest.raises(FileFormatError, match="can not be decompressed"):
        read_collection(folder)


def test_questions_without_an_answer_may_come_from_another_collection(tmp_path: Path) -> None:
    folder = write_collection(tmp_path)
    assert read_unanswerable(folder / "queries.jsonl") == tuple(QUESTIONS.values())
    (folder / "other.txt").write_text("one?\n\ntwo?\n")
    assert read_unanswerable(folder / "other.txt") == ("one?", "two?")


def test_a_file_without_a_question_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("\n\n")
    with pytest.raises(FileFormatError, match="no question in this file"):
        read_unanswerable(tmp_path / "other.txt")
