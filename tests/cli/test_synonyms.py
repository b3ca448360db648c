"""byline synonyms: show, set and clear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text("# ours\nPM = product manager\n", encoding="utf-8")
    return path


def test_synonyms_are_set_shown_and_cleared(loaded: Run, words: Path) -> None:
    ended = loaded("synonyms", "set", words)
    assert (ended.code, ended.out) == (0, "main: 1 group of synonyms.\n")
    assert loaded("synonyms", "show").out == "# main\nPM = product manager\n"
    assert loaded("synonyms", "clear").out == "main: no synonyms.\n"
    assert loaded("synonyms", "show").out == ""


def test_what_is_shown_can_be_set_again(loaded: Run, words: Path, tmp_path: Path) -> None:
    source = tmp_path / "more.csv"
    source.write_text("answer,author\nThe service level objective (SLO) holds.,Cy Ode\n", encoding="utf-8")
    loaded("add", source)
    loaded("synonyms", "set", words)
    shown = loaded("synonyms", "show").out
    assert shown == (
        "# main\nPM = product manager\n# learned from the answers\n# SLO = service level objective\n"
    )
    words.write_text(shown, encoding="utf-8")
    loaded("synonyms", "set", words)
    assert loaded("synonyms", "show").out == shown


def test_each_group_is_a_json_object(loaded: Run, words: Path) -> None:
    loaded("synonyms", "set", words)
    (line,) = loaded("synonyms", "show", "--json").out.splitlines()
    assert json.loads(line) == {"words": ["PM", "product manager"], "collection": "main", "learned": False}


def test_a_bad_line_is_told_of_with_its_number_and_the_next_step(loaded: Run, words: Path) -> None:
    loaded("synonyms", "set", words)
    words.write_text("PM = product manager\nOKR\n", encoding="utf-8")
    ended = loaded("synonyms", "set", words)
    assert ended.code == 2
    assert "words.txt, line 2: 'OKR' stands alone" in ended.err
    assert 'Join them with "="' in ended.err
    assert loaded("synonyms", "show").out == "# main\nPM = product manager\n"


def test_a_collection_that_is_not_there_is_not_found(loaded: Run, words: Path) -> None:
    for arguments in (("set", words), ("clear",)):
        ended = loaded("synonyms", *arguments, "--collection", "sales")
        assert ended.code == 3
        assert "no collection 'sales'" in ended.err


def test_the_sample_collection_knows_what_a_tpm_is(run: Run) -> None:
    run("sample")
    out = run("ask", "what does a TPM share with engineering managers").out
    assert out.index("shares this vision") < out.index("— Navin Ganeshan")
    assert "says “technical product manager” (you wrote “TPM”)" in out


def test_the_sample_leaves_synonyms_that_were_set_as_they_are(run: Run, words: Path) -> None:
    run("sample")
    run("synonyms", "set", words, "--collection", "sample")
    run("sample")
    assert "# sample\nPM = product manager\n# learned" in run("synonyms", "show").out


def test_a_reply_says_which_word_met_which(loaded: Run, words: Path) -> None:
    loaded("synonyms", "set", words)
    assert "says “product manager” (you wrote “PM”)" in loaded("ask", "which PM owns the roadmap?").out
