"""Everything in one file, and back: as it was, or not at all."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from byline import KnowledgeBase
from byline.backing_up import restore_backup
from byline.errors import FileFormatError, InputError, StoreError
from tests.conftest import draft


@pytest.fixture
def backup(kb: KnowledgeBase, home: Path, tmp_path: Path) -> Path:
    """A backup of two answers, one of them corrected once, with settings."""
    kb.add_drafts([draft("Ship weekly.", "Ann"), draft("Roadmaps change.", "Bo")], source="one")
    kb.add_drafts([draft("Ship daily.", "Ann"), draft("Roadmaps change.", "Bo")], source="one")
    (home / "byline.toml").write_text('title = "Ours"\n')
    kb.backup(tmp_path / "all.byline")
    return tmp_path / "all.byline"


def told(home: Path) -> list[object]:
    with KnowledgeBase.open(home) as kb:
        assert kb.settings.title == "Ours"
        return [
            (each.id, each.text, [old.answer.text for old in kb._store.history(each.id)])
            for each in kb.answers()
        ]


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(file: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def test_what_was_backed_up_comes_back_with_ids_and_revisions(
    backup: Path, home: Path, tmp_path: Path
) -> None:
    found = restore_backup(backup, tmp_path / "new" / "home")
    assert (found.answers, found.models) == (2, ())
    assert told(tmp_path / "new" / "home") == told(home)
    with KnowledgeBase.open(tmp_path / "new" / "home") as kb:
        assert kb.ask("ship").excerpts[0].text == "Ship daily."
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["home"]


def test_a_backup_is_of_one_moment_while_others_write(kb: KnowledgeBase, home: Path, tmp_path: Path) -> None:
    kb.add_drafts([draft("One.", "A")], source="one")
    with KnowledgeBase.open(home) as other, other._store._database.write() as connection:
        connection.exec_driver_sql("UPDATE answers SET withdrawn = 1")
        assert kb.backup(tmp_path / "x").answers == 1
        connection.rollback()


def test_a_home_with_something_in_it_is_replaced_only_with_a_yes(backup: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with KnowledgeBase.open(other) as kb:
        kb.add_drafts([draft("Another.", "Cy")], source="s")
    (other / "models").mkdir()
    (other / "models" / "large.onnx").write_text("weights")
    with pytest.raises(InputError, match="--yes"):
        restore_backup(backup, other)
    with KnowledgeBase.open(other) as kb:
        assert [each.text for each in kb.answers()] == ["Another."]
    restore_backup(backup, other, yes=True)
    assert [text for _, text, _ in told(other)] == ["Ship daily.", "Roadmaps change."]  # type: ignore[misc]
    assert (other / "models" / "large.onnx").read_text() == "weights"


def refused(file: Path, tmp_path: Path) -> str:
    """What is said of a backup that can not be restored; the home folder is as it was."""
    home = tmp_path / "kept"
    home.mkdir()
    (home / "note").write_text("mine")
    with pytest.raises(FileFormatError) as error:
        restore_backup(file, home, yes=True)
    assert [each.name for each in home.iterdir()] == ["note"]
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".kept")]
    return str(error.value)


def test_a_damaged_backup_changes_nothing(backup: Path, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 0xFF
    backup.write_bytes(content)
    assert "all.byline" in refused(backup, tmp_path)


def test_half_a_backup_changes_nothing(backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    assert "damaged" in refused(backup, tmp_path)


@pytest.mark.parametrize("name", ["../escaped", "/tmp/escaped", "index/layout", "C:\\escaped"])
def test_an_archive_with_another_name_in_it_is_refused(backup: Path, tmp_path: Path, name: str) -> None:
    parts = members(backup)
    assert "no backup" in refused(written(tmp_path / "evil", {**parts, name: b"x"}), tmp_path)
    assert not (tmp_path / "escaped").exists()


def test_a_manifest_that_names_a_path_is_refused(backup: Path, tmp_path: Path) -> None:
    parts = members(backup)
    manifest = json.loads(parts["manifest.json"])
    manifest["files"]["../escaped"] = manifest["files"]["byline.toml"]
    parts |= {"manifest.json": json.dumps(manifest).encode(), "../escaped": parts["byline.toml"]}
    assert "no backup" in refused(written(tmp_path / "evil", parts), tmp_path)


def test_a_part_that_was_exchanged_is_refused(backup: Path, tmp_path: Path) -> None:
    parts = members(backup) | {"byline.toml": b'title = "Evil"\n'}
    assert "byline.toml in it is not what was backed up" in refused(
        written(tmp_path / "evil", parts), tmp_path
    )


def test_a_part_larger_than_it_says_is_not_unpacked(backup: Path, tmp_path: Path) -> None:
    parts = members(backup)
    parts["byline.sqlite3"] += b"\0" * 50_000_000
    assert "byline.sqlite3 in it" in refused(written(tmp_path / "bomb", parts), tmp_path)


def test_a_newer_backup_and_other_files_are_refused(backup: Path, tmp_path: Path) -> None:
    parts = members(backup)
    manifest = json.loads(parts["manifest.json"]) | {"format": 99}
    newer = written(tmp_path / "newer", parts | {"manifest.json": json.dumps(manifest).encode()})
    assert "newer" in refused(newer, tmp_path)


@pytest.mark.parametrize("content", [b"", b"answers,author\n", b"PK\x03\x04 and no more"])
def test_what_is_no_archive_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    assert "backup" in refused(tmp_path / "file", tmp_path)


def test_a_backup_that_can_not_be_written_is_told(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can not be written"):
        kb.backup(tmp_path / "no" / "such" / "folder")
