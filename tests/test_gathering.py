"""What belongs together in a reply is gathered, nothing is lost, and nothing is shown twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.gathering import gather, is_newer
from byline.models import Answer, Byline, DatePrecision, More, PrintedDate, Source
from byline.ranking.diversity import nearly_same
from byline.ranking.features import Evidence
from byline.reply import Gathered, Grown
from byline.search.records import indexed_answer
from byline.text.analysed import analyse

SAID = (
    "Keep the roadmap to one page, and review it every six weeks.",
    "Keep the roadmap to one page and review it every six weeks!",
    "Keep the roadmap to 1 page, and review it every 6 weeks.",
    "Keep the roadmap to 1 page, and review it every 8 weeks.",
    "Talk to five customers before you write anything down.",
    "Hire slowly, and let them meet the team for a day.",
)
NAMES = ("Ann Ito", "Bo Lee", "Chen Wei", None)


def grown_of(number: int, parts: list[tuple[str, bool]], author: str | None = "Ann Ito") -> Grown:
    """Return whole sentences of an answer, each with whether it is evidence; the first always is."""
    text = " ".join(said for said, _ in parts)
    answer = Answer(number, f"a_{number}", "sha256:0", text, Byline(author), None, Source("k", "t", "main"))
    analysed = indexed_answer(analyse(answer))
    assert len(analysed) == len(parts)
    matched = frozenset(at for at, (_, is_evidence) in enumerate(parts) if is_evidence or not at)
    return Grown(Evidence(analysed, 0, (), 1.0), range(len(parts)), matched)


def sentences_of(grown: Grown) -> list[str]:
    return [grown.evidence.analysed.text_of(at) for at in grown.ordinals]


def evidence_of(grown: Grown) -> list[str]:
    return [grown.evidence.analysed.text_of(at) for at in grown.ordinals if at in grown.matched]


def is_said(grown: Grown, head: Grown) -> bool:
    """The rule, slowly: look for each sentence that is evidence among all of the other's."""
    return not [
        one
        for one in evidence_of(grown)
        if not [1 for other in sentences_of(head) if nearly_same(one, other)]
    ]


parts = st.lists(st.tuples(st.sampled_from(SAID), st.booleans()), min_size=1, max_size=3)
found_excerpts = st.lists(st.tuples(parts, st.sampled_from(NAMES)), max_size=12).map(
    lambda drawn: [grown_of(n, said, author) for n, (said, author) in enumerate(drawn, start=1)]
)


@given(found=found_excerpts, top=st.integers(1, 5))
def test_nothing_is_lost_and_nothing_is_shown_twice(found: list[Grown], top: int) -> None:
    heads: list[Grown] = []
    for each in found:
        if not any(is_said(each, head) for head in heads):
            heads.append(each)
    shown, more = gather(found, top)
    assert [each.head for each in shown] == heads[:top]
    assert more.excerpts == len(heads) - len(shown)
    gathered = [repeat.number for each in shown for repeat in each.repeats]
    assert len(gathered) == len(set(gathered))
    assert not set(gathered) & {each.number for each in heads}


@given(found=found_excerpts, top=st.integers(1, 5))
def test_what_is_gathered_says_what_it_is_gathered_under(found: list[Grown], top: int) -> None:
    for each in gather(found, top)[0]:
        numbers = [repeat.number for repeat in each.repeats]
        assert numbers == sorted(numbers)
        assert all(is_said(repeat, each.head) for repeat in each.repeats)


@given(found=found_excerpts, top=st.integers(1, 5))
def test_gathering_again_changes_nothing(found: list[Grown], top: int) -> None:
    shown, _ = gather(found, top)
    again, more = gather([each.head for each in shown], top)
    assert [each.head for each in again] == [each.head for each in shown]
    assert more == More()


def test_a_longer_quotation_of_the_same_words_is_gathered_under_the_first() -> None:
    first = grown_of(1, [(SAID[0], True), (SAID[4], False)])
    copy = grown_of(2, [(SAID[1], True), (SAID[5], False)], "Bo Lee")
    shown, more = gather([first, copy], 3)
    assert shown == [Gathered(first, (copy,))]
    assert more == More(0, 0)


def test_other_numbers_are_not_the_same_words() -> None:
    assert nearly_same(SAID[0], SAID[1])
    assert not nearly_same(SAID[2], SAID[3])
    shown, _ = gather([grown_of(1, [(SAID[2], True)]), grown_of(2, [(SAID[3], True)])], 3)
    assert len(shown) == 2


def test_people_who_are_left_out_are_counted_once_and_not_when_they_are_quoted_already() -> None:
    said = [SAID[0], SAID[4], SAID[5], "Ask why.", "Ship small."]
    authors = ["Ann Ito", "Bo Lee", "Ann Ito", "Chen Wei", "Chen Wei"]
    found = [
        grown_of(n, [(text, True)], author)
        for n, (text, author) in enumerate(zip(said, authors, strict=True))
    ]
    assert gather(found, 2)[1] == More(excerpts=3, authors=1)
    assert gather(found, 5)[1] == More()


def dated(printed: str, day: date | None, precision: DatePrecision) -> Answer:
    byline = Byline("Ann Ito", date=PrintedDate(printed, day, precision))
    return Answer(1, "a_1", "sha256:0", "Yes.", byline, "Why?", Source("k", "t", "main"))


DAY, MONTH, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR
AGE, NONE = DatePrecision.RELATIVE, DatePrecision.NONE


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        (("2022-03-02", date(2022, 3, 2), DAY), ("2022-03-01", date(2022, 3, 1), DAY), True),
        (("2022-03-01", date(2022, 3, 1), DAY), ("2022-03-01", date(2022, 3, 1), DAY), False),
        (("2022-03-31", date(2022, 3, 31), DAY), ("March 2022", date(2022, 3, 1), MONTH), False),
        (("April 2022", date(2022, 4, 1), MONTH), ("March 2022", date(2022, 3, 1), MONTH), True),
        (("March 2022", date(2022, 3, 1), MONTH), ("2022-03-01", date(2022, 3, 1), DAY), False),
        (("Dec 2022", date(2022, 12, 1), MONTH), ("2022", date(2022, 1, 1), YEAR), False),
        (("2023", date(2023, 1, 1), YEAR), ("2022", date(2022, 1, 1), YEAR), True),
        (("2023", date(2023, 1, 1), YEAR), ("5y", date(2020, 6, 1), AGE), True),
        (("2y", date(2022, 6, 1), AGE), ("2021", date(2021, 1, 1), YEAR), False),
        (("May 31", None, NONE), ("2021", date(2021, 1, 1), YEAR), False),
        (("2021", date(2021, 1, 1), YEAR), ("May 31", None, NONE), False),
    ],
)
def test_newer_is_only_what_is_so_for_certain(
    one: tuple[str, date | None, DatePrecision], other: tuple[str, date | None, DatePrecision], newer: bool
) -> None:
    assert is_newer(dated(*one), dated(*other)) is newer
