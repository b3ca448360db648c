"""Indexed answers on real files: what is read back, what an interrupted write leaves, and what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.errors import SearchIndexError
from byline.models import Answer, Byline, Source
from byline.store import indexed_answers
from byline.store.answer_files import row_of
from byline.store.indexed_answers import IndexedAnswers
from byline.text.analysed import analyse
from byline.text.found_through import FoundThrough
from byline.text.indexed import IndexedAnswer
from byline.text.indexed import indexed as kept


def indexed(number: int, text: str = "Ship.", text_hash: int = 1) -> IndexedAnswer:
    answer = Answer(number, f"a_{number}", "", text, Byline(None), "Which one?", Source("k", "t", "main"))
    return kept(analyse(answer), text_hash)


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[IndexedAnswers]:
    opened = IndexedAnswers(tmp_path)
    yield opened
    opened.close()


def write(answers: IndexedAnswers, *written: IndexedAnswer, revision: int = 1, anew: bool = False) -> None:
    with answers.writing(revision, anew=anew) as writer:
        for each in written:
            writer.put(row_of(each))


def remove(answers: IndexedAnswers, *numbers: int, revision: int = 1) -> None:
    with answers.writing(revision) as writer:
        for number in numbers:
            writer.remove(number)


def texts(answers: IndexedAnswers) -> dict[int, str]:
    return {number: each.text for number, each in answers.read(range(200)).items()}


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_what_was_written_is_read_back_by_number(answers: IndexedAnswers) -> None:
    write(answers, indexed(1), indexed(2, "Ünï 黑豹", 2**60 - 1), revision=3)
    found = answers.read([2, 1, 99])
    assert sorted(found) == [1, 2]
    assert (found[2].text, found[2].text_hash, found[2].author) == ("Ünï 黑豹", 2**60 - 1, None)
    assert answers.read([]) == {}
    assert answers.revision() == 3


def test_before_the_first_write_nothing_is_there(answers: IndexedAnswers, tmp_path: Path) -> None:
    assert (answers.revision(), answers.read([1, 2])) == (0, {})
    there, through = answers.found_through([1], [1], [0])
    assert (there, len(through.pieces), len(through.hash_counts)) == ([], 0, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_new_revision_takes_the_place_of_the_old_and_a_removed_one_goes(answers: IndexedAnswers) -> None:
    write(answers, indexed(1), indexed(2))
    with answers.writing(2) as writer:
        writer.put(row_of(indexed(1, "Ship daily.", 5)))
        writer.remove(2)
        writer.remove(77)
    found = answers.read([1, 2])
    assert list(found) == [1]
    assert (found[1].text, found[1].text_hash) == ("Ship daily.", 5)


def test_of_what_is_replaced_or_removed_no_word_stays_on_the_disk(
    answers: IndexedAnswers, tmp_path: Path
) -> None:
    write(answers, indexed(1, "Kumquats are secret."), indexed(2, "Quinces are secret."), indexed(3))
    assert b"Kumquats" in on_disk(tmp_path)
    write(answers, indexed(1, "Ship daily."), revision=2)
    remove(answers, 2, revision=3)
    for word in (b"Kumquat", b"kumquat", b"Quince", b"quince"):
        assert word not in on_disk(tmp_path)
    assert texts(answers) == {1: "Ship daily.", 3: "Ship."}


def test_a_write_that_is_cut_off_leaves_everything_as_it_was(answers: IndexedAnswers) -> None:
    write(answers, indexed(1))

    def cut_off(*, anew: bool) -> None:
        with answers.writing(2, anew=anew) as writer:
            for number in range(1500):
                writer.put(row_of(indexed(number, text_hash=9)))
            raise KeyboardInterrupt

    for anew in (False, True):
        with pytest.raises(KeyboardInterrupt):
            cut_off(anew=anew)
        assert (answers.revision(), texts(answers)) == (1, {1: "Ship."})
    write(answers, indexed(2), revision=2)
    assert texts(answers) == {1: "Ship.", 2: "Ship."}


def test_what_a_killed_write_left_at_the_end_is_written_over(answers: IndexedAnswers, tmp_path: Path) -> None:
    write(answers, indexed(1))
    (records,) = tmp_path.glob("*.records")
    with records.open("ab") as file:
        file.write(b"half a record of someone who was kil")
    with IndexedAnswers(tmp_path).writing(2) as writer:
        writer.put(row_of(indexed(2, "Ship daily.")))
    assert texts(answers) == {1: "Ship.", 2: "Ship daily."}
    assert b"kil" not in on_disk(tmp_path)


def test_another_process_finds_nothing_before_all_of_it_is_written(
    answers: IndexedAnswers, tmp_path: Path
) -> None:
    write(answers, indexed(1))
    other = IndexedAnswers(tmp_path)
    with answers.writing(2) as writer:
        writer.put(row_of(indexed(1, "Ship daily.", 2)))
        writer.put(row_of(indexed(150)))
        assert texts(other) == {1: "Ship."}
        assert other.revision() == 1
    assert texts(other) == {1: "Ship daily.", 150: "Ship."}, "it sees what grew behind what it had mapped"
    assert other.found_through([1, 1, 150], [1, 2, 1], [0, 0, 0])[0] == [1, 2], "by the text, and no other"


def test_who_has_the_files_of_before_reads_on_in_them(answers: IndexedAnswers, tmp_path: Path) -> None:
    write(answers, indexed(1), indexed(2))
    other = IndexedAnswers(tmp_path)
    write(answers, indexed(1, "Ship daily."), revision=2, anew=True)
    assert texts(answers) == {1: "Ship daily."}
    assert other.read([1, 2])[2].text == "Ship."
    other.refresh()
    assert texts(other) == {1: "Ship daily."}
    assert len(list(tmp_path.iterdir())) == 2, "nothing of the generation before is left"


def test_what_was_overwritten_is_given_back_in_time(
    answers: IndexedAnswers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexed_answers, "_COPIED_FROM", 1000)
    write(answers, *(indexed(number) for number in range(1, 100)))
    whole = len(on_disk(tmp_path))
    remove(answers, *range(1, 80), revision=2)
    assert len(on_disk(tmp_path)) == whole
    with answers.writing(3) as writer:
        writer.put(row_of(indexed(100)))
        writer.remove(80)
    assert len(on_disk(tmp_path)) < whole / 3
    assert not answers.read([80])
    assert texts(answers) == dict.fromkeys(range(81, 101), "Ship.")
    assert answers.revision() == 3


def test_files_that_are_damaged_say_what_to_do(answers: IndexedAnswers, tmp_path: Path) -> None:
    write(answers, indexed(1))
    (table,) = tmp_path.glob("*.table")
    (records,) = tmp_path.glob("*.records")
    whole = records.read_bytes()
    records.write_bytes(whole[:-8])
    with pytest.raises(SearchIndexError, match=r"should have .*made anew"):
        IndexedAnswers(tmp_path)
    records.write_bytes(whole)
    table.write_bytes(b"not a table at all " * 64)
    with pytest.raises(SearchIndexError, match=r"no table of this program.*made anew"):
        IndexedAnswers(tmp_path)
    records.unlink()
    with pytest.raises(SearchIndexError, match="made anew"):
        IndexedAnswers(tmp_path)


def test_files_that_can_not_be_written_say_so_and_leave_what_was(
    answers: IndexedAnswers, tmp_path: Path
) -> None:
    write(answers, indexed(1))
    (tmp_path / "answers.2.records").mkdir()
    with pytest.raises(SearchIndexError, match="disk's space and rights"):
        write(answers, indexed(2), anew=True)
    assert texts(answers) == {1: "Ship."}


def test_who_reads_after_the_end_is_told_so(answers: IndexedAnswers) -> None:
    answers.close()
    with pytest.raises(SearchIndexError, match="closed"):
        answers.read([1])


SAID = ["Ship. Or do not.", "Ünï 黑豹. It is:\n\nso.", "", "One. Two. Three. This leans on it."]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.integers(1, 12), st.one_of(st.none(), st.sampled_from(SAID))), st.booleans()
        ),
        max_size=6,
    ),
    st.lists(st.tuples(st.integers(1, 14), st.integers(0, 3)), max_size=10),
)
def test_it_is_a_mapping_and_what_is_found_through_is_that_of_each(
    tmp_path_factory: pytest.TempPathFactory,
    writes: list[tuple[dict[int, str | None], bool]],
    sentences: list[tuple[int, int]],
) -> None:
    folder = tmp_path_factory.mktemp("mapping")
    answers, other = IndexedAnswers(folder), IndexedAnswers(folder)
    plain: dict[int, IndexedAnswer] = {}
    for revision, (changed, anew) in enumerate(writes, start=1):
        if anew:
            plain.clear()
        with answers.writing(revision, anew=anew) as writer:
            for number, text in changed.items():
                if text is None:
                    writer.remove(number)
                    plain.pop(number, None)
                else:
                    plain[number] = indexed(number, text, revision)
                    writer.put(row_of(plain[number]))
        other.refresh()
        for each in (answers, other):
            found = each.read(range(1, 15))
            assert {number: row_of(one) for number, one in found.items()} == {
                number: row_of(one) for number, one in plain.items()
            }
    asked = [(number, at) for number, at in sentences if number not in plain or at < len(plain[number])]
    hashes = [plain[number].text_hash if number in plain else 1 for number, _ in asked]
    there, through = answers.found_through(
        [number for number, _ in asked], hashes, [ordinal for _, ordinal in asked]
    )
    assert there == [place for place, (number, _) in enumerate(asked) if number in plain]
    expected = FoundThrough.of((plain[asked[place][0]], asked[place][1]) for place in there)
    for name in ("pieces", "piece_counts", "hashes", "hash_counts"):
        assert getattr(through, name).tolist() == getattr(expected, name).tolist()
