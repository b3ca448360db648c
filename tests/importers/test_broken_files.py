"""Files of every format with a few bytes wrong: read, or refused by name, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import InputError
from byline.importers import Options, read_drafts

from . import test_mediawiki as wiki
from . import test_qna_maker as qna
from . import test_slack as slack
from . import test_stack_exchange as dump
from . import test_xlsx as xlsx

DAY = "kettles/2021-05-03.json"


def slack_export(folder: Path) -> Path:
    return slack.export(folder, slack.THREAD)


def slack_day(folder: Path) -> Path:
    return slack_export(folder) / DAY


def slack_users(folder: Path) -> Path:
    return slack_export(folder) / "users.json"


def posts(folder: Path) -> Path:
    return dump.dump(folder, dump.KETTLE, dump.VINEGAR, dump.ACID)


def wiki_pages(folder: Path) -> Path:
    return wiki.export(
        folder,
        wiki.page("Descaling", wiki.revision("Boil '''vinegar'''.")),
        wiki.page("Diskussion:Kettle", wiki.revision(wiki.TALK), ns=1),
    )


def qna_table(folder: Path) -> Path:
    path = folder / "kb.tsv"
    path.write_text(qna.HEADER + qna.row("A?", '"one"', metadata="author:Ida|date:2021", number=1))
    return path


def workbook(folder: Path) -> Path:
    return xlsx.book(folder / "a.xlsx", S=[["answer", "author", "date"], ["fine", "Ida", "2021-05-03"]])


@pytest.mark.parametrize("make", [slack_day, slack_users, posts, wiki_pages, qna_table, workbook])
@given(edits=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 4)), max_size=4))
def test_a_file_with_wrong_bytes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    make: Callable[[Path], Path],
    edits: list[tuple[float, bytes, int]],
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    path = make(folder)
    content = bytearray(path.read_bytes())
    for place, written, cut in edits:
        start = int(len(content) * place)
        content[start : start + cut] = written
    path.write_bytes(content)
    read = folder if make in (slack_day, slack_users) else path
    rejected: list[str] = []
    with suppress(InputError):
        for draft in read_drafts(
            read, Options(), warn=lambda _: None, reject=lambda error, _: rejected.append(str(error))
        ):
            assert draft.text


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("1620036000.000100"),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "ts", "thread_ts", "user", "text", "profile", "id", "name", "subtype"]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=20,
    ),
    name=st.sampled_from([DAY, "users.json", "channels.json"]),
)
def test_an_export_of_other_shapes_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: object, name: str
) -> None:
    folder = slack_export(tmp_path_factory.mktemp("slack"))
    (folder / name).write_text(json.dumps([value]))
    with suppress(InputError):
        list(read_drafts(folder, warn=lambda _: None, reject=lambda *_: None))
