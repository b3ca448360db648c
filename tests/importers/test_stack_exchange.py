"""Dumps of Stack Exchange: Posts.xml with and without Users.xml."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError
from byline.importers import Options, read_drafts
from byline.importers.stack_exchange import site_of
from byline.importers.text_cleaning import clean_line
from byline.models import Byline, DatePrecision, Draft, PrintedDate

from .conftest import read_file

SAMPLE = Path(__file__).resolve().parents[2].parent / "shared/samples/stackexchange-coffee/Posts.xml"
KETTLE = {
    "Id": "1",
    "PostTypeId": "1",
    "AcceptedAnswerId": "3",
    "CreationDate": "2019-03-01T10:00:00.000",
    "Score": "4",
    "Body": "<p>Mine is white inside.</p>",
    "OwnerUserId": "7",
    "Title": "How do I descale a kettle?",
    "Tags": "<kettle><lime-scale>",
}
VINEGAR = {
    "Id": "2",
    "PostTypeId": "2",
    "ParentId": "1",
    "CreationDate": "2019-03-02T08:30:00.123",
    "Score": "-1",
    "Body": "<p>Boil <b>vinegar</b> &amp; water.</p>\n\n<p>Rinse twice.</p>\n",
    "OwnerUserId": "8",
    "ContentLicense": "CC BY-SA 4.0",
}
ACID = {
    "Id": "3",
    "PostTypeId": "2",
    "ParentId": "1",
    "CreationDate": "2019-03-05T23:59:59.999",
    "Score": "12",
    "Body": "<p>Citric acid smells less.</p>",
    "OwnerDisplayName": "user41",
}


def xml(root: str, *rows: dict[str, str]) -> str:
    lines = [
        "  <row " + " ".join(f"{name}={quoteattr(value)}" for name, value in row.items()) + " />"
        for row in rows
    ]
    return f'\ufeff<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n' + "\n".join(lines) + f"\n</{root}>\n"


def dump(folder: Path, *posts: dict[str, str], users: tuple[dict[str, str], ...] = ()) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Posts.xml").write_text(xml("posts", *posts), encoding="utf-8")
    if users:
        (folder / "Users.xml").write_text(xml("users", *users), encoding="utf-8")
    return folder / "Posts.xml"


def test_an_answer_has_all_that_the_dump_says_of_it(tmp_path: Path) -> None:
    posts = dump(
        tmp_path / "tea.stackexchange.com",
        KETTLE,
        VINEGAR,
        ACID,
        users=({"Id": "7", "DisplayName": "Ole Asker"}, {"Id": "8", "DisplayName": "Ida  Fern"}),
    )
    drafts, warnings = read_file(posts)
    assert drafts == [
        Draft(
            text="Boil vinegar & water.\n\nRinse twice.",
            byline=Byline("Ida Fern", date=PrintedDate("2019-03-02", date(2019, 3, 2), DatePrecision.DAY)),
            question="How do I descale a kettle?",
            key="2",
            url="https://tea.stackexchange.com/a/2",
            tags=("kettle", "lime-scale"),
            votes=-1,
            license="CC BY-SA 4.0",
            line=4,
        ),
        Draft(
            text="Citric acid smells less.",
            byline=Byline("user41", date=PrintedDate("2019-03-05", date(2019, 3, 5), DatePrecision.DAY)),
            question="How do I descale a kettle?",
            key="3",
            url="https://tea.stackexchange.com/a/3",
            tags=("kettle", "lime-scale"),
            accepted=True,
            votes=12,
            line=5,
        ),
    ]
    assert warnings == []


def test_an_answer_may_stand_before_its_question(tmp_path: Path) -> None:
    drafts, _ = read_file(dump(tmp_path, ACID, VINEGAR, KETTLE))
    assert [(draft.key, draft.question, draft.accepted) for draft in drafts] == [
        ("3", KETTLE["Title"], True),
        ("2", KETTLE["Title"], False),
    ]


def test_tags_of_newer_dumps_stand_between_bars(tmp_path: Path) -> None:
    drafts, _ = read_file(dump(tmp_path, KETTLE | {"Tags": "|kettle|lime-scale|"}, ACID))
    assert drafts[0].tags == ("kettle", "lime-scale")


def test_the_community_and_the_unknown_are_nobody_and_are_told_once(tmp_path: Path) -> None:
    posts = dump(
        tmp_path / "superuser.com",
        KETTLE,
        VINEGAR | {"OwnerUserId": "-1"},
        VINEGAR | {"Id": "9", "OwnerUserId": "99"},
        users=({"Id": "-1", "DisplayName": "Community"},),
    )
    drafts, warnings = read_file(posts)
    assert [draft.byline.author for draft in drafts] == [None, None]
    [warning] = warnings
    assert "2 of 2 answers have no author that the dump knows" in warning


def test_what_the_folder_does_not_say_is_told(tmp_path: Path) -> None:
    drafts, warnings = read_file(dump(tmp_path / "stuff", VINEGAR))
    assert (drafts[0].url, drafts[0].question) == (None, None)
    assert any("--url" in warning for warning in warnings)
    assert any("no Users.xml" in warning for warning in warnings)
    assert any("the question of 1 of 1 answers is not in the dump" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("folder", "url", "site"),
    [
        ("coffee.stackexchange.com", None, "https://coffee.stackexchange.com"),
        ("stackexchange-coffee", None, "https://coffee.stackexchange.com"),
        ("stackoverflow.com-Posts", None, "https://stackoverflow.com"),
        ("ru.stackoverflow.com", None, "https://ru.stackoverflow.com"),
        ("mathoverflow.net", None, "https://mathoverflow.net"),
        ("coffee", None, None),
        ("notstackexchange.com", None, None),
        ("stackexchange.com.evil.example", None, None),
        ("coffee.stackexchange.com", "https://qa.tern.example/", "https://qa.tern.example"),
        ("any", "http://qa.tern.example:8080/questions?x", "http://qa.tern.example:8080"),
        ("any", "javascript:alert(1)", None),
    ],
)
def test_the_site_is_what_the_caller_says_or_what_the_folder_is_called(
    tmp_path: Path, folder: str, url: str | None, site: str | None
) -> None:
    assert site_of(tmp_path / folder / "Posts.xml", url) == site


def test_a_row_without_a_number_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    posts = dump(
        tmp_path,
        KETTLE,
        VINEGAR | {"Id": "two"},
        VINEGAR | {"CreationDate": "2019-02-31T00:00:00"},
        ACID,
    )
    rejected: list[tuple[str, object]] = []
    drafts = list(
        read_drafts(posts, warn=lambda _: None, reject=lambda error, row: rejected.append((str(error), row)))
    )
    assert [draft.key for draft in drafts] == ["3"]
    assert "line 4: the Id of this row is 'two', which is no number" in rejected[0][0]
    assert "line 5: the CreationDate '2019-02-31' is not a day of the calendar" in rejected[1][0]
    assert rejected[0][1] == VINEGAR | {"Id": "two"}
    with pytest.raises(FileFormatError, match="line 4: the Id of this row is 'two'"):
        read_file(posts)


def test_an_empty_answer_is_left_out_and_told(tmp_path: Path) -> None:
    drafts, warnings = read_file(dump(tmp_path, KETTLE, VINEGAR | {"Body": "<p> </p>"}, ACID))
    assert [draft.key for draft in drafts] == ["3"]
    assert any("line 4: this answer is empty" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        (xml("posts", KETTLE, VINEGAR).replace(" />\n</posts>", ">\n</posts>"), 5),
        (xml("posts", KETTLE, VINEGAR).replace("</posts>\n", ""), 5),
        (xml("posts", KETTLE, VINEGAR).replace('ParentId="1"', 'ParentId="<"'), 4),
        (xml("posts", *[KETTLE] * 70_000).replace("</posts>", '<row Id="1" Id="2" />'), 70_003),
        (xml("posts", KETTLE).replace("descale", "de&unknown;scale"), 3),
    ],
)
def test_broken_xml_is_refused_at_its_line(tmp_path: Path, broken: str, line: int) -> None:
    (tmp_path / "Posts.xml").write_text(broken, encoding="utf-8")
    with pytest.raises(FileFormatError, match="not well-formed XML") as caught:
        read_file(tmp_path / "Posts.xml")
    assert caught.value.line == line


@pytest.mark.parametrize(
    "inside",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/hostname">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_whatever_it_declares(tmp_path: Path, inside: str, encoding: str) -> None:
    content = f'<!-- dump -->\n<!DOCTYPE posts [{inside}]>\n<posts><row Body="&b;"/></posts>'
    (tmp_path / "Posts.xml").write_text(content, encoding=encoding)
    with pytest.raises(FileFormatError, match="declares a document type"):
        read_file(tmp_path / "Posts.xml", format="stack-exchange")


def test_another_root_is_no_dump(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_text("<feed><posts/></feed>", encoding="utf-8")
    with pytest.raises(FileFormatError, match="no XML file with <posts> as its root"):
        read_file(path, format="stack-exchange")


def test_an_attribute_of_a_hundred_megabytes_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    with path.open("wb") as file:
        file.write(b'<posts>\n<row Id="1" PostTypeId="2" Body="')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"/></posts>')
    with pytest.raises(FileFormatError, match="line 2: a text here has more than ten million characters"):
        read_file(path)


MEASURED = """
import re, sys
from pathlib import Path
from byline.importers import read_drafts
answers = sum(1 for _ in read_drafts(Path(sys.argv[1]), warn=lambda _: None))
print(answers, re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell the memory")
def test_memory_does_not_grow_with_the_dump(tmp_path: Path) -> None:
    def read_in_a_process(answers: int) -> tuple[int, int]:
        body = "<p>" + "word " * 2000 + "</p>"
        rows = (VINEGAR | {"Id": str(number), "Body": body} for number in range(10, 10 + answers))
        posts = dump(tmp_path / str(answers), KETTLE, *rows)
        ended = subprocess.run(
            [sys.executable, "-c", MEASURED, str(posts)], capture_output=True, text=True, check=True
        )
        read, kilobytes = ended.stdout.split()
        return int(read), int(kilobytes)

    small, large = read_in_a_process(100), read_in_a_process(4000)
    assert (small[0], large[0]) == (100, 4000)
    assert large[1] - small[1] < 10_000, "40 MB of answers took more than 10 MB of memory"


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30)


