"""Markdown files, with front matter of three kinds and without."""

from __future__ import annotations

from datetime import date

import pytest

from byline.errors import FileFormatError
from byline.models import Byline, DatePrecision, PrintedDate

from .conftest import Read

YAML = """---
title: How do you price a map?
author: Ada Tern
role: Head of Pricing
company: Harbor Maps
date: 2021-05-03
tags: [pricing, maps]
link: https://maps.example/pricing
layout: post
---

Ask *three* buyers.

## Then

Act. See [the guide][1].

[1]: https://maps.example/guide
"""
TOML = """+++
title = "How do you price a map?"
author = ["Ada Tern"]
role = "Head of Pricing"
company = "Harbor Maps"
publishDate = 2021-05-03
tags = ["pricing", "maps"]
url = "https://maps.example/pricing"
weight = 3
+++
""" + YAML.split("---\n")[2]
JSON = """{
  "title": "How do you price a map?",
  "author": {"name": "Ada Tern", "role": "Head of Pricing", "company": "Harbor Maps"},
  "pubdate": "2021-05-03", "tags": "pricing, maps", "url": "https://maps.example/pricing"
}
""" + YAML.split("---\n")[2]


@pytest.mark.parametrize(
    "content", [YAML, TOML, JSON, YAML.replace("\n", "\r\n")], ids=["yaml", "toml", "json", "crlf"]
)
def test_front_matter_gives_the_byline_of_the_whole_file(read: Read, content: str) -> None:
    drafts, warnings = read("pricing.md", content, format="markdown")
    (draft,) = drafts
    assert draft.text == "Ask three buyers.\n\nThen\n\nAct. See the guide."
    assert draft.question == "How do you price a map?"
    assert draft.byline == Byline(
        "Ada Tern",
        "Head of Pricing",
        "Harbor Maps",
        PrintedDate("2021-05-03", date(2021, 5, 3), DatePrecision.DAY),
    )
    assert (draft.tags, draft.url) == (("pricing", "maps"), "https://maps.example/pricing")
    assert warnings == []


SECTIONS = """# How do you price a map?

Three experts were asked.

## Ada Tern, Head of Pricing at Harbor Maps (May 2021)

Ask three buyers.

### Then

Act. See [the guide][1].

## **Bo Skua** — Senior Product Manager, Gull Inc.

- Charge less
- Learn

## Cy Loon

No.

[1]: https://maps.example/guide
"""


def test_each_heading_that_is_a_byline_begins_an_answer(read: Read) -> None:
    drafts, warnings = read("pricing.md", SECTIONS)
    assert [(each.byline.author, each.byline.role, each.byline.company) for each in drafts] == [
        ("Ada Tern", "Head of Pricing", "Harbor Maps"),
        ("Bo Skua", "Senior Product Manager", "Gull Inc."),
        ("Cy Loon", None, None),
    ]
    assert [each.text for each in drafts] == [
        "Ask three buyers.\n\nThen\n\nAct. See the guide.",
        "- Charge less\n- Learn",
        "No.",
    ]
    assert {each.question for each in drafts} == {"How do you price a map?"}
    assert drafts[0].byline.date == PrintedDate("May 2021", date(2021, 5, 1), DatePrecision.MONTH)
    assert drafts[0].byline.as_printed == "Ada Tern, Head of Pricing at Harbor Maps (May 2021)"
    assert [each.line for each in drafts] == [6, 14, 19]
    assert warnings == []


def test_headings_that_are_no_bylines_belong_to_the_answer(read: Read) -> None:
    text = "# Why?\n\n## Key Metrics, in short\n\nOne.\n\n## Final Tips\n\nTwo."
    drafts, _ = read("why.md", text, byline=Byline("Ada Tern", "Pilot"))
    assert [(each.text, each.question, each.byline) for each in drafts] == [
        ("Key Metrics, in short\n\nOne.\n\nFinal Tips\n\nTwo.", "Why?", Byline("Ada Tern", "Pilot"))
    ]
    with pytest.raises(FileFormatError, match=r"why\.md: nobody is named.*--author"):
        read("why.md", text)


def test_a_heading_in_code_or_in_a_list_begins_nothing(read: Read) -> None:
    text = SECTIONS.replace("No.", "```\n## Di Gull, Head of Code\n```\n\n- ## Ed Auk, Head of Lists\n")
    drafts, _ = read("pricing.md", text)
    assert len(drafts) == 3
    assert drafts[2].text == "## Di Gull, Head of Code\n\n- Ed Auk, Head of Lists"


def test_a_draft_is_left_out(read: Read) -> None:
    drafts, warnings = read("pricing.md", YAML.replace("layout: post", "draft: true"))
    assert drafts == []
    assert "is a draft" in warnings[0]


def test_a_rule_above_a_text_is_no_front_matter(read: Read) -> None:
    drafts, _ = read("a.md", "---\n\nOne.\n\n---\n\nTwo.", byline=Byline("Ada Tern"), question="Q?")
    assert [(each.text, each.question) for each in drafts] == [("One.\n\nTwo.", "Q?")]


ALIASES = "---\ntitle: T\na: &a [x, x]\nb: &b [*a, *a]\n---\nText"


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("---\ntitle: T\nauthor: 'A\n---\nText", 3, "not valid YAML"),
        (ALIASES, 4, "aliases are not read"),
        ("---\ntitle: T\nText", 1, "never closed"),
        ("---\ntitle: " + "[" * 30_000 + "\n---\n", 1, "nested too deeply"),
        ("---\ntitle: " + "x" * 70_000 + "\n---\n", 1, "more than 65,536"),
        ("+++\ntitle = \n+++\n", 1, "not valid TOML"),
        ("---\ntitle: !!python/object/apply:os.system ['true']\n---\nText", None, "the question is not text"),
    ],
)
def test_front_matter_that_can_not_be_read_is_refused_with_its_line(
    read: Read, content: str, line: int | None, said: str
) -> None:
    with pytest.raises(FileFormatError) as caught:
        read("a.md", content, byline=Byline("Ada Tern"))
    assert said in str(caught.value)
    assert line is None or caught.value.line == line
