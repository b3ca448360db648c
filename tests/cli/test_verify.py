"""byline verify."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_a_true_quotation_is_told_with_its_author(loaded: Run) -> None:
    ended = loaded("verify", "Charge from the first  day.")
    assert ended.code == 0
    assert "The same words" in ended.out
    assert "— Ann Ito, Head of Pricing, Acme, 2023-05-02" in ended.out
    assert "on “How do we price a beta?”" in ended.out


def test_an_altered_one_shows_the_words_that_differ(loaded: Run) -> None:
    ended = loaded("verify", "Charge from the last day. A free beta teaches you nothing about price.")
    assert ended.code == 1
    assert "Charge from the [-last-] {+first+} day. A free beta" in ended.out
    assert "— Ann Ito" in ended.out


def test_an_unknown_one_is_said_to_be_so(loaded: Run) -> None:
    ended = loaded("verify", "Bread needs a warm place.")
    assert (ended.code, ended.out.strip()) == (1, "Nobody in the collection wrote that, or anything like it.")


def test_parts_of_two_answers_are_told_one_by_one(loaded: Run) -> None:
    ended = loaded("verify", "Charge from the first day. […] The product manager owns the roadmap")
    assert ended.code == 1
    assert "nobody wrote these parts in this order" in ended.out
    assert ended.out.count("Word for word.") == 2


def test_a_quotation_is_read_from_standard_input(loaded: Run) -> None:
    ended = loaded("verify", "-", "--json", stdin="“Charge from the first day.” — Ann Ito\n")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert (found["verdict"], found["text"]) == ("exact", "Charge from the first day.")
    assert found["places"][0]["author"]["name"] == "Ann Ito"


def test_a_quotation_without_words_is_refused(loaded: Run) -> None:
    assert loaded("verify", "...").code == 2
