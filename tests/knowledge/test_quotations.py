"""What stands with a quotation: who says the same, what is newer, who else answered, and why it is there."""

from __future__ import annotations

from datetime import date

from byline import Byline, Draft, Filters, KnowledgeBase
from byline.citation import cite
from byline.models import DatePrecision, More, PrintedDate
from byline.verdicts import Verdict
from tests.conftest import draft

HIRING = "How do you hire engineers?"


def dated(text: str, author: str, year: int, question: str = HIRING) -> Draft:
    printed = PrintedDate(str(year), date(year, 1, 1), DatePrecision.YEAR)
    return Draft(text, Byline(author, date=printed), question=question)


def test_a_copied_answer_is_named_under_the_one_that_is_shown(kb: KnowledgeBase) -> None:
    text = "Hire engineers slowly, and let them meet the team for a day before you decide."
    kb.add_drafts(
        [draft(text, "Ann Ito"), draft(text.replace(",", "") + " Then decide.", "Bo Lee")], source="s"
    )
    (excerpt,) = kb.ask("how do you hire engineers slowly").excerpts
    (repeat,) = excerpt.repeats
    assert {excerpt.answer.byline.author, repeat.answer.byline.author} == {"Ann Ito", "Bo Lee"}
    assert repeat.answer.text[repeat.start : repeat.end].startswith("Hire engineers slowly")


def test_a_newer_answer_to_the_question_is_named_whoever_wrote_it(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [
            dated("We hire engineers by referral.", "Ann Ito", 2019),
            dated("By trial week, nowadays.", "Ann Ito", 2023),
            dated("Not at all.", "Bo Lee", 2021),
            dated("We hire designers by referral.", "Bo Lee", 2024, "How do you hire designers?"),
        ],
        source="s",
    )
    excerpt = kb.ask("do you hire engineers by referral").excerpts[0]
    assert excerpt.answer.byline.author == "Ann Ito"
    assert excerpt.newer is not None
    assert excerpt.newer.text == "By trial week, nowadays."
    assert excerpt.answers == 3


def test_the_newest_answer_has_no_newer_one(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [
            dated("We hire engineers by referral.", "Ann Ito", 2023),
            dated("By trial week.", "Bo Lee", 2019),
        ],
        source="s",
    )
    excerpt = kb.ask("do you hire engineers by referral").excerpts[0]
    assert (excerpt.newer, excerpt.answers) == (None, 2)


def test_answers_of_other_collections_and_withdrawn_ones_are_not_newer(kb: KnowledgeBase) -> None:
    kb.add_drafts([dated("We hire engineers by referral.", "Ann Ito", 2019)], source="s", collection="here")
    kb.add_drafts([dated("By trial week.", "Bo Lee", 2023)], source="t", collection="there")
    question = "do you hire engineers by referral"
    everywhere = kb.ask(question).excerpts[0]
    assert everywhere.newer is not None
    here = kb.ask(question, Filters(collection=("here",))).excerpts[0]
    assert (here.newer, here.answers) == (None, 1)
    kb.remove_answer(everywhere.newer.id)
    alone = kb.ask(question).excerpts[0]
    assert (alone.newer, alone.answers) == (None, 1)


def test_an_answer_to_an_unknown_question_stands_alone(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("We hire engineers by referral.")], source="s")
    excerpt = kb.ask("do you hire engineers by referral").excerpts[0]
    assert (excerpt.newer, excerpt.answers) == (None, 0)


def test_what_is_left_out_is_counted_and_asking_for_more_shows_it(kb: KnowledgeBase) -> None:
    ways = ("by referral", "in pairs", "after a trial week", "from our own interns", "by reading their code")
    kb.add_drafts(
        [draft(f"We hire engineers {way}.", f"Expert {at}") for at, way in enumerate(ways)], source="s"
    )
    reply = kb.ask("how do you hire engineers", top=2)
    assert len(reply.excerpts) == 2
    assert reply.more == More(excerpts=3, authors=3)
    longer = kb.ask("how do you hire engineers", top=5)
    assert len(longer.excerpts) == 5
    assert longer.more == More()


BETA = (
    "We price a beta at half of the list price.",
    "It took us two years to learn that.",
    "Before, everything was free and nobody cared.",
    "Invoices for customers are sent in the first week of each quarter.",
    "Nobody has complained so far.",
)


def test_what_an_answer_tells_elsewhere_is_quoted_too_and_checks_out(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft(" ".join(BETA))], source="s")
    (excerpt,) = kb.ask("what is the price of a beta and when are invoices sent to customers").excerpts
    quoted = [excerpt.answer.text[start:end] for start, end in excerpt.parts]
    assert quoted == [BETA[0], BETA[3]]
    assert set(excerpt.why.terms) >= {"price", "beta", "invoices"}
    citation = cite(excerpt.answer, excerpt.parts, 0)
    assert kb.verify(citation.text).verdict is Verdict.EXACT


def test_nothing_further_is_quoted_that_tells_no_more(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft(" ".join((*BETA[:3], "A beta has its price.", BETA[4])))], source="s")
    (excerpt,) = kb.ask("what is the price of a beta").excerpts
    assert excerpt.further == ()


def test_it_is_said_what_matched_and_what_did_not(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("We hired 12 engineers by referral in March.")], source="s")
    why = kb.ask("how many engineers did you hire by referral and raffle").excerpts[0].why
    assert set(why.terms) >= {"engineers", "hire", "referral"}
    assert why.missing == ("raffle",)
    assert (why.kind, why.kind_met) == ("number", True)
    assert why.meaning is not None
    assert 0.5 < why.meaning <= 1


def test_a_kind_that_is_missing_is_said_too(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("We hired engineers by referral.")], source="s")
    why = kb.ask("how many engineers did you hire by referral").excerpts[0].why
    assert (why.kind, why.kind_met) == ("number", False)
    assert kb.ask("engineers hired by referral").excerpts[0].why.kind is None


def test_meaning_is_not_told_of_languages_that_the_vectors_do_not_know(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [draft("Wir stellen die Entwickler nur nach einer Probewoche ein, und das mit gutem Grund.")],
        source="s",
    )
    reply = kb.ask("Wie stellt ihr die Entwickler ein, nach einer Probewoche?")
    assert reply.excerpts[0].why.meaning is None
