from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy import text as sql
from store_drafts import draft, drafts, texts

from byline.loaded import ImportReport
from byline.models import (
    Answer,
    AuthorSummary,
    Byline,
    CollectionSummary,
    DatePrecision,
    Draft,
    PrintedDate,
    Source,
)
from byline.store import Names, Store, StoreCounts

Load = Callable[..., ImportReport]


def test_an_answer_comes_back_with_everything_that_was_said(load: Load, store: Store) -> None:
    byline = Byline(
        "Devika Nair",
        "Technical PM, Platform",
        "Fernbank",
        PrintedDate("Feb 2021", date(2021, 2, 1), DatePrecision.MONTH),
        "Technical PM, Platform at Fernbank Feb 2021",
    )
    said = Draft(
        text="First.\n\n• Second, “quoted” — naïve 🙂.",
        byline=byline,
        question="How?",
        key="q7",
        url="https://example.org/q7",
        tags=("product", 'data, quoted "so"'),
        accepted=True,
        votes=-3,
        lang="en",
        license="CC BY-SA 4.0",
        truncated=True,
        line=40,
    )
    load([said], url="https://example.org")
    (answer,) = store.answers()
    assert answer == Answer(
        number=answer.number,
        id=answer.id,
        revision="sha256:" + sha256(said.text.encode()).hexdigest(),
        text=said.text,
        byline=byline,
        question="How?",
        source=Source("faq", "FAQ", "Docs", "https://example.org"),
        url="https://example.org/q7",
        tags=said.tags,
        accepted=True,
        votes=-3,
        lang="en",
        license="CC BY-SA 4.0",
        truncated=True,
    )
    assert store.answer(answer.id) == answer
    assert store.by_numbers([answer.number]) == {answer.number: answer}
    assert type(answer.accepted) is bool
    assert type(answer.byline.date.value) is date


def test_by_numbers_leaves_out_what_is_not_there(load: Load, store: Store) -> None:
    load(drafts(20))
    answers = list(store.answers())
    store.remove_answer(answers[4].id)
    wanted = [answers[n].number for n in (1, 4, 7)]
    assert store.by_numbers([*wanted, 999]) == {answers[n].number: answers[n] for n in (1, 7)}
    assert store.by_numbers([]) == {}


def test_answers_come_in_a_stable_order_a_page_at_a_time(load: Load, store: Store) -> None:
    load(drafts(7))
    load(reversed(drafts(7)))
    everything = [f"Text {n}." for n in range(7)]
    assert texts(store) == everything
    assert texts(store, limit=3) + texts(store, limit=3, offset=3) + texts(store, offset=6) == everything
    assert texts(store, limit=0) == []
    assert texts(store, limit=5, offset=7) == []


def test_collections_are_named_without_case(load: Load, store: Store) -> None:
    load([draft("A.")], collection="Straße")
    load([draft("B.")], collection="Team")
    load([draft("C.")], collection="Other")
    assert texts(store, collection=["STRASSE", "team"]) == ["A.", "B."]
    assert texts(store, collection=["nobody's"]) == []
    assert texts(store, collection=["\ud800"]) == []
    assert [source.collection for source in store.sources(["team"])] == ["Team"]
    assert store.authors(["nobody's"]) == []


def test_changes_since_tells_each_answer_once_as_it_is_now(load: Load, store: Store) -> None:
    load(drafts(3))
    load([draft("Mended.", "k0"), *drafts(2, start=1)])
    load([draft("Mended twice.", "k0"), *drafts(1, start=1)], allow_removal=True)
    load(drafts(1), key="ama")
    first, second, fourth = store.answers()
    third = first.number + 2
    everything = {first.number: first, second.number: second, third: None, fourth.number: fourth}
    assert dict(store.changes_since(0)) == everything
    assert list(store.changes_since(1)) == [(first.number, first), (third, None), (fourth.number, fourth)]
    assert list(store.changes_since(3)) == [(fourth.number, fourth)]
    assert list(store.changes_since(4)) == []


def test_a_stream_shows_one_state_while_the_store_changes(load: Load, store: Store) -> None:
    load(drafts(3000))
    stream = store.answers()
    changes = store.changes_since(0)
    seen = [next(stream).text]
    told = [next(changes)]
    load([draft(f"New {n}.", f"k{n}") for n in range(3000)])
    seen += [answer.text for answer in stream]
    told += list(changes)
    assert seen == [f"Text {n}." for n in range(3000)]
    assert [answer.text for _, answer in told if answer] == seen
    assert next(store.answers()).text == "New 0."


