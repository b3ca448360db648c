"""Exports of MediaWiki: articles, and the signed comments of talk pages."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FileFormatError, MarkupError
from byline.importers import Options, read_drafts
from byline.importers.mediawiki import MAX_WIKITEXT
from byline.importers.signatures import comments_of
from byline.importers.wikitext import Names, text_of_wikitext
from byline.models import Byline, DatePrecision, PrintedDate

from .conftest import read_file

SITE = """  <siteinfo>
    <sitename>Ternwiki</sitename>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Diskussion</namespace>
      <namespace key="2" case="first-letter">Benutzer</namespace>
      <namespace key="3" case="first-letter">Benutzer Diskussion</namespace>
      <namespace key="6" case="first-letter">Datei</namespace>
      <namespace key="14" case="first-letter">Kategorie</namespace>
    </namespaces>
  </siteinfo>
"""


def revision(text: str, day: str = "2021-05-03", model: str = "wikitext") -> str:
    return f"""    <revision>
      <id>9</id>
      <timestamp>{day}T10:00:00Z</timestamp>
      <contributor><username>Last Editor</username><id>4</id></contributor>
      <model>{model}</model>
      <format>text/x-wiki</format>
      <text bytes="{len(text)}" xml:space="preserve">{escape(text)}</text>
    </revision>
"""


def page(title: str, *revisions: str, ns: int = 0, number: int = 12, more: str = "") -> str:
    return (
        f"  <page>\n    <title>{title}</title>\n    <ns>{ns}</ns>\n    <id>{number}</id>\n{more}"
        + "".join(revisions)
        + "  </page>\n"
    )


def export(folder: Path, *pages: str, version: str = "0.11", site: str = SITE) -> Path:
    path = folder / "wiki.xml"
    path.write_text(
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}">\n'
        + site
        + "".join(pages)
        + "</mediawiki>\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("version", ["0.3", "0.10", "0.11"])
def test_an_article_is_one_answer_by_nobody_the_wiki_names(tmp_path: Path, version: str) -> None:
    path = export(tmp_path, page("Descaling", revision("Boil '''vinegar'''.\n\nRinse.")), version=version)
    [draft], warnings = read_file(path)
    assert (draft.text, draft.question, draft.key) == ("Boil vinegar.\n\nRinse.", "Descaling", "12")
    assert draft.byline == Byline(None, date=PrintedDate("2021-05-03", date(2021, 5, 3), DatePrecision.DAY))
    assert any("does not say who wrote an article; 'Descaling'" in warning for warning in warnings)


def test_an_article_is_by_whom_the_caller_says(tmp_path: Path) -> None:
    byline = Byline("Ida Fern", "Head of Kettles", "Tern")
    path = export(tmp_path, page("Descaling", revision("Boil vinegar.")))
    warnings: list[str] = []
    [draft] = read_drafts(path, Options(byline=byline), warn=warnings.append)
    assert replace(draft.byline, date=byline.date) == byline
    assert draft.byline.date.as_printed == "2021-05-03"
    assert warnings == []


def test_of_a_page_with_its_history_the_newest_revision_counts(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        page(
            "Descaling",
            revision("old", "2019-01-01"),
            revision("newest", "2022-01-01"),
            revision("between", "2020-01-01"),
        ),
        page("Filling", revision("another page")),
    )
    drafts, _ = read_file(path, format="mediawiki")
    assert [draft.text for draft in drafts] == ["newest", "another page"]


def test_what_is_neither_article_nor_talk_is_passed_over_and_counted(tmp_path: Path) -> None:
    path = export(
        tmp_path,
        page("Datei:Kettle.png", revision("a picture"), ns=6),
        page("Vorlage:Box", revision("a template"), ns=10),
        page("Kettles", revision("#REDIRECT [[Kettle]]"), more='    <redirect title="Kettle" />\n'),
        page("Common.js", revision("alert(1)", model="javascript")),
        page("Nothing", revision(" ")),
        page("Kettle", revision("It boils.")),
    )
    drafts, warnings = read_file(path)
    assert [draft.question for draft in drafts] == ["Kettle"]
    for said in (
        "2 pages were passed over: they are neither articles nor talk pages",
        "1 pages were passed over: they are redirects",
        "1 pages were passed over: they are not wikitext",
        "1 pages were passed over: they are empty",
    ):
        assert any(said in warning for warning in warnings), said


TALK = """{{Archive}}
== How do I ''descale'' it? ==
Mine is white. [[Benutzer:Ole Asker|Ole]] ([[Benutzer Diskussion:Ole Asker|talk]]) 12:34, 5 May 2021 (UTC)

:Boil vinegar.<ref>a book</ref>
:
:* Then rinse,
:* and rinse again. --[[User:Ida_Fern]] 08:00, 6 May 2021 (UTC)
::Citric acid smells less, says [[Benutzer:Ida Fern|Ida]].
::– [[Benutzer:Jo Reed|<span style="color:red">'''Jo'''</span>]] 09:10, 7 May 2021 (CEST)
Nobody signed this.

