"""byline ask: the reply as a person reads it, and as a program does."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from byline import KnowledgeBase
from tests.cli.conftest import Run

QUESTION = "how do we price a beta?"


def words(text: str) -> str:
    return " ".join(text.split())


def test_an_answer_is_quoted_whole_above_its_byline(loaded: Run) -> None:
    ended = loaded("ask", QUESTION)
    assert ended.code == 0
    assert "A free beta teaches you nothing about price." in words(ended.out)
    assert "— Ann Ito, Head of Pricing, Acme · 2023-05-02" in ended.out
    assert "How do we price a beta?" in ended.out
    assert ended.err == ""


def test_the_answers_id_leads_to_it(loaded: Run, home: Path) -> None:
    found = re.search(r"a_[a-z2-7]{16}", loaded("ask", QUESTION).out)
    assert found
    with KnowledgeBase.open(home) as kb:
        assert kb.answer(found[0]).byline.author == "Ann Ito"


def test_with_a_public_address_each_excerpt_has_a_link(loaded: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_PUBLIC_URL", "https://ask.example.org")
    link = r"https://ask\.example\.org/answers/a_\w+\?revision=[0-9a-f]{12}#s\d"
    assert re.search(link, loaded("ask", QUESTION).out)


def test_nobody_answered_is_said_and_ends_with_1(loaded: Run) -> None:
    ended = loaded("ask", "how do I bake sourdough bread")
    assert ended.code == 1
    assert "Nobody in the collection has answered this." in ended.out


def test_near_misses_are_shown_as_such(run: Run) -> None:
    run("sample")
    ended = run("ask", "which API utilization fee does the tax office charge farmers?")
    assert ended.code == 1
    before, _, after = ended.out.partition("may not be about your question")
    assert "—" not in before
    assert "—" in after


def test_an_empty_knowledge_base_says_how_to_fill_it(run: Run) -> None:
    ended = run("ask", QUESTION)
    assert ended.code == 1
    assert "byline add PATH" in ended.out


def test_filters_that_leave_nobody_are_blamed(loaded: Run) -> None:
    ended = loaded("ask", QUESTION, "--author", "Bo Lindqvist")
    assert ended.code == 1
    assert "filters" in ended.out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--company", "Acme"), 0),
        (("--company", "Globex"), 1),
        (("--role", "Head of Pricing"), 0),
        (("--tag", "pricing"), 0),
        (("--tag", "planning"), 1),
        (("--collection", "main"), 0),
        (("--collection", "elsewhere"), 1),
        (("--after", "2023-05-02", "--before", "2023-05-02"), 0),
        (("--after", "2023-05-03"), 1),
        (("--before", "2023-05-01"), 1),
    ],
)
def test_each_filter_limits_the_search(loaded: Run, options: tuple[str, ...], code: int) -> None:
    ended = loaded("ask", QUESTION, *options, "--json")
    authors = {excerpt["author"]["name"] for excerpt in json.loads(ended.out)["excerpts"]}
    assert ("Ann Ito" in authors) == (code == 0)


def test_a_misspelt_word_is_told_with_what_was_searched(run: Run) -> None:
    run("sample")
    ended = run("ask", "how is a techincal product manager different?")
    assert "“technical” (you wrote “techincal”)" in words(ended.out)


def test_json_is_the_reply_of_the_endpoint(loaded: Run, home: Path) -> None:
    ended = loaded("ask", QUESTION, "--json")
    reply = json.loads(ended.out)
    assert reply["answered"] is True
    excerpt = reply["excerpts"][0]
    with KnowledgeBase.open(home) as kb:
        text = kb.answer(excerpt["answer_id"]).text
    assert text[excerpt["start"] : excerpt["end"]] == excerpt["text"]
    assert "debug" not in excerpt


def test_the_evidence_is_shown_on_demand(loaded: Run) -> None:
    shown = loaded("ask", QUESTION, "--debug").out
    assert "score" in shown
    assert re.search(r"^candidates +[\d.]+ ms +\d+%$", shown, re.MULTILINE)
    assert json.loads(loaded("ask", QUESTION, "--debug", "--json").out)["stages"]["ranking"] > 0
    assert "debug" in json.loads(loaded("ask", QUESTION, "--debug", "--json").out)["excerpts"][0]


def test_top_limits_the_excerpts_and_has_limits_itself(run: Run) -> None:
    run("sample")
    question = "how is a technical product manager different from a product manager"
    assert len(json.loads(run("ask", question, "--json").out)["excerpts"]) > 1
    assert len(json.loads(run("ask", question, "--json", "--top", "1").out)["excerpts"]) == 1
    refused = run("ask", question, "--top", "0")
    assert refused.code == 2
    assert "top = 0" in refused.err


def test_the_question_may_come_from_standard_input(loaded: Run) -> None:
    assert "Ann Ito" in loaded("ask", "-", stdin=f"{QUESTION}\n").out


@pytest.mark.parametrize("question", ["", "?!", "x" * 2001])
def test_a_question_that_is_none_is_bad_input(loaded: Run, question: str) -> None:
    ended = loaded("ask", question)
    assert ended.code == 2
    assert ended.err.startswith("byline: ")


def test_an_answer_can_not_reprogram_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.jsonl"
    record = {
        "answer": "Open the \x1b]0;pwned\x07 gate slowly.",
        "author": "M\x1b[2Jallory",
        "question": "The gate?",
    }
    path.write_text(json.dumps(record), encoding="utf-8")
    run("add", path)
    for arguments in (("ask", "how do I open the gate slowly?"), ("list",), ("list", "authors")):
        out = run(*arguments).out
        assert "gate" in out or "allory" in out
        assert "\x1b" not in out
        assert "\x07" not in out


def test_a_process_that_writes_into_a_pipe_writes_no_colours(
    loaded: Run, process: Callable[..., subprocess.Popen[str]]
) -> None:
    asked = process("ask", QUESTION)
    out, err = asked.communicate(timeout=30)
    assert (asked.returncode, err) == (0, "")
    assert "Ann Ito" in out
    assert "\x1b" not in out


def test_who_says_the_same_and_what_is_newer_is_told(run: Run, tmp_path: Path) -> None:
    said = "Hire engineers slowly, and let them meet the team for a day."
    answers = [
        {"question": "How do you hire?", "answer": said, "author": "Ann Ito", "date": "2019"},
        {"question": "How do you hire?", "answer": "By referral.", "author": "Bo Lee", "date": "2023"},
        {"answer": said.replace(",", ""), "author": "Cy Moe", "date": "May 31"},
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    run("add", str(file))
    out = run("ask", "do you hire engineers slowly", "--top", "1").out
    assert out.count("meet the team") == 1
    assert "the same words: Cy Moe, May 31" in out
    assert "a newer answer: Bo Lee, 2023 (a_" in out


def test_the_source_of_an_answer_is_shown_and_nobody_who_is_not_named_is_counted(
    run: Run, tmp_path: Path
) -> None:
    answers = [
        {"answer": "Store coffee beans in the dark.", "url": "https://coffee.example/a/1"},
        {
            "answer": "Coffee beans keep longest where they are stored cool.",
            "url": "https://coffee.example/a/2",
        },
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    run("add", str(file))
    out = run("ask", "how should coffee beans be stored?").out
    assert "\n      https://coffee.example/a/1\n" in out
    assert "\n2 excerpts whose authors are not named · " in out
    answers.append({"answer": "Coffee beans are best stored in a tin.", "author": "Ann Ito"})
    file.write_text("\n".join(map(json.dumps, answers)), encoding="utf-8")
    run("add", str(file))
    assert (
        "\n3 excerpts from 1 named author and others · "
        in run("ask", "how should coffee beans be stored?").out
    )