def test_a_stream_that_is_left_half_way_holds_nothing_up(load: Load, store: Store) -> None:
    load(drafts(3000))
    for _ in range(40):
        next(store.answers())
    load(drafts(3001))
    assert store.counts().answers == 3001


def test_sources_are_counted_and_in_order(load: Load, store: Store) -> None:
    load(drafts(2), key="z", title="Alpha", collection="Two")
    load(drafts(3), key="y", title="Beta", collection="One", url="https://example.org")
    load([], key="x", title="Alpha", collection="One")
    store.remove_answer(next(store.answers(collection=["two"])).id)
    assert store.sources() == [
        Source("x", "Alpha", "One", None, 0),
        Source("y", "Beta", "One", "https://example.org", 3),
        Source("z", "Alpha", "Two", None, 1),
    ]


def test_collections_tell_how_much_is_in_them(load: Load, store: Store) -> None:
    load([draft("A."), draft("B.", author="Grace Hopper"), draft("C.", author=None)], key="a")
    load([draft("D.")], key="b")
    load([], collection="Empty")
    assert store.collections() == [
        CollectionSummary("Docs", answers=4, authors=2, sources=2),
        CollectionSummary("Empty", answers=0, authors=0, sources=1),
    ]


def test_authors_have_what_their_bylines_said_newest_first(load: Load, store: Store) -> None:
    load(
        [
            draft("A.", role="Analyst", company="Engines", day=date(2019, 1, 1)),
            draft("B.", role="Director", company="Looms", day=date(2022, 1, 1)),
            draft("C.", role="Analyst", company="Looms", day=date(2020, 1, 1)),
            draft("D.", role="Student"),
            draft("E.", author="Grace Hopper"),
            draft("F.", author=None, role="Nobody"),
        ]
    )
    assert store.authors() == [
        AuthorSummary("Ada Byron", 4, ("Director", "Analyst", "Student"), ("Looms", "Engines")),
        AuthorSummary("Grace Hopper", 1),
    ]
    assert store.authors(["docs"]) == store.authors()


def test_names_are_those_of_current_answers(load: Load, store: Store) -> None:
    load(
        [
            draft("A.", "a", role="Analyst", company="Engines", tags=("maths", "looms")),
            draft("B.", "b", author="Grace Hopper", role="Admiral", tags=("maths",)),
            draft("C.", "c", author=None),
            draft("D.", "d", author="Gone", company="Gone", role="Gone", tags=("gone",)),
        ]
    )
    store.remove_answer(list(store.answers())[3].id)
    assert store.names() == Names(
        authors=("Ada Byron", "Grace Hopper"),
        companies=("Engines",),
        roles=("Admiral", "Analyst"),
        tags=("looms", "maths"),
    )


def test_an_empty_store_is_empty_in_every_way(store: Store) -> None:
    counts = store.counts()
    assert counts == StoreCounts(0, 0, 0, 0, revision=0, bytes=counts.bytes)
    assert store.names() == Names((), (), (), ())
    assert [*store.answers(), *store.changes_since(0)] == []
    assert store.sources() == store.collections() == store.authors() == []


def test_counts_are_of_what_is_there_now(load: Load, store: Store) -> None:
    load([draft("A."), draft("B.", author="Grace Hopper"), draft("C.", author=None)])
    load([draft("D." * 100_000)], key="large", collection="Team")
    load(drafts(2), key="gone", collection="Gone")
    store.remove_collection("Gone")
    counts = store.counts()
    assert counts == StoreCounts(2, 2, 4, 2, revision=4, bytes=counts.bytes)
    assert counts.bytes > 200_000


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "FAR-9")  # nine hours east
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_from_greenwich")
def test_old_revisions_stay_readable_with_their_moment_in_utc(load: Load, store: Store) -> None:
    start = datetime.now(UTC)
    for text in ("One.", "Two.", "Three."):
        load([draft(text, "a", role=text)], title=f"Title of {text}")
        time.sleep(0.002)
    (answer,) = store.answers()
    store.remove_answer(answer.id)
    history = store.history(answer.id)
    assert [(each.answer.text, each.answer.byline.role) for each in history] == [
        (text, text) for text in ("One.", "Two.", "Three.")
    ]
    assert [each.store_revision for each in history] == [1, 2, 3]
    assert history[2].answer == answer
    moments = [start, *(each.created_at for each in history), datetime.now(UTC)]
    assert moments == sorted(moments)
    assert {each.created_at.utcoffset() for each in history} == {timedelta(0)}


@pytest.mark.parametrize("size", [1, 499, 500, 501, 2000])
def test_streams_are_whole_whatever_their_length(load: Load, store: Store, size: int) -> None:
    load(drafts(size))
    assert texts(store) == [f"Text {n}." for n in range(size)]


