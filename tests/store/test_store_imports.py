from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_drafts import draft, drafts, texts

from byline.errors import InputError, NotFoundError, RemovalError
from byline.loaded import ImportReport
from byline.models import Byline, DatePrecision, Draft, PrintedDate, Source
from byline.store import Store
from byline.store.samples import beginning

Load = Callable[..., ImportReport]


def figures(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.removed, report.unchanged


def test_a_first_import_reports_every_draft_as_new(load: Load, store: Store) -> None:
    report = load(drafts(3), url="https://example.org/faq")
    assert report == ImportReport(
        Source("faq", "FAQ", "Docs", "https://example.org/faq", answers=3), 3, 0, 0, 0
    )
    assert texts(store) == ["Text 0.", "Text 1.", "Text 2."]


def test_the_same_import_again_changes_nothing(load: Load, store: Store) -> None:
    load(drafts(3))
    before = list(store.answers())
    assert figures(load(drafts(3))) == (0, 0, 0, 3)
    assert store.revision() == 1
    assert list(store.answers()) == before


def test_a_changed_text_is_a_new_revision_of_the_same_answer(load: Load, store: Store) -> None:
    load([draft("Old.", "a"), draft("Same.", "b")])
    old, same = store.answers()
    assert figures(load([draft("New.", "a"), draft("Same.", "b")])) == (0, 1, 0, 1)
    new, still = store.answers()
    assert (new.id, new.number, new.text) == (old.id, old.number, "New.")
    assert new.revision != old.revision
    assert still == same


@pytest.mark.parametrize(
    "change",
    [
        {"question": "Why?"},
        {"url": "https://example.org"},
        {"tags": ("one",)},
        {"accepted": True},
        {"votes": 0},
        {"lang": "en"},
        {"license": "CC0"},
        {"truncated": True},
        {"byline": Byline("Grace Hopper")},
        {"byline": Byline("Ada Byron", role="Analyst")},
        {"byline": Byline("Ada Byron", company="Engines")},
        {"byline": Byline("Ada Byron", as_printed="Ada Byron, Analyst")},
        {"byline": Byline("Ada Byron", date=PrintedDate("May 31"))},
        {"byline": Byline("Ada Byron", date=PrintedDate(None, date(2021, 5, 1)))},
        {"byline": Byline("Ada Byron", date=PrintedDate(None, None, DatePrecision.RELATIVE))},
    ],
    ids=str,
)
def test_a_change_of_anything_but_the_line_is_a_change(load: Load, change: dict[str, object]) -> None:
    plain = draft("Text.", "a")
    load([plain])
    assert figures(load([replace(plain, line=99)])) == (0, 0, 0, 1)
    assert figures(load([replace(plain, **change)])) == (0, 1, 0, 0)
    assert figures(load([plain])) == (0, 1, 0, 0)


def test_an_answer_that_comes_back_has_its_old_id_and_number(load: Load, store: Store) -> None:
    load(drafts(2))
    first, second = store.answers()
    load(drafts(1), allow_removal=True)
    assert list(store.answers()) == [first]
    report = load([*drafts(1), draft("Text 1, mended.", "k1")])
    assert figures(report) == (1, 0, 0, 1)
    back = store.answer(second.id)
    assert (back.number, back.text) == (second.number, "Text 1, mended.")


def test_an_answer_that_comes_back_unaltered_gets_no_second_revision(load: Load, store: Store) -> None:
    load(drafts(2))
    second = list(store.answers())[1]
    load(drafts(1), allow_removal=True)
    load(drafts(2))
    assert store.answer(second.id) == second
    assert len(store.history(second.id)) == 1


@pytest.mark.parametrize(("count", "removed"), [(10, 1), (20, 2), (29, 2), (1000, 100)])
def test_a_tenth_of_a_source_may_go_without_a_yes(load: Load, count: int, removed: int) -> None:
    load(drafts(count))
    assert load(drafts(count - removed)).removed == removed


@pytest.mark.parametrize(("count", "removed"), [(1, 1), (9, 1), (10, 2), (29, 3), (1000, 101)])
def test_more_than_a_tenth_of_a_source_goes_only_with_a_yes(
    load: Load, store: Store, count: int, removed: int
) -> None:
    load(drafts(count))
    fewer = [*drafts(count - removed), draft("Another.", "another")]
    with pytest.raises(RemovalError, match=rf"remove {removed} of {count} answers.*--yes"):
        load(fewer)
    assert store.revision() == 1
    assert texts(store) == [each.text for each in drafts(count)]
    assert load(fewer, allow_removal=True).removed == removed


def test_answers_withdrawn_before_do_not_count_towards_the_tenth(load: Load) -> None:
    load(drafts(20))
    load(drafts(10), allow_removal=True)
    with pytest.raises(RemovalError, match="remove 2 of 10 answers"):
        load(drafts(8))


def test_a_dry_run_reports_what_an_import_would_do_and_does_nothing(load: Load, store: Store) -> None:
    load(drafts(4))
    before = list(store.answers())
    version = [draft("Mended.", "k0"), *drafts(1, start=1), draft("New.", "new")]
    dry = load(version, dry_run=True, title="Another title")
    assert figures(dry) == (1, 1, 2, 1)
    assert dry.dry_run
    assert store.revision() == 1
    assert list(store.answers()) == before
    assert load(version, title="Another title", allow_removal=True) == replace(
        dry, dry_run=False, needs_yes=False, samples=()
    )


def test_a_dry_run_of_a_new_source_leaves_no_trace(load: Load, store: Store) -> None:
    load(drafts(4), dry_run=True)
    assert store.sources() == []
    assert store.collections() == []


@pytest.mark.parametrize("before_the_fault", [0, 5, 2500])
def test_a_fault_in_the_drafts_leaves_everything_as_it_was(
    load: Load, store: Store, before_the_fault: int
) -> None:
    def faulty() -> Iterator[Draft]:
        yield from drafts(before_the_fault, start=1)
        raise InputError("line 7 is nonsense")

    load(drafts(1))
    with pytest.raises(InputError, match="line 7 is nonsense"):
        load(faulty())
    assert texts(store) == ["Text 0."]
    assert store.revision() == 1
    load(drafts(2))
    assert texts(store) == ["Text 0.", "Text 1."]


def test_the_revision_rises_by_one_with_each_change_however_large(load: Load, store: Store) -> None:
    assert store.revision() == 0
    load(drafts(2500))
    assert store.revision() == 1
    load([draft(f"Other {n}.", f"k{n}") for n in range(2500)])
    assert store.revision() == 2


def test_a_new_title_of_a_source_shows_at_once_and_raises_the_revision(load: Load, store: Store) -> None:
    load(drafts(1))
    load(drafts(1), title="Questions", url="https://example.org")
    (answer,) = store.answers()
    assert answer.source == Source("faq", "Questions", "Docs", "https://example.org")
    assert store.revision() == 2
    assert list(store.changes_since(1)) == []


def test_ids_are_the_same_in_every_store(load: Load, store: Store) -> None:
    load([draft("One.", "k1"), draft("Two.", question="Why?")])
    assert [answer.id for answer in store.answers()] == ["a_txaan5aso364gp7p", "a_mukfh3xefby2lmjt"]


def test_ids_differ_by_collection_source_and_key(store: Store) -> None:
    for collection, key in (("Docs", "faq"), ("Docs", "ama"), ("Team", "faq"), ("D", "ocsfaq")):
        store.import_source(drafts(2), key=key, collection=collection, title="T")
    assert len({answer.id for answer in store.answers()}) == 8


def test_a_draft_without_a_key_is_known_by_author_and_question(load: Load, store: Store) -> None:
    one = draft("One.", question="Why?")
    other = draft("Other.", question="Why?", author="Grace Hopper")
    load([one, other])
    before = {answer.text: answer.id for answer in store.answers()}
    assert figures(load([replace(other, text="Other, mended."), one])) == (0, 1, 0, 1)
    after = {answer.text: answer.id for answer in store.answers()}
    assert after == {"One.": before["One."], "Other, mended.": before["Other."]}


def test_two_answers_of_one_author_to_one_question_are_told_apart_by_order(load: Load, store: Store) -> None:
    load([draft("First.", question="Why?"), draft("Second.", question="Why?")])
    first, second = store.answers()
    assert figures(load([draft("First.", question="Why?"), draft("2nd.", question="Why?")])) == (0, 1, 0, 1)
    assert store.answer(first.id).text == "First."
    assert store.answer(second.id).text == "2nd."


def test_an_unknown_author_or_question_is_not_an_empty_one(load: Load, store: Store) -> None:
    load([draft("One.", author=None), draft("Two.", author=""), draft("Three.", question="")])
    ids = {answer.text: answer.id for answer in store.answers()}
    assert figures(load([draft("Two.", author=""), draft("One.", author=None)], allow_removal=True)) == (
        0,
        0,
        1,
        2,
    )
    assert {answer.text: answer.id for answer in store.answers()} == {
        text: ids[text] for text in ("One.", "Two.")
    }


def test_two_drafts_with_one_key_are_refused_with_both_their_lines(load: Load, store: Store) -> None:
    twice = [draft("One.", "x", line=3), draft("Two.", "y", line=5), draft("Three.", "x", line=8)]
    with pytest.raises(InputError, match=r"line 3 and line 8 have the same key 'x'"):
        load(twice)
    assert store.counts().answers == 0


def test_two_drafts_with_one_key_and_no_lines_are_counted(load: Load) -> None:
    twice = [*drafts(1500), draft("Again.", "k7")]
    with pytest.raises(InputError, match=r"answer 8 and answer 1501 have the same key 'k7'"):
        load(twice)


@pytest.mark.parametrize("flaw", ["\0", "\ud800"], ids=ascii)
@pytest.mark.parametrize(
    "part", ["text", "key", "question", "url", "tags", "lang", "license", "author", "role", "company"]
)
def test_text_that_can_not_be_kept_is_refused_with_its_line(
    load: Load, store: Store, part: str, flaw: str
) -> None:
    value = f"before{flaw}after"
    parts = {"text": "Fine.", "line": 12, part: (value,) if part == "tags" else value}
    with pytest.raises(InputError, match=r"line 12: (the|a) \w+ has (a NUL|half of)"):
        load([draft("Fine."), draft(**parts)])
    assert store.counts().answers == 0


def test_votes_beyond_the_database_are_refused_with_their_line(load: Load, store: Store) -> None:
    load([draft("Most.", "a", votes=2**63 - 1), draft("Least.", "b", votes=-(2**63) + 1)])
    assert [answer.votes for answer in store.answers()] == [2**63 - 1, -(2**63) + 1]
    with pytest.raises(InputError, match="line 4: 9223372036854775808 votes"):
        load([draft("Too many.", "a", votes=2**63, line=4)])


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "\ud800"], ids=ascii)
@pytest.mark.parametrize("what", ["key", "collection", "title", "url"])
def test_a_source_must_have_names_that_say_something(load: Load, what: str, name: str) -> None:
    with pytest.raises(InputError):
        load(drafts(1), **{what: name})


