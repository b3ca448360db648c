"""byline correct and byline remove --author: what is done by hand, from the command line."""

from __future__ import annotations

from pathlib import Path

from byline import KnowledgeBase
from tests.cli.conftest import Run


def ids(home: Path) -> dict[str, str]:
    with KnowledgeBase.open(home) as kb:
        return {str(answer.question): answer.id for answer in kb.answers()}


def test_an_answer_is_corrected_and_stays_so(
    loaded: Run, home: Path, answers_csv: Path, tmp_path: Path
) -> None:
    mended = tmp_path / "mended.txt"
    mended.write_text("Charge from the second day.\n", encoding="utf-8")
    price = ids(home)["How do we price a beta?"]
    ended = loaded("correct", price, "--text", mended, "--role", "Advisor")
    assert (ended.code, ended.out.startswith(f"{price}: sha256:")) == (0, True)
    assert "3 unchanged" in loaded("add", answers_csv).out
    with KnowledgeBase.open(home) as kb:
        answer = kb.answer(price)
    assert (answer.text, answer.byline.role) == ("Charge from the second day.", "Advisor")


def test_a_correction_may_come_from_standard_input(loaded: Run, home: Path) -> None:
    price = ids(home)["How do we price a beta?"]
    assert loaded("correct", price, "--text", "-", stdin="Charge.").code == 0
    assert "Charge." in loaded("list", "answers", "--json").out


def test_a_correction_of_nothing_is_refused(loaded: Run, home: Path) -> None:
    assert loaded("correct", ids(home)["How do we price a beta?"]).code == 2
    assert loaded("correct", "a_aaaaaaaaaaaaaaaa", "--role", "x").code == 3


def test_an_authors_answers_are_removed_stay_out_and_may_come_back(
    loaded: Run, home: Path, answers_csv: Path
) -> None:
    price = ids(home)["How do we price a beta?"]
    assert loaded("remove", "--author", "Ann Ito").code == 2, "nobody is there to be asked"
    assert loaded("remove", "--author", "Ann Ito", "--yes").out == "Removed 2 answers.\n"
    assert "1 unchanged, 2 skipped" in loaded("add", answers_csv).out
    assert loaded("remove", price, "--undo").code == 0
    assert price in ids(home).values()
    assert loaded("remove", "--author", "Nobody", "--yes").code == 3


def test_options_that_do_not_go_together_are_refused(loaded: Run) -> None:
    for arguments in (["x", "--author", "Ann Ito"], ["x", "--erase"], ["--undo"]):
        assert loaded("remove", *arguments, "--yes").code == 2