@given(titles=st.lists(TEXT, min_size=1, max_size=5), order=st.randoms())
def test_each_answer_finds_its_question_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], order: Random
) -> None:
    rows = []
    for number, title in enumerate(titles, start=1):
        rows.append(KETTLE | {"Id": str(number), "Title": title, "AcceptedAnswerId": str(100 + number)})
        rows.append(ACID | {"Id": str(100 + number), "ParentId": str(number)})
    order.shuffle(rows)
    drafts, _ = read_file(dump(tmp_path_factory.mktemp("dump"), *rows))
    assert {draft.key: (draft.question, draft.accepted) for draft in drafts} == {
        str(100 + number): (clean_line(title) or None, True) for number, title in enumerate(titles, start=1)
    }


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real dump is not here")
def test_the_real_dump_is_read_whole() -> None:
    drafts, _ = read_file(SAMPLE)
    stored = [draft for draft in drafts if draft.question == "How should I store whole bean coffee?"]
    assert len(drafts) == 327
    assert {draft.url for draft in stored} == {
        f"https://coffee.stackexchange.com/a/{number}" for number in (24, 1617, 1618)
    }
    assert [draft.votes for draft in stored if draft.accepted] == [15]
    assert all(draft.byline.date.value and draft.tags and draft.question for draft in drafts)


def test_the_url_of_the_source_reaches_the_answers(tmp_path: Path) -> None:
    drafts = read_drafts(
        dump(tmp_path, KETTLE, ACID), Options(url="https://qa.tern.example"), warn=lambda _: None
    )
    assert [draft.url for draft in drafts] == ["https://qa.tern.example/a/3"]
