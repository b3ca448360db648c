"""byline add with a byline for a text that names nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.models import Byline, DatePrecision
from tests.cli.conftest import Run


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.html"
    path.write_text(
        "<html><body><h1>How do terns fly?</h1><p>Terns fly with both wings.</p>", encoding="utf-8"
    )
    return path


def test_a_page_is_loaded_under_the_byline_that_was_given(run: Run, talk: Path, home: Path) -> None:
    given = ("--author", "Ada  Tern", "--role", "Pilot", "--company", "Harbor", "--date", "May 2021")
    assert run("add", talk, *given).code == 0
    with KnowledgeBase.open(home) as kb:
        answer = kb.ask("How do terns fly?").excerpts[0].answer
    byline = Byline("Ada Tern", "Pilot", "Harbor", answer.byline.date)
    assert (answer.text, answer.question, answer.byline) == (
        "Terns fly with both wings.",
        "How do terns fly?",
        byline,
    )
    assert (answer.byline.date.as_printed, answer.byline.date.precision) == ("May 2021", DatePrecision.MONTH)


def test_a_question_that_is_given_goes_before_the_title(run: Run, talk: Path, home: Path) -> None:
    assert run("add", talk, "--author", "Ada Tern", "--question", "What lifts a tern?").code == 0
    with KnowledgeBase.open(home) as kb:
        assert kb.ask("What lifts a tern?").excerpts[0].answer.question == "What lifts a tern?"


def test_a_page_without_a_byline_is_refused_with_how_to_give_one(run: Run, talk: Path) -> None:
    ended = run("add", talk)
    assert ended.code == 2
    assert "--author" in ended.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--role", "Pilot"), "a byline needs --author NAME"),
        (("--author", " "), "a byline needs --author NAME"),
        (("--author", "Ada", "--date", "5/6/2024"), "may be day/month or month/day"),
        (("--author", "Ada", "--date", "yesterday"), "is not a date that can be read"),
    ],
)
def test_half_a_byline_is_refused(run: Run, talk: Path, options: tuple[str, ...], said: str) -> None:
    ended = run("add", talk, *options)
    assert ended.code == 2
    assert said in ended.err
