"""Laying a quotation out for the terminal changes white space and nothing else."""

from __future__ import annotations

import click
from hypothesis import given
from hypothesis import strategies as st

from byline.cli.quotation import lay_out
from byline.cli.terminal import cells, harmless
from byline.models import Answer, Byline, Excerpt, ExcerptSentence, Source, Why

INDENT = "    "
TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=200)


def excerpt(text: str, *sentences: tuple[int, int, bool]) -> Excerpt:
    """An excerpt that begins at offset 10 of its answer."""
    parts = tuple(
        ExcerptSentence(10 + start, 10 + end, ordinal, matched)
        for ordinal, (start, end, matched) in enumerate(sentences or [(0, len(text), True)])
    )
    answer = Answer(
        1, "a_x", "sha256:x", "0123456789" + text, Byline("Ann Ito"), None, Source("k", "t", "main")
    )
    return Excerpt(1, text, 10, 10 + len(text), parts, answer, Why(), 0.5)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXT, st.integers(min_value=20, max_value=100))
def test_the_words_stay_as_they_are(text: str, columns: int) -> None:
    assert squeezed(click.unstyle(lay_out(excerpt(text), columns))) == squeezed(harmless(text))


@given(TEXT, st.integers(min_value=20, max_value=100))
def test_no_line_is_wider_than_the_terminal(text: str, columns: int) -> None:
    assert all(cells(line) <= columns for line in lay_out(excerpt(text), columns).split("\n"))


SENTENCE = st.text("abc ,", max_size=30).map(lambda text: f"{text} ")


@given(st.lists(st.tuples(SENTENCE, st.booleans()), min_size=1, max_size=8))
def test_bold_is_what_the_matched_sentences_hold(parts: list[tuple[str, bool]]) -> None:
    text, ranges = "", []
    for part, matched in parts:
        ranges.append((len(text), len(text) + len(part), matched))
        text += part
    shown = lay_out(excerpt(text, *ranges), 60)
    bold = "".join(piece.partition("\x1b[0m")[0] for piece in shown.split("\x1b[1m")[1:])
    everything = all(matched for _, matched in parts)
    expected = "" if everything else "".join(part for part, matched in parts if matched)
    assert squeezed(bold) == squeezed(expected)


def test_one_sentence_of_two_is_bold() -> None:
    shown = lay_out(excerpt("It depends. Ask Bo.", (0, 11, False), (12, 19, True)), 80)
    assert shown == f"{INDENT}It depends. \x1b[1mAsk Bo.\x1b[0m"


def test_paragraphs_stay_apart() -> None:
    assert lay_out(excerpt("One.\n\nTwo."), 80) == f"{INDENT}One.\n\n{INDENT}Two."


def test_chinese_is_broken_between_characters_and_never_before_a_full_stop() -> None:
    shown = lay_out(excerpt("产品经理负责路线图。" * 4), 24)
    lines = [line.removeprefix(INDENT) for line in shown.split("\n")]
    assert len(lines) > 3
    assert all(14 <= cells(line) <= 20 for line in lines[:-1])
    assert not any(line.startswith("。") for line in lines)


def test_a_word_longer_than_the_line_is_cut() -> None:
    shown = lay_out(excerpt("https://example.org/" + "x" * 100), 40)
    assert all(len(line) <= 40 for line in shown.split("\n"))