== Empty ==
== How do I descale it? ==
Again. [[Benutzer:Jo Reed|Jo]] 10:00, 8 May 2021 (UTC)
"""


def test_signed_comments_of_a_talk_page_are_answers_to_its_headings(tmp_path: Path) -> None:
    drafts, warnings = read_file(export(tmp_path, page("Diskussion:Kettle", revision(TALK), ns=1)))
    assert [
        (draft.question, draft.byline.author, draft.byline.date.as_printed, draft.text) for draft in drafts
    ] == [
        ("How do I descale it?", "Ole Asker", "5 May 2021", "Mine is white."),
        (
            "How do I descale it?",
            "Ida Fern",
            "6 May 2021",
            "Boil vinegar.\n\nThen rinse,\nand rinse again.",
        ),
        ("How do I descale it?", "Jo Reed", "7 May 2021", "Citric acid smells less, says Ida."),
        ("How do I descale it?", "Jo Reed", "8 May 2021", "Again."),
    ]
    assert drafts[0].byline.date.value == date(2021, 5, 5)
    assert drafts[0].byline.as_printed == "Ole (talk) 12:34, 5 May 2021 (UTC)"
    assert len({draft.key for draft in drafts}) == 4
    assert any("1 comments on 'Diskussion:Kettle' have no signature" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("It is the dogs' -- ", "It is the dogs'"),
        ("''Really'' ", "Really"),
        ("Yes ''' ", "Yes"),
        ("Yes <small>(", "Yes"),
        ("<b>Yes</b> —", "Yes"),
    ],
)
def test_the_words_before_a_signature_stay_whole(before: str, text: str) -> None:
    comments, _ = comments_of(f"{before}[[User:Ida|Ida]] 10:00, 8 May 2021 (UTC)", Names())
    assert [comment.text for comment in comments] == [text]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["==a==<!--", "'", " ", "- ", "10:00, 8 May 2021 (UTC)", "[[User:a|", "<b", "=="]
)
def test_a_talk_page_of_one_thing_repeated_is_read_in_time(piece: str) -> None:
    with suppress(MarkupError):
        assert comments_of("==a\n" + piece * 20_000, Names())[0] == []


def test_keys_stay_when_another_section_comes_before(tmp_path: Path) -> None:
    def keys(text: str) -> list[str | None]:
        return [
            draft.key for draft in read_file(export(tmp_path, page("Talk:Kettle", revision(text), ns=1)))[0]
        ]

    before = keys(TALK)
    after = keys("== New ==\nWords. [[User:Jo Reed|Jo]] 10:00, 8 May 2021 (UTC)\n" + TALK)
    assert set(before) < set(after)


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("'''Bold''' and ''slanted''", "Bold and slanted"),
        ("a {{template|x={{inner}}}} b", "a b"),
        ("a<ref name=x>note</ref> b<ref name=x /> c<!-- hidden -->.", "a b c."),
        ("[[Kettle]], [[Kettle|the kettle]], [[:Category:Tea]]", "Kettle, the kettle, Category:Tea"),
        ("[[File:a.png|thumb|A [[kettle]]]]words [[Category:Tea]]", "words"),
        ("[https://tern.example Tern] or https://tern.example/a", "Tern or https://tern.example/a"),
        ("* one\n* two\n## three", "- one\n- two\n- - three"),
        ("; term\n: meaning", "term\nmeaning"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ('{| class="x"\n| cell\n|}\nafter', "after"),
        ("&amp; &lt;b&gt; &nbsp;x &#8211;", "& <b> \u00a0x –"),
        ("== Heading ==\nwords\n__NOTOC__", "Heading\n\nwords"),
        ("<nowiki>[[x]]</nowiki> <code>a b</code>", "[[x]] a b"),
        ("<script>alert(1)</script>fine", "fine"),
    ],
)
def test_wikitext_becomes_what_a_reader_reads(wikitext: str, text: str) -> None:
    assert text_of_wikitext(wikitext, Names()) == text


@given(st.text(st.sampled_from("[]{}|'=*:#<>/!- \nab&;"), max_size=200))
def test_any_wikitext_is_read(wikitext: str) -> None:
    assert isinstance(text_of_wikitext(wikitext, Names()), str)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["{{a|", "[[a|", "<b>", "<b ", "<b x='", "{|\n", "<ref>", "[http://a ", "{{a|} }", "<!--"]
)
def test_wikitext_that_opens_without_end_is_refused_at_once(piece: str) -> None:
    with pytest.raises(MarkupError, match="are open at once"):
        text_of_wikitext(piece * 100_000, Names())


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece",
    ["{{a|b}} ", "[[a|b]] ", "<b>a</b> ", "a<br>\n", "<ref name=a /> ", "{|\n|}\n", "''a", "="],
)
def test_a_long_page_of_what_pages_hold_is_read(piece: str) -> None:
    assert isinstance(text_of_wikitext(piece * 10_000, Names()), str)


def test_a_page_that_is_too_large_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    path = export(
        tmp_path, page("Huge", revision("x" * (MAX_WIKITEXT + 1))), page("Kettle", revision("It boils."))
    )
    rejected: list[str] = []
    drafts = list(read_drafts(path, warn=lambda _: None, reject=lambda error, _: rejected.append(str(error))))
    assert [draft.question for draft in drafts] == ["Kettle"]
    assert "'Huge' has 2,097,153 characters" in rejected[0]


def test_broken_xml_and_document_types_are_refused(tmp_path: Path) -> None:
    path = export(tmp_path, page("Kettle", revision("It boils.")))
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace("</page>", ""), encoding="utf-8")
    with pytest.raises(FileFormatError, match="line 26: this is not well-formed XML"):
        read_file(path)
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]>\n' + whole, encoding="utf-8")
    with pytest.raises(FileFormatError, match="document type"):
        read_file(path, format="mediawiki")