# All of Unicode but what is no text: surrogates and NUL.
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(_TEXT, st.none() | _TEXT, st.lists(_TEXT)), max_size=5))
def test_any_text_comes_back_to_the_last_character(
    load: Load, store: Store, said: list[tuple[str, str | None, list[str]]]
) -> None:
    load(
        [
            draft(text, author=name, role=name, question=name, tags=tuple(tags), lang=name)
            for text, name, tags in said
        ],
        allow_removal=True,
    )
    kept = [
        (answer.text, answer.byline.author, list(answer.tags))
        for answer in store.answers()
        if answer.byline.role == answer.question == answer.lang == answer.byline.author
    ]
    assert sorted(kept, key=repr) == sorted(said, key=repr)


def test_progress_tells_the_drafts_done(load: Load) -> None:
    done: list[int] = []
    load(drafts(2500), progress=done.append)
    assert done == [1000, 2000, 2500]


def test_drafts_are_taken_as_a_stream(load: Load, store: Store) -> None:
    alive: list[int] = []

    def watched() -> Iterator[Draft]:
        for n in range(5000):
            alive.append(n)
            yield draft(f"Text {n}.", f"k{n}")

    load(watched(), progress=lambda done: alive.append(-done))
    # When a batch is done, not one draft of the next has been asked for.
    assert [alive[alive.index(-done) - 1] for done in (1000, 3000)] == [999, 2999]


