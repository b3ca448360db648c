"""Archives: unpacked into a folder of their own, and refused before they do harm."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.importers import archives
from byline.importers.unpacking import is_archive, unpack

FILES = {"answers.csv": b"answer,author\nfine,Ida\n", "deep/er/more.json": b"[]", "caf\u00e9.txt": b""}


def zip_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def seven_zip_of(path: Path, files: dict[str, bytes], password: str | None = None) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return path


def unpacked(path: Path) -> dict[str, bytes]:
    room = path.parent / f"{path.name}.room"
    room.mkdir()
    folder = unpack(path, room)
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def refusal(path: Path) -> str:
    """Return why an archive is refused, having made sure that nothing came out of its folder."""
    room = path.parent / "rooms" / f"{path.name}.room"
    room.mkdir(parents=True)
    outside = {file for file in path.parent.rglob("*") if room not in file.parents}
    with pytest.raises(FileFormatError) as caught:
        unpack(path, room)
    assert {file for file in path.parent.rglob("*") if room not in file.parents} == outside
    assert path.name in str(caught.value)
    return str(caught.value)


def test_zip_and_7z_are_unpacked_with_their_folders(tmp_path: Path) -> None:
    assert unpacked(zip_of(tmp_path / "a.zip", FILES)) == FILES
    assert unpacked(seven_zip_of(tmp_path / "a.7z", FILES)) == FILES


def test_gzip_holds_one_file_called_as_the_archive_without_its_ending(tmp_path: Path) -> None:
    (tmp_path / "answers.csv.gz").write_bytes(gzip.compress(FILES["answers.csv"]))
    assert unpacked(tmp_path / "answers.csv.gz") == {"answers.csv": FILES["answers.csv"]}


def test_the_folder_is_called_as_the_archive(tmp_path: Path) -> None:
    room = tmp_path / "room"
    room.mkdir()
    path = seven_zip_of(tmp_path / "coffee.stackexchange.com.7z", FILES)
    assert unpack(path, room).name == "coffee.stackexchange.com"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.bin", b"7z\xbc\xaf\x27\x1c", True),
        ("a.bin", b"\x1f\x8b\x08", True),
        ("a.zip", b"PK\x03\x04 cut off", True),
        ("a.docx", b"PK\x03\x04 cut off", False),
        ("a.zip", b"not a zip file", False),
        ("a.7z", b"", False),
    ],
)
def test_an_archive_is_told_by_its_content(tmp_path: Path, name: str, content: bytes, told: bool) -> None:
    (tmp_path / name).write_bytes(content)
    assert is_archive(tmp_path / name) is told


@pytest.mark.parametrize("part", ["[Content_Types].xml", "mimetype"])
def test_documents_that_are_zip_files_are_no_archives(tmp_path: Path, part: str) -> None:
    assert not is_archive(zip_of(tmp_path / "a.zip", {part: b"x"}))
    assert is_archive(zip_of(tmp_path / "b.docx", {"note.txt": b"x"}))
    assert not is_archive(tmp_path)


BAD_NAMES = [
    "../out.csv",
    "/etc/out.csv",
    "a/../../out.csv",
    "..\\out.csv",
    "C:\\out.csv",
    "\\\\host\\out.csv",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path = zip_of(tmp_path / "a.zip", {"fine.csv": b"x", name: b"x"})
    assert "no path inside of a folder" in refusal(path)


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv"])
def test_a_7z_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    path, harmless = tmp_path / "a.7z", "z" * len(name)
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.set_encoded_header_mode(False)
        archive.writestr(b"x", harmless)
    content = bytearray(path.read_bytes())
    start = 32 + int.from_bytes(content[12:20], "little")
    header = bytes(content[start:]).replace(harmless.encode("utf-16-le"), name.encode("utf-16-le"))
    content[start:] = header
    content[28:32] = zlib.crc32(header).to_bytes(4, "little")
    content[8:12] = zlib.crc32(content[12:32]).to_bytes(4, "little")
    path.write_bytes(content)
    assert "no path inside of a folder" in refusal(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo("passwd")
    info.external_attr = (kind | 0o644) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "a link or a device" in refusal(tmp_path / "a.zip")


def test_a_link_in_a_7z_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "link", "link")
    (tmp_path / "link").unlink()
    assert "a link or a device" in refusal(tmp_path / "a.7z")


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", "two")
    assert "two files called 'a.csv'" in refusal(tmp_path / "a.zip")


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    path = zip_of(tmp_path / "a.zip", {f"{number}.csv": b"" for number in range(4)})
    assert "it holds 4 files, and 3 are unpacked at most" in refusal(path)


@pytest.mark.parametrize("ending", ["zip", "7z", "gz"])
def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path, ending: str) -> None:
    path, content = tmp_path / f"bomb.{ending}", bytes(archives.SMALL + 10_000_000)
    if ending == "gz":
        path.write_bytes(gzip.compress(content))
    else:
        (zip_of if ending == "zip" else seven_zip_of)(path, {"bomb.csv": content})
    assert "it unpacks to more than" in refusal(path)
    written = sum(file.stat().st_size for file in (tmp_path / "rooms").rglob("*") if file.is_file())
    assert written <= archives.SMALL


def test_a_file_that_is_larger_than_it_says_is_cut_by_its_own_word(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "liar.zip", {"a.csv": bytes(50_000_000)})
    content = path.read_bytes().replace((50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(content)
    assert "damaged" in refusal(path)


def test_what_any_disk_must_keep_free_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "DISK_LEFT", 2**60)
    assert "all of the disk that may be used" in refusal(zip_of(tmp_path / "a.zip", FILES))


def test_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"x": b"content"})
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 28], content[entry + 30] = 0, 1  # no letter is the name's, and one is the extra field's
    path.write_bytes(content)
    assert "is no path inside of a folder" in refusal(path)


def test_a_password_is_told(tmp_path: Path) -> None:
    path = seven_zip_of(tmp_path / "a.7z", FILES, password="secret")
    assert "has a password" in refusal(path)
    locked = zip_of(tmp_path / "a.zip", {"a.csv": b"fine"})
    content = bytearray(locked.read_bytes())
    content[6] |= 1  # the flags of the file itself,
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and those in the list at the end
    locked.write_bytes(content)
    assert "has a password" in refusal(locked)


@pytest.mark.parametrize("ending", ["zip", "7z", "gz"])
@given(place=st.floats(0.02, 0.98))
def test_an_archive_cut_anywhere_is_refused(
    tmp_path_factory: pytest.TempPathFactory, ending: str, place: float
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    path, text = folder / f"a.{ending}", " ".join(str(number) for number in range(2000)).encode()
    if ending == "gz":
        path.write_bytes(gzip.compress(text))
    else:
        (zip_of if ending == "zip" else seven_zip_of)(path, {"a.csv": text, "b.csv": text[::-1]})
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * place)])
    refusal(path)


@pytest.mark.parametrize("ending", ["zip", "7z"])
@given(place=st.floats(0.0, 1.0, exclude_max=True), value=st.integers(0, 255))
def test_an_archive_with_a_wrong_byte_is_refused_or_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, ending: str, place: float, value: int
) -> None:
    folder = tmp_path_factory.mktemp("wrong")
    path = (zip_of if ending == "zip" else seven_zip_of)(folder / f"a.{ending}", {"a.csv": b"fine" * 100})
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] = value
    path.write_bytes(content)
    (folder / "room").mkdir()
    try:
        unpack(path, folder / "room")
    except FileFormatError:
        return
    found = [file.read_bytes() for file in (folder / "room").rglob("*") if file.is_file()]
    assert found in ([b"fine" * 100], [])


def test_an_archive_of_another_kind_inside_of_gzip_is_left_packed(tmp_path: Path) -> None:
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.csv"))
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(inside.getvalue()))
    assert list(unpacked(tmp_path / "a.tar.gz")) == ["a.tar"]
