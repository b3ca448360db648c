"""Slack exports: threads of a folder, their questions and their answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from byline.errors import FileFormatError
from byline.importers import read_drafts
from byline.importers.slack_text import text_of_slack
from byline.models import Byline, DatePrecision, PrintedDate

from .conftest import read_file

USERS = [
    {
        "id": "U1",
        "name": "ole",
        "profile": {"real_name": "Ole Asker", "display_name": "ole", "title": ""},
    },
    {
        "id": "U2",
        "name": "ida",
        "real_name": "Ida Fern",
        "profile": {"real_name": "Ida  Fern", "title": "Head of Kettles"},
    },
    {"id": "U3", "name": "jo", "profile": {"display_name": "Jo"}},
]
CHANNELS = [{"id": "C1", "name": "kettles"}, {"id": "C2", "name": "random"}]
# Seconds since 1970 on 3, 4 and 9 May 2021.
MAY_3, MAY_4, MAY_9 = "1620036000", "1620122400", "1620554400"


def message(ts: str, user: str, text: str, thread: str | None = None, **more: Any) -> dict[str, Any]:
    return (
        {"type": "message", "ts": ts, "user": user, "text": text}
        | ({"thread_ts": thread} if thread else {})
        | more
    )


def export(folder: Path, days: dict[str, Any], users: Any = USERS, channels: Any = CHANNELS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "users.json").write_text(json.dumps(users), encoding="utf-8")
    (folder / "channels.json").write_text(json.dumps(channels), encoding="utf-8")
    for name in ("kettles", "random"):
        (folder / name).mkdir(exist_ok=True)
    for name, messages in days.items():
        (folder / name).write_text(
            messages if isinstance(messages, str) else json.dumps(messages), encoding="utf-8"
        )
    return folder


ASKED = f"{MAY_3}.000100"
THREAD = {
    "kettles/2021-05-03.json": [
        message(ASKED, "U1", "How do I *descale* it, <@U2>?", ASKED, reply_count=3),
        message(f"{MAY_3}.000200", "U3", "Lunch?"),
        message(f"{MAY_3}.000300", "U2", "Boil vinegar &amp; rinse.", ASKED),
    ],
    "kettles/2021-05-04.json": [
        message(f"{MAY_4}.000100", "U1", "Thanks!", ASKED),
    ],
    "kettles/2021-05-09.json": [
        message(f"{MAY_9}.000100", "U3", "Citric acid smells less.", ASKED, subtype="thread_broadcast"),
        message(f"{MAY_9}.000200", "U3", "joined", subtype="channel_join"),
        message(f"{MAY_9}.000300", "U3", "bot says", ASKED, bot_id="B1"),
        message(f"{MAY_9}.000400", "U3", "bot says", ASKED, subtype="bot_message"),
    ],
}


def test_replies_are_answers_to_the_first_message_however_late_they_come(tmp_path: Path) -> None:
    drafts, warnings = read_file(export(tmp_path / "slack", THREAD))
    assert [(draft.question, draft.text, draft.key, draft.tags) for draft in drafts] == [
        (
            "How do I descale it, @Ida Fern?",
            "Boil vinegar & rinse.",
            f"kettles-{MAY_3}.000300",
            ("kettles",),
        ),
        (
            "How do I descale it, @Ida Fern?",
            "Citric acid smells less.",
            f"kettles-{MAY_9}.000100",
            ("kettles",),
        ),
    ]
    assert [draft.byline for draft in drafts] == [
        Byline(
            "Ida Fern", "Head of Kettles", date=PrintedDate("2021-05-03", date(2021, 5, 3), DatePrecision.DAY)
        ),
        Byline("Jo", date=PrintedDate("2021-05-09", date(2021, 5, 9), DatePrecision.DAY)),
    ]
    assert warnings == []


def test_a_thread_whose_first_message_is_missing_has_no_question_and_is_told(tmp_path: Path) -> None:
    days = {"kettles/2021-05-04.json": [message(f"{MAY_4}.000100", "U2", "Boil vinegar.", ASKED)]}
    drafts, warnings = read_file(export(tmp_path, days))
    assert [(draft.question, draft.text) for draft in drafts] == [(None, "Boil vinegar.")]
    assert any(f"the first message of the thread {ASKED} is not in the export" in each for each in warnings)


def test_someone_who_is_not_in_the_list_is_told_and_shown_by_the_name_beside(tmp_path: Path) -> None:
    days = {
        "kettles/2021-05-03.json": [
            message(ASKED, "U1", "Why?"),
            message(f"{MAY_3}.000300", "U8", "So.", ASKED, user_profile={"real_name": "Kim Guest"}),
            message(f"{MAY_3}.000400", "U9", "Because.", ASKED),
        ]
    }
    drafts, warnings = read_file(export(tmp_path, days))
    assert [draft.byline.author for draft in drafts] == ["Kim Guest", None]
    assert sum("is not in users.json" in warning for warning in warnings) == 2


def test_a_message_that_comes_twice_counts_once(tmp_path: Path) -> None:
    days = {f"kettles/{day}.json": THREAD["kettles/2021-05-03.json"] for day in ("2021-05-03", "2021-05-04")}
    assert len(read_file(export(tmp_path, days))[0]) == 1


def test_a_message_that_is_broken_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    days = THREAD | {"random/2021-05-03.json": [message("soon", "U1", "x"), 7, message(ASKED, "U1", "ok")]}
    days["random/2021-05-04.json"] = [message(f"{MAY_4}.000100", "U2", "Yes.", ASKED)]
    rejected: list[str] = []
    folder = export(tmp_path, days)
    drafts = list(
        read_drafts(folder, warn=lambda _: None, reject=lambda error, _: rejected.append(str(error)))
    )
    assert len(drafts) == 3
    assert "2021-05-03.json: a message here has the ts 'soon', no time" in rejected[0]
    assert "a message here is no object" in rejected[1]
    with pytest.raises(FileFormatError, match="ts 'soon'"):
        read_file(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[{", "not valid JSON"),
        ("{}", "this is not a list"),
        ("[" * 200_000, "nested too deeply"),
        ("[\0]", "NUL byte"),
    ],
)
def test_a_day_that_is_no_list_is_refused_by_its_name(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(FileFormatError, match=said) as caught:
        read_file(export(tmp_path, {"kettles/2021-05-03.json": content}))
    assert "2021-05-03.json" in str(caught.value)


def test_a_channel_that_leads_out_of_the_export_is_not_read(tmp_path: Path) -> None:
    export(tmp_path / "other", THREAD)
    folder = export(tmp_path / "slack", {}, channels=[{"id": "C1", "name": "../other/kettles"}])
    drafts, warnings = read_file(folder)
    assert drafts == []
    assert any("has no folder" in warning for warning in warnings)


def test_a_folder_without_the_two_lists_is_no_export(tmp_path: Path) -> None:
    (tmp_path / "channels.json").write_text("[]")
    with pytest.raises(FileFormatError, match="this is a folder"):
        read_file(tmp_path)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<@U2> and <@U9> and <@U8|kim>", "@Ida and @U9 and @kim"),
        ("<#C1|kettles> <#C1> <#C7>", "#kettles #kettles #C7"),
        ("<!here> <!subteam^S1|@team> <!date^1^x|May 3>", "@here @team May 3"),
        ("see <https://tern.example/a|the page>", "see the page (https://tern.example/a)"),
        (
            "<https://tern.example> <http://tern.example|tern.example>",
            "https://tern.example http://tern.example",
        ),
        ("<mailto:ida@tern.example|ida@tern.example>", "ida@tern.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;", "1 < 2 && 3 > 2 &lt;"),
        ("*bold* _slanted_ ~struck~ *_both_*", "bold slanted struck both"),
        ("*<@U2> said* <https://tern.example/_a_/~b~>", "@Ida said https://tern.example/_a_/~b~"),
        ("2*3*4 snake_case_name a * b * c", "2*3*4 snake_case_name a * b * c"),
        ("`a *b*` and\n```\nx = _y_\n```", "a *b* and\nx = _y_"),
    ],
)
def test_the_marks_of_a_message_become_what_is_shown(written: str, read: str) -> None:
    assert text_of_slack(written, {"U2": "Ida"}, {"C1": "kettles"}) == read
