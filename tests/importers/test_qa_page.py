"""Saved pages that mark their questions and answers for search engines."""

from __future__ import annotations

import json
from datetime import date

import pytest

from byline.errors import FileFormatError
from byline.models import Byline, DatePrecision, PrintedDate

from .conftest import Read

QA_PAGE = {
    "@context": "https://schema.org",
    "@type": "QAPage",
    "mainEntity": {
        "@type": "Question",
        "name": "How do you price a map &amp; keep it fair?",
        "text": "<p>We sell maps.</p>",
        "answerCount": 3,
        "upvoteCount": 4,
        "keywords": "pricing, maps",
        "inLanguage": "en",
        "author": {"@type": "Person", "name": "Asker"},
        "acceptedAnswer": {
            "@type": "Answer",
            "text": "<p>Ask three buyers.</p><ul><li>Then act</ul><script>no()</script>",
            "upvoteCount": "12",
            "dateCreated": "2021-05-03T10:00:00.000Z",
            "url": "/q/7#a1",
            "author": {
                "@type": "Person",
                "name": "Ada  Tern",
                "jobTitle": "Head of Pricing",
                "worksFor": {"@type": "Organization", "name": "Harbor Maps"},
            },
        },
        "suggestedAnswer": [
            {
                "@type": "Answer",
                "text": "Charge **less**, see [this](https://x.example).",
                "author": "Bo Skua",
            },
            {"@type": "Answer", "text": "If a < b then b > a.", "author": [{"name": "Cy Gull"}, "Di Loon"]},
        ],
    },
}


def page_with(*blocks: str, head: str = "") -> str:
    scripts = [block.replace("</", "<\\/") for block in blocks]
    body = "".join(f'<script type="application/ld+json">{script}</script>\n' for script in scripts)
    return (
        f"<!DOCTYPE html>\n<html><head><title>Q</title>{head}</head><body><p>Hello</p>\n{body}</body></html>"
    )


CANONICAL = '<link rel="canonical" href="https://ask.example/q/7">'


def test_a_qa_page_gives_every_answer_with_its_byline(read: Read) -> None:
    drafts, warnings = read("page.html", page_with(json.dumps(QA_PAGE), head=CANONICAL))
    first, second, third = drafts
    assert first.text == "Ask three buyers.\n\n- Then act"
    assert first.question == "How do you price a map & keep it fair?"
    day = PrintedDate(None, date(2021, 5, 3), DatePrecision.DAY)
    assert first.byline == Byline("Ada Tern", "Head of Pricing", "Harbor Maps", day)
    assert (first.accepted, first.votes, first.url) == (True, 12, "https://ask.example/q/7#a1")
    assert (first.tags, first.lang, first.key) == (("pricing", "maps"), "en", "/q/7#a1")
    assert (second.text, second.byline.author) == ("Charge less, see this.", "Bo Skua")
    assert (second.accepted, second.url) == (False, "https://ask.example/q/7")
    assert (third.text, third.byline.author) == ("If a < b then b > a.", "Cy Gull, Di Loon")
    assert warnings == []


def test_json_ld_may_be_the_whole_file(read: Read) -> None:
    for name in ("page.json", "page.jsonld", "page"):
        drafts, _ = read(name, json.dumps([{"@context": "https://schema.org"}, QA_PAGE], indent=1))
        assert [draft.byline.author for draft in drafts] == ["Ada Tern", "Bo Skua", "Cy Gull, Di Loon"]


def test_nodes_of_a_graph_refer_to_each_other(read: Read) -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": ["WebPage", "FAQPage"], "mainEntity": [{"@id": "#q1"}, {"@id": "#q2"}]},
            {"@id": "#q1", "@type": "Question", "name": "Why?", "acceptedAnswer": {"@id": "#a1"}},
            {"@id": "#q2", "@type": "Question", "name": "How?", "acceptedAnswer": {"text": "So."}},
            {"@id": "#a1", "@type": "Answer", "text": "Because.", "author": {"@id": "#p"}},
            {"@id": "#p", "@type": "Person", "name": "Ada Tern"},
        ],
    }
    drafts, warnings = read("faq.html", page_with(json.dumps(graph)))
    assert [(each.question, each.text, each.byline.author, each.accepted) for each in drafts] == [
        ("Why?", "Because.", "Ada Tern", False),
        ("How?", "So.", None, False),
    ]
    assert len(warnings) == 1
    assert "1 of 2 answers name no author" in warnings[0]


def test_answers_that_name_nobody_are_by_whom_the_caller_says(read: Read) -> None:
    question = {"@type": "Question", "name": "Q?", "acceptedAnswer": {"text": "A."}}
    faq = page_with(json.dumps({"@type": "FAQPage", "mainEntity": question}))
    given = Byline("Ida Fern", "Curator")
    drafts, warnings = read("faq.html", faq, byline=given)
    assert [draft.byline for draft in drafts] == [given]
    assert warnings == []


