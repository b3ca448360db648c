"""The index of vectors against a dictionary that is searched one by one."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.errors import SearchIndexError
from byline.transformer.segments import Encoded
from byline.transformer.vectors import VectorIndex

DIMENSIONS = 8
TOLERANCE = 2e-3


def vectors(seed: int, count: int) -> np.ndarray:
    found = np.random.default_rng(seed).standard_normal((count, DIMENSIONS))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


def encoded(number: int, seed: int, count: int = 2) -> Encoded:
    return Encoded(number, seed, vectors(seed, count))


def question(seed: int) -> np.ndarray:
    asked = vectors(seed, 1)[0].astype(np.float32)
    return asked / np.linalg.norm(asked)


def one_by_one(truth: dict[int, Encoded], asked: np.ndarray) -> list[tuple[int, int]]:
    found = [
        (-float(row.astype(np.float32) @ asked), number, ordinal)
        for number, each in truth.items()
        for ordinal, row in enumerate(each.vectors)
    ]
    return [(number, ordinal) for _, number, ordinal in sorted(found)]


def cosine(truth: dict[int, Encoded], asked: np.ndarray, place: tuple[int, int]) -> float:
    number, ordinal = place
    return float(truth[number].vectors[ordinal].astype(np.float32) @ asked)


COMMITS = st.lists(
    st.dictionaries(st.integers(0, 12), st.integers(0, 4), min_size=0, max_size=6), min_size=1, max_size=14
)


@settings(max_examples=60, deadline=None)
@given(COMMITS, st.integers(1, 12))
def test_after_any_changes_it_holds_what_was_said_last(commits: list[dict[int, int]], count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = VectorIndex(Path(folder) / "vectors", DIMENSIONS)
        truth: dict[int, Encoded] = {}
        for revision, changes in enumerate(commits, start=1):
            batch = [encoded(number, revision * 100 + number, rows) for number, rows in changes.items()]
            index.commit(batch, revision)
            for each in batch:
                truth.pop(each.number, None)
                if len(each.vectors):
                    truth[each.number] = each
        asked = question(7)
        for reader in (index, VectorIndex(Path(folder) / "vectors", DIMENSIONS)):
            assert reader.revision == len(commits)
            assert reader.sentences == sum(len(each.vectors) for each in truth.values())
            near = reader.nearest(asked, count)
            # By cosine: sixteen bits do not tell apart what differs in the fifth digit.
            expected = [cosine(truth, asked, place) for place in one_by_one(truth, asked)[:count]]
            found = [(each.answer, each.ordinal) for each in near]
            assert len(set(found)) == len(expected)
            assert [cosine(truth, asked, place) for place in found] == pytest.approx(expected, abs=TOLERANCE)
            assert [each.cosine for each in near] == pytest.approx(expected, abs=TOLERANCE)
            assert {number: reader.hash_of(number) for number in range(13)} == {
                number: truth[number].hash if number in truth else None for number in range(13)
            }


def test_cosines_are_of_the_text_that_is_meant_or_not_there(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "vectors", DIMENSIONS)
    index.commit([encoded(3, 30), encoded(5, 50)], 1)
    index.commit([encoded(5, 51)], 2)
    asked = question(1)
    wanted = [(5, 1, 51), (5, 1, 50), (5, 2, 51), (4, 0, 40), (3, 0, 30), (3, 0, None)]
    found = index.cosines(asked, wanted)
    assert np.isnan(found).tolist() == [False, True, True, True, False, False]
    assert found[0] == pytest.approx(float(vectors(51, 2)[1].astype(np.float32) @ asked), abs=1e-6)
    assert found[4] == found[5]
    assert np.isnan(VectorIndex(tmp_path / "empty", DIMENSIONS).cosines(asked, wanted)).all()


def test_the_nearest_of_some_are_exact(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "vectors", DIMENSIONS)
    truth = {number: encoded(number, number, 3) for number in range(50)}
    index.commit(list(truth.values()), 1)
    asked = question(99)
    some = {number: truth[number] for number in (3, 20, 41)}
    wanted = [(number, ordinal, None) for number in some for ordinal in range(3)]
    near = index.nearest_among(asked, [*wanted, (77, 0, None)], 5)
    assert [(each.answer, each.ordinal) for each in near] == one_by_one(some, asked)[:5]


def test_there_are_few_segments_however_many_commits(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "vectors", DIMENSIONS)
    for number in range(200):
        index.commit([encoded(number, number)], number)
    files = list((tmp_path / "vectors").glob("*.vectors.npy"))
    assert len(files) <= 9, "each has at least twice the next, so they are as many as 200 has binary digits"
    assert index.sentences == 400


def test_vectors_of_texts_that_are_gone_do_not_stay_for_ever(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "vectors", DIMENSIONS)
    index.commit([encoded(number, number, 10) for number in range(400)], 1)
    index.commit([encoded(number, number, 0) for number in range(390)], 2)
    assert index.sentences == 100
    assert sum(file.stat().st_size for file in (tmp_path / "vectors").iterdir()) < 10_000


def test_a_reader_takes_up_a_commit_when_it_refreshes(tmp_path: Path) -> None:
    writer, reader = (VectorIndex(tmp_path / "vectors", DIMENSIONS) for _ in range(2))
    writer.commit([encoded(1, 1)], 4)
    assert (reader.revision, reader.sentences) == (0, 0)
    reader.refresh()
    assert (reader.revision, reader.sentences) == (4, 2)
    for number in range(2, 20):
        writer.commit([encoded(number, number)], number)
    assert reader.nearest(question(1), 1), "what it has mapped stays there, though the files are removed"
    reader.refresh()
    assert reader.sentences == 38


def test_what_a_killed_commit_left_is_not_seen_and_is_removed_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    index = VectorIndex(folder, DIMENSIONS)
    index.commit([encoded(1, 1)], 1)
    committed = (folder / "commit.json").read_bytes()
    index.commit([encoded(1, 2), encoded(2, 3)], 2)
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    # A commit is the replacing of that file: without it, this is what a kill leaves.
    first = VectorIndex(tmp_path / "again", DIMENSIONS)
    first.commit([encoded(1, 1)], 1)
    for name, content in kept.items():
        if name != "commit.json" and not (tmp_path / "again" / name).exists():
            (tmp_path / "again" / name).write_bytes(content[: len(content) // 2])
    assert (tmp_path / "again" / "commit.json").read_bytes() == committed
    again = VectorIndex(tmp_path / "again", DIMENSIONS)
    assert (again.revision, again.sentences, again.hash_of(1)) == (1, 2, 1)
    again.commit([encoded(1, 2), encoded(2, 3)], 2)
    assert (again.hash_of(1), again.hash_of(2)) == (2, 3)
    names = json.loads((tmp_path / "again" / "commit.json").read_text())["segments"]
    assert {path.name.partition(".")[0] for path in (tmp_path / "again").glob("*.npy")} == set(names)


@pytest.mark.parametrize("damage", ["{", '{"segments": ["9"], "revision": 1, "next": 2}', "[]"])
def test_a_damaged_index_says_what_to_do(damage: str, tmp_path: Path) -> None:
    VectorIndex(tmp_path, DIMENSIONS).commit([encoded(1, 1)], 1)
    (tmp_path / "commit.json").write_text(damage)
    with pytest.raises(SearchIndexError, match="byline model add"):
        VectorIndex(tmp_path, DIMENSIONS)


def test_a_segment_that_was_cut_off_is_damage(tmp_path: Path) -> None:
    VectorIndex(tmp_path, DIMENSIONS).commit([encoded(1, 1, 50)], 1)
    (file,) = tmp_path.glob("*.vectors.npy")
    file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(SearchIndexError):
        VectorIndex(tmp_path, DIMENSIONS)
