"""Conversations with a real collection: the question before, and what it answers, decide."""

from __future__ import annotations

from datetime import date

import pytest

from byline import Byline, Draft, KnowledgeBase, Reply
from byline.errors import FilterError
from byline.limits import limits_of, without_topic
from byline.models import DatePrecision, Filters, PrintedDate, Rule

ROADMAP = "how do you keep a roadmap honest"


def draft(text: str, author: str, company: str, year: int) -> Draft:
    day = PrintedDate(str(year), date(year, 6, 1), DatePrecision.YEAR)
    return Draft(text, Byline(author, "Product Manager", company, day), question=None)


@pytest.fixture
def talk(kb: KnowledgeBase) -> KnowledgeBase:
    """Answers of four people on two subjects."""
    kb.add_drafts(
        [
            draft("Keep the roadmap honest by showing it to engineers.", "Mara Lindqvist", "Northwind", 2024),
            draft("An honest roadmap has no dates that nobody believes.", "Idris Okafor", "Contoso", 2021),
            draft("To keep a roadmap honest, drop one item a month.", "Chen Wei", "Northwind", 2019),
            draft("Pricing starts with what the customer pays today.", "Mara Lindqvist", "Northwind", 2022),
            draft("For startups, pricing is a guess that you revise monthly.", "Ann Ito", "Contoso", 2023),
        ],
        source="talk",
    )
    return kb


def authors(reply: Reply) -> set[str | None]:
    return {excerpt.answer.byline.author for excerpt in reply.excerpts}


def conversation(kb: KnowledgeBase, *said: str) -> Reply:
    """Say one thing after another, and return the last reply."""
    previous = None
    for each in said:
        reply = kb.ask(each, previous=previous)
        previous = reply.asked
    return reply


def test_others_are_asked_until_nobody_is_left(talk: KnowledgeBase) -> None:
    first = talk.ask(ROADMAP, top=1)
    second = talk.ask("anyone else?", previous=first.asked, top=1)
    assert second.answered
    assert authors(first).isdisjoint(authors(second))
    rest = conversation(talk, ROADMAP, "anyone else?")
    assert not rest.answered
    assert rest.reason == "filtered_out"
    assert set(rest.applied_filters.not_author) == {"Mara Lindqvist", "Idris Okafor", "Chen Wei"}


def test_a_company_and_a_time_limit_what_was_asked(talk: KnowledgeBase) -> None:
    at_northwind = conversation(talk, ROADMAP, "what about at Northwind?")
    assert authors(at_northwind) == {"Mara Lindqvist", "Chen Wei"}
    lately = conversation(talk, ROADMAP, "what about at Northwind?", "since 2022")
    assert authors(lately) == {"Mara Lindqvist"}
    assert lately.carried is not None
    assert (lately.carried.rule, lately.carried.limits) == (Rule.TIME, ("company",))


def test_older_and_newer_are_told_from_what_was_quoted(talk: KnowledgeBase) -> None:
    first = talk.ask(ROADMAP, Filters(author=("idris",)))
    assert authors(first) == {"Idris Okafor"}
    older = talk.ask("older ones?", previous=first.asked.replace(' author:"Idris Okafor"', ""))
    assert not older.answered  # the oldest of all three was quoted already
    newer = talk.ask("newer", previous=f"{ROADMAP} before:2021-12-31")
    assert authors(newer) == {"Mara Lindqvist"}


def test_more_from_someone_goes_on_to_other_subjects_when_this_one_is_told(talk: KnowledgeBase) -> None:
    first = talk.ask(f"{ROADMAP} author:mara")
    more = talk.ask("more from her", previous=first.asked)
    assert authors(more) == {"Mara Lindqvist"}
    assert any("Pricing" in excerpt.text for excerpt in more.excerpts)
    assert more.carried is not None
    assert more.carried.topic is None


def test_more_from_someone_who_has_no_more_is_said_to_be_the_same_again(talk: KnowledgeBase) -> None:
    first = talk.ask(f"{ROADMAP} author:idris")
    more = talk.ask("more from him", previous=first.asked)
    assert [each.text for each in more.excerpts] == [each.text for each in first.excerpts]
    assert more.carried is not None
    assert more.carried.again
    assert first.carried is None


def test_more_from_someone_is_found_after_limits_that_left_nobody(talk: KnowledgeBase) -> None:
    reply = conversation(talk, f"{ROADMAP} company:contoso", "since 2025", "more from him")
    assert authors(reply) == {"Idris Okafor"}
    assert reply.carried is not None
    assert not reply.carried.again


def test_the_same_is_asked_about_something_else(kb: KnowledgeBase) -> None:
    load = [draft(f"{kind} files are loaded with the add command.", "Ann Ito", "Contoso", 2023)
            for kind in ("JSON", "Spreadsheet")]  # fmt: skip
    kb.add_drafts([*load, draft("Errors of the endpoint are JSON.", "Ann Ito", "Contoso", 2023)], source="a")
    reply = conversation(kb, "how do I load a spreadsheet?", "what about JSON?")
    assert reply.carried is not None
    assert reply.excerpts[0].text.startswith("JSON files")


