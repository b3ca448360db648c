"""Where the time goes: each moment counts for one stage, and nothing is counted that nobody measures."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline import KnowledgeBase
from byline.stages import STAGES, in_order, looked_up, measured, stage

SLEEP_S = 0.02


@stage("candidates")
def searching() -> str:
    time.sleep(SLEEP_S)
    return "found"


@stage("ranking")
def ranking() -> str:
    time.sleep(SLEEP_S)
    return searching()


def test_a_stage_within_another_interrupts_it() -> None:
    with measured() as measures:
        assert ranking() == "found"
    assert SLEEP_S <= measures.seconds["ranking"] < 2 * SLEEP_S + measures.seconds["candidates"]
    assert measures.seconds["candidates"] >= SLEEP_S
    assert [name for name, _ in in_order(measures.seconds)] == ["candidates", "ranking", "rest"]


def test_the_stages_together_are_the_whole() -> None:
    started = time.perf_counter()
    with measured() as measures:
        ranking()
        time.sleep(SLEEP_S)
        searching()
    took = time.perf_counter() - started
    assert sum(measures.seconds.values()) == measures.total
    assert 4 * SLEEP_S <= measures.total <= took


def test_a_stage_that_fails_is_counted_and_ended() -> None:
    @stage("spelling")
    def failing() -> None:
        raise ValueError("no such word")

    with measured() as measures:
        with pytest.raises(ValueError, match="no such word"):
            failing()
        searching()
    assert measures.seconds["spelling"] < SLEEP_S <= measures.seconds["candidates"]


def test_nothing_is_counted_where_nobody_measures() -> None:
    assert ranking() == "found"
    looked_up("answers", 1, 1)
    with measured() as measures:
        pass
    assert list(measures.seconds) == ["rest"]
    assert not measures.hits


def test_threads_measure_each_for_itself() -> None:
    with measured() as measures:
        other = threading.Thread(target=ranking)
        other.start()
        other.join()
    assert list(measures.seconds) == ["rest"]


def test_a_block_within_another_measures_for_itself() -> None:
    with measured() as outer:
        with measured() as inner:
            searching()
        looked_up("answers", 2, 1)
    assert "candidates" in inner.seconds
    assert "candidates" not in outer.seconds
    assert (outer.hits, outer.misses, inner.hits) == ({"answers": 2}, {"answers": 1}, {})


def test_a_stage_has_one_of_the_known_names() -> None:
    with pytest.raises(ValueError, match=r"stage 'thinking'.*STAGES"):
        stage("thinking")


@given(st.lists(st.sampled_from(STAGES[:-1]), max_size=12))
def test_however_stages_nest_all_of_them_are_met_and_left(names: list[str]) -> None:
    def nested(rest: list[str]) -> int:
        return 1 + stage(rest[0])(nested)(rest[1:]) if rest else 0

    with measured() as measures:
        assert nested(names) == len(names)
    assert set(measures.seconds) == {*names, "rest"}
    assert min(measures.seconds.values()) >= 0


def test_an_ask_says_where_its_time_went_and_what_was_kept(sample_kb: KnowledgeBase) -> None:
    question = "who is the custmer of a non-technical PM?"
    with measured() as measures:
        reply = sample_kb.ask(question)
    assert reply.answered
    met = {"revision", "understanding", "spelling", "candidates", "analysed", "ranking", "choosing"}
    assert met | {"answers", "excerpts", "rest"} <= measures.seconds.keys()
    assert measures.total * 1000 >= reply.took_ms
    assert (measures.hits["replies"], measures.misses["replies"]) == (0, 1)
    with measured() as again:
        assert sample_kb.ask(question).answered
    assert (again.hits["replies"], again.misses["replies"]) == (1, 0)
    assert "ranking" not in again.seconds
