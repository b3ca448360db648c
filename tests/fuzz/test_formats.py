"""Arbitrary bytes, and valid files with a few bytes wrong: read, or refused in words, and nothing else."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.errors import BylineError
from byline.importers import FORMATS
from tests.fuzz.samples import FAMILIES, archives, looks_packed, read_as, samples, unpacked

EXAMPLES = settings(max_examples=int(os.environ.get("BYLINE_FUZZ_EXAMPLES", "20")))
"""Few in the suite; thousands find more, and take as much longer."""
SOON_S = 20
"""Far longer than any of these small files takes, on the busiest machine."""
HARM = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b'"', b"'", b"\\", b"<", b">", b"]]>", b"<!--", b"&#0;",
    b"{{", b"[[", b"\xe2\x80\xae", b"1e999", b"-1", b"NaN", b"null", b"\\ud800", b"---\n", b"\n## A B\n",
    b"5y", b"\t", b"|",
]  # fmt: skip
PIECES = st.one_of(st.sampled_from(HARM), st.binary(max_size=6))
EDITS = st.lists(
    st.tuples(st.floats(0, 1), PIECES, st.integers(0, 12), st.booleans()), min_size=1, max_size=5
)


def mutated(sample: bytes, edits: list[tuple[float, bytes, int, bool]]) -> bytes:
    """Put pieces in, take pieces out, and cut the end off, each at a place given as a share of the whole."""
    for place, piece, taken, is_cut in edits:
        start = int(len(sample) * place)
        sample = sample[:start] + piece + (b"" if is_cut else sample[start + taken :])
    return sample


def test_every_format_has_samples_that_are_read_and_a_family() -> None:
    assert (
        sorted(samples())
        == sorted(FORMATS)
        == sorted(name for family in FAMILIES.values() for name in family)
    )
    for name, found in samples().items():
        for each in found:
            drafts = read_as(name, each)
            assert isinstance(drafts, list), drafts
            assert drafts


@pytest.mark.parametrize("name", FORMATS)
@EXAMPLES
@given(content=st.binary(max_size=400))
def test_bytes_of_no_format_are_read_or_refused(name: str, content: bytes) -> None:
    began = time.monotonic()
    read_as(name, content)
    assert time.monotonic() - began < SOON_S


@EXAMPLES
@given(content=st.binary(max_size=400))
def test_bytes_whose_format_must_be_found_are_read_or_refused(content: bytes) -> None:
    read_as(None, content)


@pytest.mark.parametrize("name", FORMATS)
@EXAMPLES
@given(data=st.data())
def test_a_valid_file_with_bytes_wrong_is_read_or_refused(name: str, data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(samples()[name]))
    content = mutated(sample, data.draw(EDITS))
    began = time.monotonic()
    for format in (name, None):
        read_as(format, content)
    assert time.monotonic() - began < SOON_S


@EXAMPLES
@given(data=st.data())
def test_an_archive_with_bytes_wrong_is_unpacked_or_refused(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(archives()))
    assert looks_packed(sample)
    assert isinstance(unpacked(sample), list)
    content = mutated(sample, data.draw(EDITS))
    found = unpacked(content)
    assert looks_packed(content) or isinstance(found, list | BylineError)
