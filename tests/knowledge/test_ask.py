"""Asking, on real indexes: what is quoted, by whom, and when nobody answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline import Byline, Draft, Filters, KnowledgeBase, load_settings
from byline.errors import FilterError, QuestionError
from byline.models import Confidence, Reason
from tests.conftest import draft

TECHNICAL = "how is a technical product manager different from a product manager"


def test_both_experts_are_quoted_word_for_word(sample_kb: KnowledgeBase) -> None:
    reply = sample_kb.ask(TECHNICAL)
    assert reply.answered
    assert [each.answer.byline.author for each in reply.excerpts[:2]] == ["Navin Ganeshan", "Devika Nair"]
    for excerpt in reply.excerpts:
        answer = sample_kb.answer(excerpt.answer.id)
        assert answer.text[excerpt.start : excerpt.end] == excerpt.text
        assert all(excerpt.start <= each.start < each.end <= excerpt.end for each in excerpt.sentences)
        assert any(each.matched for each in excerpt.sentences)


def test_a_question_full_of_typos_finds_the_same_author_and_says_what_was_searched(
    sample_kb: KnowledgeBase,
) -> None:
    reply = sample_kb.ask("waht is the diffrence betwen a techncal PM and othr PMs")
    assert reply.answered
    assert reply.excerpts[0].answer.byline.author == sample_kb.ask(TECHNICAL).excerpts[0].answer.byline.author
    assert {"techncal": "technical", "othr": "other", "waht": "what"}.items() <= {
        each.written: each.searched for each in reply.corrections
    }.items()
    assert "technical PM" in reply.searched_for


@pytest.mark.parametrize(
    "question",
    [
        "what does Devika Nair think",
        "what does devkia say about technical product managers?",
        "technical author:nair",
    ],
)
def test_a_question_for_one_persons_words_cites_only_that_person(
    sample_kb: KnowledgeBase, question: str
) -> None:
    reply = sample_kb.ask(question)
    assert reply.answered
    assert {each.answer.byline.author for each in reply.excerpts} == {"Devika Nair"}
    assert reply.applied_filters.author == ("Devika Nair",)


@pytest.mark.parametrize(
    "question",
    [
        "how do I bake sourdough bread",
        "what is the capital of Mongolia",
        "who won the football championship",
        "zebra",
        "how old is the universe",
    ],
)
def test_what_nobody_wrote_about_is_not_answered(sample_kb: KnowledgeBase, question: str) -> None:
    reply = sample_kb.ask(question)
    assert not reply.answered
    assert reply.excerpts == ()
    assert reply.confidence is Confidence.NONE
    assert reply.reason is Reason.BELOW_THRESHOLD


def test_an_empty_corpus_is_a_reason(kb: KnowledgeBase) -> None:
    reply = kb.ask("anything?")
    assert (reply.answered, reply.reason) == (False, Reason.EMPTY_CORPUS)


def test_filters_that_hide_the_answer_are_a_reason(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("Roadmaps change every quarter.", "Ann Ito"), draft("Ship.", "Bo Lee")], source="s")
    reply = kb.ask("how often do roadmaps change", Filters(author=("Bo Lee",)))
    assert (reply.answered, reply.reason) == (False, Reason.FILTERED_OUT)


def test_how_well_an_answer_is_supported_is_said_whether_it_is_enough_or_not(
    sample_kb: KnowledgeBase,
) -> None:
    answered = sample_kb.ask("how is a technical product manager different from a product manager")
    unanswered = sample_kb.ask("how do I bake bread for customers")
    assert answered.answered
    assert not unanswered.answered
    assert 0 < unanswered.support < answered.support <= 1


def test_a_threshold_of_nothing_shows_whatever_came_nearest(home: Path) -> None:
    texts = ("Paint the shed in spring.", "Sheds need a floor.", "A dry wine is rare.")
    with KnowledgeBase.open(settings=load_settings(home=home, threshold=0.0)) as kb:
        kb.add_drafts([draft(text, author=None) for text in texts], source="test")
        found = kb.ask("does the paint of a shed dry in spring", top=10).excerpts
    assert {excerpt.text for excerpt in found} == set(texts)
    assert found[0].text == texts[0]


def test_near_misses_are_shown_apart_and_exact(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("Roadmaps change every quarter.")], source="s")
    reply = kb.ask("which telescope shows roadmaps of distant galaxies and nebulas")
    assert not reply.answered
    assert [each.text for each in reply.near_misses] == ["Roadmaps change every quarter."]


def test_each_author_comes_before_anyone_comes_twice(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [
            draft("Hire engineers slowly.", "Ann Ito", question="How do you hire engineers?"),
            draft("Hire engineers by referral.", "Ann Ito", question="Where do you hire engineers?"),
            draft("We hire engineers in pairs, after a trial week.", "Bo Lee"),
        ],
        source="s",
    )
    authors = [each.answer.byline.author for each in kb.ask("how do you hire engineers").excerpts]
    assert sorted(authors[:2]) == ["Ann Ito", "Bo Lee"]
    assert authors[2:] == ["Ann Ito"]


def test_a_copied_answer_is_shown_once(kb: KnowledgeBase) -> None:
    text = "Hire engineers slowly, and let them meet the team for a day before you decide."
    kb.add_drafts([draft(text, "Ann Ito"), draft(text.replace(",", ""), "Bo Lee")], source="s")
    assert len(kb.ask("how do you hire engineers slowly").excerpts) == 1


def test_an_excerpt_takes_along_the_sentence_it_points_back_at(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [draft("Nightly builds broke every week. This taught us to freeze dependencies.")], source="s"
    )
    excerpt = kb.ask("what taught you to freeze dependencies").excerpts[0]
    assert excerpt.text.startswith("Nightly builds")
    assert [each.matched for each in excerpt.sentences] == [False, True]


def test_an_excerpt_takes_along_what_its_colon_announces(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [draft("Good interviews need three things:\n* a plan\n* a listener\n* time\n* tea")], source="s"
    )
    excerpt = kb.ask("what do good interviews need").excerpts[0]
    assert excerpt.text == "Good interviews need three things:\n* a plan\n* a listener"
    assert [each.matched for each in excerpt.sentences] == [True, False, False]


def test_an_excerpt_never_exceeds_the_setting(home: Path) -> None:
    text = " ".join(
        f"Hiring rule {word} is about hiring." for word in ("one", "two", "three", "four", "five")
    )
    for longest in (1, 3):
        with KnowledgeBase.open(settings=load_settings(home=home / str(longest), sentences=longest)) as kb:
            kb.add_drafts([draft(text)], source="s")
            assert len(kb.ask("hiring rule").excerpts[0].sentences) == longest


@pytest.mark.parametrize(
    ("question", "message"), [("", "no words"), ("  ?! ", "no words"), ("x" * 2001, "2,000")]
)
def test_a_question_that_is_none_is_refused(kb: KnowledgeBase, question: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        kb.ask(question)


def test_an_operator_that_can_not_be_read_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(FilterError, match="sometime"):
        kb.ask("roadmaps after:sometime")


def test_operators_limit_the_search(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [
            draft("Ship weekly builds.", "Ann Ito", company="Acme"),
            draft("Ship daily builds.", "Bo Lee", company="Beta"),
        ],
        source="s",
    )
    assert [each.text for each in kb.ask("ship builds company:acme").excerpts] == ["Ship weekly builds."]
    assert [each.text for each in kb.ask("ship builds -weekly").excerpts] == ["Ship daily builds."]
    assert [each.text for each in kb.ask('ship "daily builds"').excerpts] == ["Ship daily builds."]


def test_numbers_and_known_words_are_never_mended(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("In 2019 we had 120 teams. The form came from HR.")], source="s")
    assert kb.ask("what happened in 2018 with 121 teams").corrections == ()
    assert kb.ask("where did the form come from").corrections == ()


words = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("abcdefg .!?\n*“é中🎉")), st.characters(codec="utf-8", exclude_characters="\0")
    ),
    min_size=1,
    max_size=120,
).filter(lambda text: any(map(str.isalnum, text)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=1, max_size=4), st.data())
def test_every_excerpt_is_the_answers_own_text(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    """Whatever was loaded and whatever is asked, nothing is quoted that is not there."""
    with KnowledgeBase.open(tmp_path_factory.mktemp("kb")) as kb:
        kb.add_drafts([Draft(text, Byline(f"Author {n}")) for n, text in enumerate(texts)], source="s")
        question = data.draw(st.one_of(words, st.sampled_from(texts)))
        reply = kb.ask(question[:2000])
        for excerpt in (*reply.excerpts, *reply.near_misses):
            assert kb.answer(excerpt.answer.id).text[excerpt.start : excerpt.end] == excerpt.text
            assert excerpt.answer.text in texts
            edges = [edge for part in excerpt.parts for edge in part]
            assert edges == sorted(edges)
            between = zip(edges[1:-1:2], edges[2::2], strict=True)
            assert all(excerpt.answer.text[start:end].strip() for start, end in between)
            assert excerpt.text.strip()


def test_a_question_of_few_words_finds_answers_in_the_language_they_are_in(kb: KnowledgeBase) -> None:
    german = "Der Vorstand ernennt den Nachfolger. Er wird im Januar gewählt und bleibt drei Jahre."
    kb.add_drafts([draft(german), draft("The board meets every January and takes notes.")], source="s")
    # Alone, the word reads as English, whose stemmer keeps its ending.
    assert kb.ask("Nachfolgern").excerpts[0].text.startswith("Der Vorstand")


def test_a_name_in_quotation_marks_is_found_in_the_question_that_was_answered(kb: KnowledgeBase) -> None:
    kb.add_drafts(
        [
            draft(
                "The song was written in a cellar in Dundee.", question="Where does Chasing Trams come from?"
            ),
            draft("Chasing trams is written about in every guide to the city."),
        ],
        source="s",
    )
    reply = kb.ask('where was the song "Chasing Trams" written')
    assert reply.excerpts[0].text == "The song was written in a cellar in Dundee."
    assert reply.applied_filters.phrases == ("Chasing Trams",)


def test_quoted_words_that_nobody_wrote_so_are_searched_like_others(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("The song Chasing the Trams was written in a cellar in Dundee.")], source="s")
    reply = kb.ask('where was the song "Chasing Trams" written')
    assert reply.answered
    assert reply.applied_filters.phrases == (), "what was not applied is not said to be"


def test_a_misspelt_title_in_quotation_marks_is_mended_and_a_single_word_is_not(kb: KnowledgeBase) -> None:
    kb.add_drafts([draft("The song Chasing Trams was written in a cellar in Dundee.")], source="s")
    title = kb.ask('where was the song "Chasing Trasm" written')
    assert [each.searched for each in title.corrections] == ["trams"]
    assert title.answered
    assert kb.ask('where was the song "Trasm" written').corrections == ()