def test_an_import_may_read_the_store_that_it_writes(load: Load, store: Store) -> None:
    load(drafts(3))
    copies = (draft(answer.text.upper(), answer.id) for answer in store.answers())
    store.import_source(copies, key="loud", collection="Docs", title="Loud")
    assert texts(store)[3:] == ["TEXT 0.", "TEXT 1.", "TEXT 2."]


def test_a_removed_source_is_gone_until_it_is_imported_again(load: Load, store: Store) -> None:
    load(drafts(3))
    load(drafts(2), key="ama")
    kept = list(store.answers())
    assert store.remove_source("faq") == 3
    assert list(store.answers()) == kept[3:]
    assert [source.key for source in store.sources()] == ["ama"]
    with pytest.raises(NotFoundError, match="no source 'faq'"):
        store.remove_source("faq")
    assert load(drafts(3)).new == 3
    assert list(store.answers()) == kept
    assert sorted(source.key for source in store.sources()) == ["ama", "faq"]


def test_a_source_is_removed_from_one_collection_or_from_all(load: Load, store: Store) -> None:
    for name in ("One", "Two", "Three"):
        load(drafts(2), collection=name)
    assert store.remove_source("faq", "Two") == 2
    with pytest.raises(NotFoundError, match="no source 'faq' in the collection 'Two'"):
        store.remove_source("faq", "Two")
    assert store.remove_source("faq") == 4
    assert store.counts().answers == 0


