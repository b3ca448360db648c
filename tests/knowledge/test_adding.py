"""Folders and archives, added by the library as by the command."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from byline import Byline, KnowledgeBase
from byline.errors import FileFormatError, InputError, NotTextError
from byline.loaded import Rejected

TABLE = "id,question,answer,author\n1,How?,Ask three buyers.,Ada\n2,Why?,Because they know.,Bo\n"
POSTS = (
    '<posts><row Id="1" PostTypeId="1" Title="How do I descale a kettle?" Body="" />'
    '<row Id="2" PostTypeId="2" ParentId="1" Body="&lt;p&gt;Boil vinegar.&lt;/p&gt;" /></posts>'
)
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00"


def folder(tmp_path: Path, **more: str | bytes) -> Path:
    where = tmp_path / "exports"
    for name, content in {"a.csv": TABLE, "deep/b.csv": TABLE, **more}.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return where


def packed(where: Path) -> Path:
    path = where.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(where.rglob("*.*")):
            archive.write(file, file.relative_to(where))
    return path


def test_a_folder_is_added_file_by_file_and_told_together(kb: KnowledgeBase, tmp_path: Path) -> None:
    where = folder(tmp_path, **{"logo.png": PICTURE, "x/photo.png": PICTURE, "notes.txt": "Nobody's words."})
    report = kb.add(where, collection="team")
    assert (report.new, len(report.files), report.refused) == (4, 2, ())
    assert [each.key for each in kb.sources()] == [str(where / "a.csv"), str(where / "deep" / "b.csv")]
    passed = [warning for warning in report.warnings if "passed over" in warning]
    assert passed == [
        f"2 files (.png) were passed over, of no known format: {where}/logo.png, {where}/x/photo.png",
        f"{where}/notes.txt: passed over, no author is named.",
    ]
    assert kb.add(where, collection="team").unchanged == 4


def test_an_archive_updates_when_it_comes_again(kb: KnowledgeBase, tmp_path: Path) -> None:
    where = folder(tmp_path, **{"c.csv": TABLE + "1,How?,Twice.,Cy\n"})
    path = packed(where)
    rejected: list[Rejected] = []
    report = kb.add(path, rejected=rejected.append)
    assert (report.new, report.rejected) == (6, 1)
    assert [each.file for each in rejected] == [str(path / "c.csv")]
    assert {each.key for each in kb.sources()} == {
        f"{path}/{each}" for each in ("a.csv", "c.csv", "deep/b.csv")
    }
    (where / "a.csv").write_text(TABLE.replace("three", "four"))
    assert kb.add(packed(where)).changed == 1
    assert kb.add(packed(where), dry_run=True).unchanged == 6


def test_what_can_not_be_read_is_told_and_the_rest_added(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = packed(folder(tmp_path, **{"broken.csv": 'answer,author\n"never closed,Ada\n'}))
    report = kb.add(path)
    assert report.new == 4
    ((file, reason),) = [(each.file, each.reason) for each in report.refused]
    assert file == str(path / "broken.csv")
    assert f"{path}/broken.csv, line 2: a double quote" in reason


def test_a_folder_of_which_nothing_can_be_read_is_refused(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "broken.jsonl").write_text("{\n")
    with pytest.raises(FileFormatError, match=r"broken\.jsonl, line 1"):
        kb.add(tmp_path / "only")
    with pytest.raises(NotTextError, match="picture"):
        kb.add(folder(tmp_path, **{"logo.png": PICTURE}) / "logo.png")


def test_a_name_for_one_source_is_refused_for_several(kb: KnowledgeBase, tmp_path: Path) -> None:
    where = folder(tmp_path)
    with pytest.raises(InputError, match="are 2"):
        kb.add(where, source="one")
    alone = tmp_path / "answers.csv.gz"
    alone.write_bytes(gzip.compress(TABLE.encode()))
    assert kb.add(alone, source="one", title="One").new == 2
    assert [(each.key, each.title) for each in kb.sources()] == [("one", "One")]


def test_an_archive_in_an_archive_stays_packed(kb: KnowledgeBase, tmp_path: Path) -> None:
    inner = packed(folder(tmp_path))
    outer = packed(folder(tmp_path / "out", **{"inner.zip": inner.read_bytes()}))
    report = kb.add(outer)
    assert report.new == 4
    assert any("inner.zip: passed over" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("name", "title", "url"),
    [
        ("coffee.stackexchange.com", "coffee.stackexchange.com", "https://coffee.stackexchange.com"),
        ("stackexchange-coffee", "coffee.stackexchange.com", "https://coffee.stackexchange.com"),
        ("my dump", "my dump", None),
    ],
)
def test_a_dump_is_called_as_its_site(
    kb: KnowledgeBase, tmp_path: Path, name: str, title: str, url: str | None
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "Posts.xml").write_text(POSTS)
    with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
        archive.write(tmp_path / name / "Posts.xml", "Posts.xml")
    for path in (tmp_path / name / "Posts.xml", tmp_path / f"{name}.zip"):
        kb.add(path)
    assert [(each.title, each.url) for each in kb.sources()] == [(title, url)] * 2
    answer = next(kb.answers())
    assert answer.url == (f"{url}/a/2" if url else None)


def test_a_site_named_by_hand_is_the_title_and_a_title_counts_most(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_text(POSTS)
    assert kb.add(path, url="https://qa.tern.example/").source.title == "qa.tern.example"
    assert kb.add(path, title="Tea", byline=Byline("Ida")).source.title == "Tea"
