"""A small valid file of every format, and how bytes in its place are read."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import py7zr

from byline.errors import BylineError
from byline.importers import Options, read_drafts
from byline.importers.unpacking import is_archive, unpack
from byline.models import Byline, Draft
from byline.resources import resource
from byline.store.records import revision_values
from tests.importers import test_confluence as confluence
from tests.importers import test_discourse as discourse
from tests.importers import test_markdown_file as markdown
from tests.importers import test_mediawiki as wiki
from tests.importers import test_qa_page as qa_page
from tests.importers import test_qna_maker as qna
from tests.importers import test_slack as slack
from tests.importers import test_so_teams as teams
from tests.importers import test_stack_exchange as dump
from tests.importers import test_xlsx as xlsx

_DAY = "kettles/2021-05-03.json"
_RECORD = {
    "id": "1", "question": "How?", "answer": "Ask three buyers.", "author": "Ada", "role": "Head of Pricing",
    "date": "May 2021", "tags": ["a", "b"], "votes": 3, "accepted": True, "url": "https://x.example/1",
}  # fmt: skip
_TABLE = (
    'question,answer,author,date\nHow?,"Ask three ""buyers"".\nThen wait.",Ada,2021-05-03\nWhy?,So.,Bo,5y\n'
)
_WROTE = Byline("Ada Tern", "Head of Pricing")


@cache
def samples() -> dict[str, tuple[bytes, ...]]:
    """Return valid files of every format, by the format's name."""
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        texts = {
            "stack-exchange": [dump.dump(made, dump.KETTLE, dump.VINEGAR, dump.ACID).read_bytes()],
            "qa-page": [qa_page.page_with(json.dumps(qa_page.QA_PAGE)), qa_page.MICRODATA],
            "discourse": [discourse.topic(discourse.post(2, "[quote]x[/quote]\n**y**"))],
            "so-teams": [teams.page(teams.QUESTION | {"answers": [teams.ANSWER]}, teams.ANSWER)],
            "confluence": [json.dumps(confluence.page()), confluence.EXPORTED],
            "mediawiki": [_wiki(made)],
            "slack": [(slack.export(made / "slack", slack.THREAD) / _DAY).read_bytes()],
            "xlsx": [xlsx.book(made / "a.xlsx", S=[["answer", "author"], ["fine", "Ida"]]).read_bytes()],
            "jsonl": [json.dumps(_RECORD) + "\n" + json.dumps(_RECORD | {"id": "2", "format": "markdown"})],
            "json": [json.dumps({"answers": [_RECORD, _RECORD | {"id": 2, "format": "html"}]})],
            "qna-maker": [qna.HEADER + qna.row("A?", '"one"', metadata="author:Ida|date:2021", number=1)],
            "csv": [_TABLE, _TABLE.encode("utf-16"), _TABLE.replace("How", "Wé").encode("cp1252")],
            "html": [qa_page.MICRODATA, confluence.EXPORTED],
            "markdown": [markdown.YAML, markdown.TOML, markdown.JSON, markdown.SECTIONS],
            "expert-page": [(resource("data") / "expert-page.txt").read_bytes()[:6000]],
            "text": ["Ask three buyers.\n\nThen wait."],
        }  # fmt: skip
    return {
        name: tuple(each if isinstance(each, bytes) else each.encode() for each in found)
        for name, found in texts.items()
    }


@cache
def archives() -> tuple[bytes, ...]:
    """Return a valid archive of each kind, with a table in it."""
    zipped, packed = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers/one.csv", _TABLE)
    with py7zr.SevenZipFile(packed, "w") as archive:
        archive.writestr(_TABLE, "answers/one.csv")
    return zipped.getvalue(), packed.getvalue(), gzip.compress(_TABLE.encode())


def read_as(format: str | None, content: bytes) -> list[Draft] | BylineError:
    """Return what is read of a file with these bytes, or why it is refused; anything else is a defect.

    Args:
        format: a name of ``FORMATS``; None leaves it to the content.
        content: of the file; for Slack, of one day of an export.
    """
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "file"
        if format == "slack":
            path = slack.export(Path(name) / "export", slack.THREAD)
            (path / _DAY).write_bytes(content)
        else:
            path.write_bytes(content)
        return _read(path, Options(format=format, byline=_WROTE))


def unpacked(content: bytes) -> list[Path] | BylineError:
    """Return the files of an archive with these bytes, or why it is refused; anything else is a defect."""
    with tempfile.TemporaryDirectory() as name:
        path, room = Path(name) / "file", Path(name) / "room"
        path.write_bytes(content)
        room.mkdir()
        try:
            unpack(path, room)
        except BylineError as error:
            return error
        finally:
            outside = [each for each in Path(name).iterdir() if each not in (path, room)]
            assert not outside, "something was written beside the folder"
        return list(room.rglob("*"))


def looks_packed(content: bytes) -> bool:
    """Say whether a file with these bytes is taken for an archive."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return is_archive(Path(file.name))


def _read(path: Path, options: Options) -> list[Draft] | BylineError:
    refused: list[BylineError] = []

    def kept(drafts: list[Draft]) -> list[Draft]:
        for position, draft in enumerate(drafts, 1):
            assert draft.text
            try:
                revision_values(draft, position)
            except BylineError as error:
                refused.append(error)
        return drafts

    try:
        found = list(
            read_drafts(path, options, warn=str.encode, reject=lambda error, _: refused.append(error))
        )
        return kept(found)
    except BylineError as error:
        return error


def _wiki(folder: Path) -> bytes:
    talk = wiki.page("Diskussion:Kettle", wiki.revision(wiki.TALK), ns=1)
    article = wiki.page("Descaling", wiki.revision("Boil '''vinegar'''."))
    return wiki.export(folder, article, talk).read_bytes()


Read = Callable[[bytes], object]

FAMILIES: dict[str, tuple[str, ...]] = {
    "tables": ("csv", "qna-maker", "xlsx"),
    "records": ("json", "jsonl"),
    "dumps": ("stack-exchange", "mediawiki"),
    "boards": ("discourse", "so-teams", "slack"),
    "pages": ("qa-page", "html", "confluence"),
    "texts": ("markdown", "expert-page", "text"),
}
"""The formats that one target of ``make fuzz`` reads, each by the first byte of what it is given."""