def test_a_removed_collection_takes_its_sources_and_no_other(load: Load, store: Store) -> None:
    load(drafts(2))
    load(drafts(3), key="ama")
    load(drafts(4), collection="Team")
    before = store.revision()
    assert store.remove_collection("Docs") == 5
    assert store.revision() == before + 1
    assert [summary.name for summary in store.collections()] == ["Team"]
    with pytest.raises(NotFoundError, match="no collection 'Docs'"):
        store.remove_collection("Docs")


def test_a_removed_answer_says_that_it_was_withdrawn(load: Load, store: Store) -> None:
    load(drafts(2))
    first, second = store.answers()
    store.remove_answer(first.id)
    assert list(store.answers()) == [second]
    assert list(store.changes_since(1)) == [(first.number, None)]
    with pytest.raises(NotFoundError, match="was withdrawn"):
        store.remove_answer(first.id)
    assert store.revision() == 2


@pytest.mark.parametrize(
    "public_id", ["", "a_aaaaaaaaaaaaaaaa", "a_\ud800", "a_\0", "A_TXAAN5ASO364GP7P"], ids=ascii
)
def test_an_unknown_answer_is_not_found(store: Store, public_id: str) -> None:
    for method in (store.answer, store.remove_answer, store.history):
        with pytest.raises(NotFoundError, match="There is no answer"):
            method(public_id)


def test_drafts_that_can_not_be_stored_are_handed_out_and_the_rest_is_loaded(
    load: Load, store: Store
) -> None:
    refused: list[tuple[str, str]] = []
    report = load(
        [draft("One.", "x", line=3), draft("Nul\0.", "n"), draft("Again.", "x", line=8), draft("Two.", "y")],
        reject=lambda each, error: refused.append((each.text, str(error))),
    )
    assert figures(report) == (2, 0, 0, 0)
    assert texts(store) == ["One.", "Two."]
    assert [text for text, _ in refused] == ["Nul\0.", "Again."]
    assert "line 3 and line 8 have the same key 'x'" in refused[1][1]


def test_while_records_were_left_out_nothing_goes_without_a_yes(load: Load, store: Store) -> None:
    load(drafts(100))
    with pytest.raises(RemovalError, match=r"remove 1 of 100 answers, and 2 of its records"):
        load(drafts(99), left_out=lambda: 2)
    assert store.counts().answers == 100
    assert load(drafts(99), left_out=lambda: 2, allow_removal=True).removed == 1


def test_a_dry_run_samples_the_first_three_of_each_change(load: Load, store: Store) -> None:
    load(drafts(10))
    mended = [draft(f"Mended {n}.", f"k{n}") for n in range(5)]
    report = load([*mended, *drafts(3, start=20)], dry_run=True)
    assert figures(report) == (3, 5, 5, 0)
    assert report.needs_yes
    assert [(each.change, each.beginning) for each in report.samples] == [
        *[("new", f"Text {n}.") for n in (20, 21, 22)],
        *[("changed", f"Mended {n}.") for n in (0, 1, 2)],
        *[("removed", f"Text {n}.") for n in (5, 6, 7)],
    ]
    assert store.revision() == 1


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=600))
def test_a_sample_shows_the_first_words_in_one_line(text: str) -> None:
    shown = beginning(text)
    assert "\n" not in shown
    assert len(shown) <= 81
    assert " ".join(text.split()).startswith(shown.removesuffix("…").rstrip())
    if len(text) <= 80:
        assert shown == " ".join(text.split())