def test_an_author_s_answers_come_newest_first_a_page_at_a_time(load: Load, store: Store) -> None:
    load(
        [
            draft("Old.", "1", day=date(2020, 1, 1)),
            draft("Undated.", "2"),
            draft("New.", "3", day=date(2024, 1, 1)),
            draft("Hers.", "4", author="Bo Day"),
        ]
    )
    assert [answer.text for answer in store.by_author("Ada Byron", 9)] == ["New.", "Old.", "Undated."]
    assert [answer.text for answer in store.by_author("Ada Byron", 1, 1)] == ["Old."]
    assert store.by_author("ada byron", 9) == []
    assert [author.name for author in store.authors(name="Bo Day")] == ["Bo Day"]


def test_an_author_s_tags_are_counted(load: Load, store: Store) -> None:
    load(
        [
            draft("One.", "1", tags=("b", "a")),
            draft("Two.", "2", tags=("a",)),
            draft("Three.", "3", tags=("a",)),
            draft("Hers.", "4", author="Bo Day", tags=("c",)),
        ]
    )
    assert store.tags_of("Ada Byron") == [("a", 3), ("b", 1)]


def test_all_answers_to_a_question_are_those_to_the_whole_of_it(load: Load, store: Store) -> None:
    long = "Why " + "so " * 60 + "long?"
    load(
        [
            draft("One.", "1", question=long),
            draft("Two.", "2", question=long, author="Bo Day"),
            draft("Other.", "3", question=long + " Really?"),
        ]
    )
    assert [answer.text for answer in store.to_question(long, 9)] == ["One.", "Two."]
    assert [answer.text for answer in store.to_question(long, 9, 1)] == ["Two."]
    assert store.to_question("Why", 9) == []


def test_the_newest_answer_to_a_question_goes_by_date_then_by_what_came_last(
    load: Load, store: Store
) -> None:
    load(
        [
            draft("Old.", "1", question="Why?", day=date(2020, 1, 1)),
            draft("New.", "2", question="Why?", day=date(2022, 1, 1)),
            draft("Undated.", "3", question="Why?"),
            draft("First.", "4", question="How?"),
            draft("Last.", "5", question="How?"),
            draft("Other.", "6", question="Why not?", day=date(2024, 1, 1)),
        ]
    )
    found = store.newest_to(["Why?", "How?", "Who?"])
    texts = {question: store.by_numbers([number])[number].text for question, (number, _) in found.items()}
    assert texts == {"Why?": "New.", "How?": "Last."}
    assert {question: count for question, (_, count) in found.items()} == {"Why?": 3, "How?": 2}
    assert store.newest_to([]) == {}
    assert store.newest_to(["Why?"], ["no such collection"]) == {}


def test_questions_and_authors_are_looked_up_in_an_index(url: str, store: Store) -> None:
    with create_engine(url).connect() as connection:
        for column, index in (("author", "author"), ("substr(question, 1, 80)", "question_start")):
            plan = connection.execute(
                sql(f"EXPLAIN QUERY PLAN SELECT number FROM revisions WHERE {column} = 'x'")
            )
            assert f"ix_revisions_{index}" in str(plan.all())


@pytest.fixture
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is sent to any database, with its values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        sent.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.newest_to(["Why?"]),
        lambda store: store.newest_to(["Why?", "How?"]),
        lambda store: store.to_question("Why?", 9),
    ],
)
def test_no_question_is_looked_for_in_every_answer(
    ask: Callable[[Store], object], url: str, store: Store, statements: list[tuple[str, Any]]
) -> None:
    store.revision()  # opens the connection that questions are read over, of which SQLAlchemy knows nothing
    kept = store._database._kept
    assert kept is not None
    kept.set_trace_callback(lambda sql: statements.append((sql, ())))
    statements.clear()
    ask(store)
    ((statement, values),) = [each for each in statements if each[0].startswith("SELECT")]
    with create_engine(url).connect() as connection:
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
    assert "ix_revisions_question_start" in plan
    assert "SCAN revisions" not in plan


def test_what_was_corrected_is_found_by_what_it_said_before(load: Load, store: Store) -> None:
    load([draft("We ship on 100% of Tuesdays.", "1"), draft("We ship on Tuesdays too.", "2")])
    load([draft("We ship on Mondays.", "1"), draft("We ship on Tuesdays too.", "2")])
    (found,) = store.corrected(["Tuesdays", "100%"], 9)
    assert store.answer(found).text == "We ship on Mondays."
    assert store.corrected(["Mondays"], 9) == []
    store.remove_answer(found)
    assert store.corrected(["Tuesdays"], 9) == []