def test_with_no_question_before_why_leaves_the_limits_in_force(talk: KnowledgeBase) -> None:
    reply = talk.ask("why?", previous="author:mara")
    assert authors(reply) == {"Mara Lindqvist"}


def test_a_company_that_nobody_is_from_is_said_to_have_no_answer(talk: KnowledgeBase) -> None:
    reply = conversation(talk, ROADMAP, "what about at Initech?")
    assert (reply.answered, reply.reason) == (False, "filtered_out")
    assert reply.applied_filters.company == ("Initech",)
    corrected = talk.ask("no, I meant Contoso", previous=reply.asked)
    assert authors(corrected) == {"Idris Okafor"}


def test_a_question_to_the_one_quoted_is_limited_to_them(talk: KnowledgeBase) -> None:
    reply = conversation(talk, f"{ROADMAP} author:mara", "what does she say about pricing?")
    assert authors(reply) == {"Mara Lindqvist"}
    assert reply.excerpts[0].text.startswith("Pricing starts")


def test_the_collection_decides_whether_a_subject_is_new(talk: KnowledgeBase) -> None:
    together = conversation(talk, "how does pricing work", "what about startups?")
    assert together.excerpts[0].text.startswith("For startups")
    assert together.carried is not None
    apart = conversation(talk, f"{ROADMAP} company:northwind", "what about pricing for startups?")
    assert apart.excerpts[0].text.startswith("For startups")
    assert apart.carried is None
    assert not apart.applied_filters


def test_a_new_topic_drops_the_limits(talk: KnowledgeBase) -> None:
    reply = conversation(talk, f"{ROADMAP} company:northwind", "how should I go about pricing a product?")
    assert reply.carried is None
    assert not reply.applied_filters


def test_a_correction_stands_in_place_of_what_it_corrects(talk: KnowledgeBase) -> None:
    reply = conversation(talk, f"{ROADMAP} author:mara", "no, I meant Idris")
    assert authors(reply) == {"Idris Okafor"}
    assert reply.applied_filters.author == ("Idris Okafor",)


def test_limits_given_beside_a_follow_up_replace_those_carried(talk: KnowledgeBase) -> None:
    previous = f"{ROADMAP} company:northwind"
    given = talk.ask("since 2020", Filters(company=("contoso",)), previous=previous)
    assert given.applied_filters.company == ("Contoso",)
    said = talk.ask("what about at Northwind?", Filters(company=("contoso",)), previous=ROADMAP)
    assert said.applied_filters.company == ("Northwind",)


def test_what_was_asked_gives_the_same_reply_alone(talk: KnowledgeBase) -> None:
    for said in (
        [ROADMAP, "what about at Northwind?", "since 2022"],
        ["what does Mara say about pricing"],
        ["raodmap honst", "anyone else?"],
        [f'{ROADMAP} "one item" -dates', "before 2020"],
    ):
        reply = conversation(talk, *said)
        again = talk.ask(reply.asked)
        assert again.asked == reply.asked
        assert again.applied_filters == reply.applied_filters
        assert [each.text for each in again.excerpts] == [each.text for each in reply.excerpts]


def test_each_limit_can_be_taken_away(talk: KnowledgeBase) -> None:
    role = 'role:"Product Manager"'
    reply = conversation(talk, f'{ROADMAP} "one item" {role}', "what about at Northwind?")
    shown = {each.field: each for each in limits_of(reply)}
    assert {field: each.value for field, each in shown.items()} == {
        "company": "Northwind",
        "role": "Product Manager",
        "phrases": "one item",
    }
    assert shown["role"].carried
    assert not shown["company"].carried
    assert shown["role"].without == f'{ROADMAP} "one item" company:Northwind'
    assert shown["phrases"].without == f"{ROADMAP} one item company:Northwind {role}"
    assert without_topic(reply) == f"company:Northwind {role}"


def test_what_can_not_be_read_of_the_question_before_is_an_error(talk: KnowledgeBase) -> None:
    with pytest.raises(FilterError):
        talk.ask("anyone else?", previous="roadmap after:soon")


def test_a_question_that_would_grow_too_long_stands_alone(talk: KnowledgeBase) -> None:
    long = "roadmap " * 240
    reply = talk.ask("and for " + "startups " * 40, previous=long)
    assert reply.carried is None


def test_questions_are_completed_from_the_current_answers(kb: KnowledgeBase) -> None:
    assert kb.suggest("how do") == ()
    kb.add_drafts([Draft("By asking.", Byline("Ann Ito"), question="How do you start?")], source="a")
    assert kb.suggest("how do") == ("How do you start?",)
    kb.remove_source("a")
    assert kb.suggest("how do") == ()


def test_the_names_that_an_ask_can_be_limited_to_are_listed(talk: KnowledgeBase) -> None:
    assert talk.names(2) == {
        "author": ("Ann Ito", "Chen Wei"),
        "company": ("Contoso", "Northwind"),
        "role": ("Product Manager",),
        "tag": (),
    }
