"""The records of a file are read each as if it were alone, though what their names mean is kept."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.importers.contract import Notes, Options
from byline.importers.records import Records

_FILE = Path("answers.jsonl")
_VALUE = st.sampled_from(["", "one", "two\nlines", "2024-12-11", "\ud83d", None, True])
_AUTHOR = st.one_of(_VALUE, st.dictionaries(st.sampled_from(["name", "role", "shoe"]), _VALUE, max_size=2))
_NAMES = ("text", "Answer", "body", "question", "role", "date", "tags", "accepted", "source_title", "shoe")
_RECORD = st.builds(
    lambda said, author: {**said, **author},
    st.dictionaries(st.sampled_from(_NAMES), _VALUE, max_size=5),
    st.dictionaries(st.just("author"), _AUTHOR, max_size=1),
)


def _records(said: list[str]) -> Records:
    """Return what reads records, and says of them what is to be said, or why they are left out."""

    def reject(error: FileFormatError, _record: object) -> None:
        said.append(str(error))

    return Records(_FILE, Options(), Notes(said.append, reject))


@given(st.lists(_RECORD, max_size=3))
def test_a_record_is_read_as_if_it_were_the_first_of_its_file(given_records: list[dict[str, object]]) -> None:
    said: list[str] = []
    together = _records(said)
    for record in given_records * 2:
        said_alone: list[str] = []
        before = len(said)
        assert together.draft(record, 1) == _records(said_alone).draft(record, 1)
        # That two names are one field is said once a file.
        assert _each_time(said[before:]) == _each_time(said_alone)
    before = len(said)
    together.finish()
    ignored = any("'shoe'" in each for each in said[before:])
    assert ignored == any("shoe" in record for record in given_records)


def _each_time(said: list[str]) -> list[str]:
    return [each for each in said if "both hold" not in each]