MICRODATA = """<html><body itemscope itemtype="https://schema.org/QAPage"><link rel=canonical href=https://ask.example/q>
<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">
<h1 itemprop="name">How do terns   fly?</h1><div itemprop="text"><p>They just do?</div>
<div itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">
 <span itemprop="upvoteCount">3</span><a itemprop="url" href="#a5"></a>
 <div itemprop="text"><p>With wings &amp;lt;both&amp;gt;.<pre>flap()
flap()</pre><span hidden>not this</span></div>
 <time itemprop="dateCreated" datetime="2020-02-01T00:00:00">Feb 1</time>
 <div itemprop="author" itemscope itemtype="https://schema.org/Person">
 <span itemprop="name" style="display:none">Ada Tern</span>
 <i itemprop="jobTitle">Pilot</i></div>
</div>
<div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer">
<div itemprop="text">By night.</div></div>
</div></body></html>"""


def test_microdata_is_read_as_the_page_shows_it(read: Read) -> None:
    drafts, warnings = read("page.html", MICRODATA)
    accepted, suggested = drafts
    assert (accepted.text, accepted.accepted, accepted.byline.author) == ("By night.", True, None)
    assert suggested.text == "With wings &lt;both&gt;.\n\nflap()\nflap()"
    assert suggested.question == "How do terns fly?"
    assert (suggested.votes, suggested.url, suggested.accepted) == (3, "https://ask.example/q#a5", False)
    assert (suggested.byline.author, suggested.byline.role) == ("Ada Tern", "Pilot")
    assert suggested.byline.date.value == date(2020, 2, 1)
    assert len(warnings) == 1


def test_a_question_marked_up_in_both_ways_counts_once(read: Read) -> None:
    question = {
        "@type": "Question",
        "name": "How do terns fly?",
        "acceptedAnswer": {"text": "By night."},
        "suggestedAnswer": {"text": "By night."},
    }
    drafts, _ = read("page.html", MICRODATA.replace("</body>", page_with(json.dumps(question)) + "</body>"))
    assert sorted(draft.text for draft in drafts if draft.byline.author is None) == ["By night."]


PLAIN = '{"@type": "Question", "name": "Q?", "acceptedAnswer": {"text": "A, b,]", "author": "Ida"}}'
LENIENT = [
    PLAIN.replace("}}", ",},}"),
    f"<!--\n{PLAIN}\n-->",
    f"//<![CDATA[\n{PLAIN};\n//]]>",
    PLAIN.replace("b,]", "b,]\n\n"),
]


@pytest.mark.parametrize("block", LENIENT, ids=["commas", "comment", "cdata", "line ends"])
def test_what_templates_do_to_json_is_forgiven(read: Read, block: str) -> None:
    drafts, warnings = read("page.html", page_with(block))
    assert [(draft.text, draft.byline.author) for draft in drafts] == [("A, b,]", "Ida")]
    assert warnings == []


def test_a_block_that_can_not_be_read_is_refused_with_its_line(read: Read) -> None:
    page = page_with(json.dumps(QA_PAGE), '{"@type": "Question", "name": ')
    with pytest.raises(FileFormatError, match=r"page\.html, line 4: the block of JSON-LD"):
        read("page.html", page)


def test_a_block_that_can_not_be_read_and_asks_nothing_does_not_matter(read: Read) -> None:
    drafts, _ = read("page.html", page_with('{"@type": "Product", ', json.dumps(QA_PAGE)))
    assert len(drafts) == 3


def test_a_page_without_a_question_is_refused(read: Read) -> None:
    with pytest.raises(FileFormatError, match=r"no question of schema\.org was found"):
        read("page.html", page_with('{"@type": "FAQPage"}'))


def test_answers_that_share_an_address_have_no_key(read: Read) -> None:
    answers = [{"text": text, "url": "https://ask.example/q", "author": "Ida"} for text in ("A.", "B.")]
    question = {"@type": "Question", "name": "Q?", "suggestedAnswer": answers}
    drafts, _ = read("page.html", page_with(json.dumps(question)))
    assert [draft.key for draft in drafts] == [None, None]


@pytest.mark.parametrize(
    "block", ["[" * 100_000, '{"a":' * 100_000, '{"@type": "Question", "x": ' + "[" * 100_000]
)
def test_deep_json_is_refused_and_no_danger(read: Read, block: str) -> None:
    with pytest.raises(FileFormatError):
        read("page.html", page_with(block, '{"@type": "FAQPage"}'))


def test_items_within_items_without_end_are_refused(read: Read) -> None:
    answer = (
        '<div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer"><div itemprop="text">x'
    )
    page = '<html><div itemscope itemtype="https://schema.org/Question">' + answer * 3000
    with pytest.raises(FileFormatError, match="stand in each other"):
        read("page.html", page)
