"""A pasted quotation is checked against what was really written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline import Byline, Draft, KnowledgeBase
from byline.citation import cite
from byline.errors import QuotationError
from byline.verdicts import DifferenceKind, Verdict
from byline.verifying import MOST_PARTS, QUOTATION_CHARS
from tests.conftest import draft

ANSWERS = {
    "Mara Lindqvist": "Keep the roadmap to one page. A roadmap that nobody can hold in their head is a list "
    "of wishes.\n\nReview it every six weeks with the people who build it, and don't promise a date.",
    "Idris Okafor": "Talk to five customers before you write anything. Review it every six weeks with the "
    "people who build it, and don't promise a date. We paid $3.50 for version 2.0 in 2019-2021.",
    "Jörg Weiß": "Eine Straßenkarte gehört auf eine Seite. Wer sie nicht behält, hat eine Wunschliste.",
    "李明": "路线图应该只有一页。没有人能记住的路线图只是一张愿望清单。每六周与建造它的人一起审查它。",
    "Анна Белова": "Держите дорожную карту на одной странице. Пересматривайте её каждые шесть недель.",
    "ليلى حداد": "اجعل خارطة الطريق في صفحة واحدة. راجعها كل ستة أسابيع مع من يبنيها.",
    "अनिता राव": "रोडमैप को एक पृष्ठ पर रखें। हर छह सप्ताह में इसे बनाने वालों के साथ देखें।",
    "สมชาย": "แผนงานควรมีหน้าเดียว ทบทวนทุกหกสัปดาห์กับคนที่สร้างมัน",
    "김지우": "로드맵은 한 페이지로 유지하세요. 여섯 주마다 만드는 사람들과 함께 검토하세요.",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("written")) as kb:
        kb.add_drafts([draft(text, author) for author, text in ANSWERS.items()], source="answers")
        yield kb


def who(kb: KnowledgeBase, quotation: str) -> tuple[str, list[str | None]]:
    found = kb.verify(quotation)
    return found.verdict.value, [place.answer.byline.author for place in found.places]


def test_an_exact_quotation_names_everyone_who_wrote_it_and_where(written: KnowledgeBase) -> None:
    quotation = "Review it every six weeks with the people who build it, and don't promise a date."
    found = written.verify(quotation)
    assert found.verdict is Verdict.EXACT
    assert [place.answer.byline.author for place in found.places] == ["Mara Lindqvist", "Idris Okafor"]
    for place in found.places:
        ((start, end),) = place.ranges
        assert place.answer.text[start:end] == quotation
        assert place.until is None


@pytest.mark.parametrize(
    ("quotation", "verdict"),
    [
        ("a list of wishes.  Review it every six\nweeks", "equal"),
        ("and don’t promise a date", "equal"),
        ("in 2019–2021", "equal"),
        ("“Keep the roadmap to one page.” — Mara", "exact"),
        ("路线图 只是 一张", "equal"),
        ("We paid $3.50", "exact"),
        ("We paid $3.5", "altered"),
        ("We paid 3.50 for version 2.0", "altered"),
        ("keep the roadmap to one page.", "altered"),
        ("Keep the roadmap to one-page.", "altered"),
        ("Bake bread on sundays with your mother.", "unknown"),
        ("zxqv", "unknown"),
    ],
)
def test_the_verdict_says_how_true_a_quotation_is(
    written: KnowledgeBase, quotation: str, verdict: str
) -> None:
    assert who(written, quotation)[0] == verdict


def test_an_altered_quotation_shows_what_was_written_instead(written: KnowledgeBase) -> None:
    found = written.verify("Talk to fifty customers before you write anything.")
    (place,) = found.places
    assert place.answer.byline.author == "Idris Okafor"
    told = [(each.kind.value, each.quoted, each.said) for each in place.differences]
    assert told == [
        ("same", "Talk to ", "Talk to "),
        ("changed", "fifty ", "five "),
        ("same", "customers before you write anything.", "customers before you write anything."),
    ]


def test_parts_stand_in_one_answer_in_order(written: KnowledgeBase) -> None:
    assert who(written, "Talk to five customers […] and don't promise a date.") == ("exact", ["Idris Okafor"])
    assert who(written, "Talk to five customers [...] we paid")[0] == "altered"


@pytest.mark.parametrize(
    "quotation",
    ["and don't promise a date. […] Talk to five customers", "Keep the roadmap […] Talk to five customers"],
)
def test_parts_out_of_order_or_of_two_people_are_altered_and_told_one_by_one(
    written: KnowledgeBase, quotation: str
) -> None:
    found = written.verify(quotation)
    assert (found.verdict, found.places) == (Verdict.ALTERED, ())
    assert [part.verdict for part in found.parts] == [Verdict.EXACT, Verdict.EXACT]


def test_what_was_corrected_since_is_told_with_the_day_until_which_it_stood(kb: KnowledgeBase) -> None:
    def say(text: str) -> None:
        kb.add_drafts([Draft(text, Byline("Ann Ito"), key="1"), draft("Something else.")], source="s")

    say("We ship on Tuesdays. That leaves four days.")
    say("We ship on Mondays. That leaves four days.")
    say("We ship on Mondays. That leaves five days.")
    found = kb.verify("We ship on Tuesdays.")
    (place,) = found.places
    assert (found.verdict, place.answer.text) == (
        Verdict.EXACT,
        "We ship on Tuesdays. That leaves four days.",
    )
    assert place.until is not None
    assert kb.answer(place.answer.id).text == "We ship on Mondays. That leaves five days."
    still = kb.verify("We ship on  Mondays.")
    assert (still.verdict, [each.until for each in still.places]) == (Verdict.EQUAL, [None])
    four_days = kb.verify("We ship on Mondays. That leaves four days.").places[0].until
    assert four_days is not None
    assert four_days > place.until


def test_a_withdrawn_answer_proves_nothing(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("We ship on Tuesdays.")], source="s")
    kb.remove_source("s")
    assert kb.verify("We ship on Tuesdays.").verdict is Verdict.UNKNOWN


def test_nothing_is_known_where_nothing_was_written(kb: KnowledgeBase) -> None:
    assert kb.verify("We ship on Tuesdays.").verdict is Verdict.UNKNOWN


def test_a_quotation_is_found_where_it_runs_over_the_end_of_a_sentence(kb: KnowledgeBase) -> None:
    """Only the whole answer shows that a list begins there, so the quotation is cut otherwise than it."""
    text = "We need three things\n* maps\n* food\n* rest and nothing else."
    kb.add_drafts([draft(text), draft("We need other things. Maps and food are none of them.")], source="s")
    for quotation in ("things * maps", "maps * food * rest", "food\n*\nrest and nothing"):
        found = kb.verify(quotation)
        assert found.verdict is Verdict.EQUAL, quotation


@pytest.mark.parametrize(
    "quotation", ["", "  ", "“…”", "x" * (QUOTATION_CHARS + 1), " […] ".join(["part"] * (MOST_PARTS + 1))]
)
def test_a_quotation_without_words_or_end_is_refused(written: KnowledgeBase, quotation: str) -> None:
    with pytest.raises(QuotationError):
        written.verify(quotation)


def test_what_a_reply_cites_is_found_again(sample_kb: KnowledgeBase) -> None:
    for question in ("technical product managers", "does Byline write answers of its own", "fuzzy names"):
        for excerpt in sample_kb.ask(question).excerpts:
            citation = cite(excerpt.answer, excerpt.parts, excerpt.sentences[0].ordinal)
            for pasted in (citation.text, citation.markdown, excerpt.text):
                found = sample_kb.verify(pasted)
                assert found.verdict is Verdict.EXACT, pasted
                assert excerpt.answer.id in [place.answer.id for place in found.places]


def plain(text: str) -> str:
    """Return a text of the answers above with its white space alike; they have no other forms.

    Between Chinese characters a space says nothing.
    """
    return re.sub(r"(?<=[\u3001-\u9fff]) (?=[\u3001-\u9fff])", "", " ".join(text.split()))


SENTENCES = [
    sentence for text in ANSWERS.values() for sentence in re.split(r"(?<=[.。।]) *|\n\n", text) if sentence
]
SIGNS = "aZßé文路яसกع5.,-'%한 "


@st.composite
def edited(choose: st.DrawFn) -> str:
    """A real sentence with one to three small edits: a character or a word changed, added, gone or moved."""
    text = choose(st.sampled_from(SENTENCES))
    for _ in range(choose(st.integers(1, 3))):
        at = choose(st.integers(0, max(0, len(text) - 1)))
        words = text.split(" ")
        word = choose(st.integers(0, len(words) - 1))
        match choose(st.sampled_from(["change", "add", "take", "case", "drop", "twice", "swap", "other"])):
            case "change":
                text = text[:at] + choose(st.sampled_from(SIGNS)) + text[at + 1 :]
            case "add":
                text = text[:at] + choose(st.sampled_from(SIGNS)) + text[at:]
            case "take":
                text = text[:at] + text[at + 1 :]
            case "case":
                text = text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]
            case "drop":
                text = " ".join(words[:word] + words[word + 1 :])
            case "twice":
                text = " ".join([*words[:word], words[word], *words[word:]])
            case "swap":
                text = " ".join([*words[:word], *reversed(words[word : word + 2]), *words[word + 2 :]])
            case "other":
                other = choose(st.sampled_from(SENTENCES)).split(" ")[0]
                text = " ".join([*words[:word], other, *words[word + 1 :]])
    return text


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(edited())
def test_no_altered_word_ever_passes_as_equal(written: KnowledgeBase, quotation: str) -> None:
    if not any(map(str.isalnum, quotation)):
        return
    found = written.verify(quotation)
    assert found.text in quotation
    true = {author for author, text in ANSWERS.items() if plain(found.text) in plain(text)}
    if found.verdict in (Verdict.EXACT, Verdict.EQUAL):
        assert {place.answer.byline.author for place in found.places} <= true
        for place in found.places:
            ((start, end),) = place.ranges
            text = place.answer.text
            assert plain(text[start:end]) == plain(found.text)
            assert not re.fullmatch(r"[a-zA-Zа-яА-Я0-9ßع]{2}", text[start - 1 : start + 1])
            assert not re.fullmatch(r"[a-zA-Zа-яА-Я0-9ßع]{2}", text[end - 1 : end + 1])
    elif found.places:
        assert any(each.kind is not DifferenceKind.SAME for each in found.places[0].differences)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_words_side_by_side_are_always_found(written: KnowledgeBase, data: st.DataObject) -> None:
    author = data.draw(st.sampled_from(list(ANSWERS)))
    words = re.findall(r"[\u3005-\u9fff]|[^\s\u3005-\u9fff]+", ANSWERS[author])
    starts = [match.start() for match in re.finditer(r"[\u3005-\u9fff]|[^\s\u3005-\u9fff]+", ANSWERS[author])]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quotation = ANSWERS[author][starts[first] : starts[last] + len(words[last])]
    if sum(map(str.isalnum, quotation)) < 3:
        return
    found = written.verify(quotation)
    assert found.verdict is Verdict.EXACT
    assert author in [place.answer.byline.author for place in found.places]
    spaced = quotation.replace(" ", data.draw(st.sampled_from(["  ", "\n", "\u00a0", " \u200b "])))
    spaced = spaced.replace("'", data.draw(st.sampled_from("’‘ʼ")))
    again = written.verify(f"„{spaced}“")
    assert again.verdict in (Verdict.EXACT, Verdict.EQUAL)
    assert author in [place.answer.byline.author for place in again.places]
