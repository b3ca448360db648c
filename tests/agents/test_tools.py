"""What an assistant gets from each tool, asked with the SDK's own client."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, MCPError
from mcp_types import CallToolResult, TextContent, TextResourceContents

from byline import KnowledgeBase
from byline.agents.server import create_server
from byline.settings import load_settings

ROADMAP = "How do you keep a roadmap honest?"

Json = dict[str, Any]
Visit = Callable[[Client], Awaitable[Any]]


@pytest.fixture
def kb_with(loaded_home: Path) -> Iterator[Callable[..., KnowledgeBase]]:
    opened = []

    def make(**settings: object) -> KnowledgeBase:
        opened.append(KnowledgeBase.open(settings=load_settings(home=loaded_home, **settings)))
        return opened[-1]

    yield make
    for kb in opened:
        kb.close()


@pytest.fixture(scope="module")
def kb(loaded_home: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(loaded_home) as opened:
        yield opened


def visit(kb: KnowledgeBase, do: Visit) -> Any:
    async def run() -> Any:
        async with Client(create_server(kb)) as client:
            return await do(client)

    return anyio.run(run)


def call(kb: KnowledgeBase, tool: str, **arguments: object) -> CallToolResult:
    result = visit(kb, lambda client: client.call_tool(tool, arguments))
    assert isinstance(result, CallToolResult)
    return result


def given(kb: KnowledgeBase, tool: str, **arguments: object) -> Json:
    result = call(kb, tool, **arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


def words(result: CallToolResult) -> str:
    (part,) = result.content
    assert isinstance(part, TextContent)
    return part.text


def test_every_tool_says_that_it_only_reads_and_what_it_takes_and_gives(kb: KnowledgeBase) -> None:
    tools = visit(kb, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "search", "fetch", "verify", "list_authors"]
    for tool in tools:
        assert tool.title
        assert tool.description
        assert tool.output_schema["properties"]
        assert all(each.get("description") for each in tool.input_schema["properties"].values())
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (True, False, False)


def test_a_reply_quotes_word_for_word_and_is_ready_to_paste(kb: KnowledgeBase) -> None:
    reply = given(kb, "ask", question=ROADMAP)
    assert reply["answered"]
    for excerpt in reply["excerpts"]:
        text = given(kb, "fetch", id=excerpt["answer_id"])["text"]
        assert text[excerpt["start"] : excerpt["end"]] == excerpt["text"]
        assert excerpt["text"] in excerpt["citation"]["text"]
        assert excerpt["author"]["name"] in excerpt["citation"]["text"]
        assert f"byline://answers/{excerpt['answer_id']}" in excerpt["citation"]["text"]


def test_the_text_of_a_result_is_its_structure_as_json(kb: KnowledgeBase) -> None:
    for tool, arguments in [("search", {"query": "roadmap"}), ("ask", {"question": ROADMAP})]:
        result = call(kb, tool, **arguments)
        told, structure = json.loads(words(result)), result.structured_content
        assert told.keys() == structure.keys()
        assert tool == "ask" or told == structure


def test_links_are_those_of_the_pages_where_their_address_is_known(
    kb_with: Callable[..., KnowledgeBase],
) -> None:
    kb = kb_with(public_url="https://ask.example.org/byline/")
    reply = given(kb, "ask", question=ROADMAP)
    first = reply["excerpts"][0]
    page = f"https://ask.example.org/byline/answers/{first['answer_id']}"
    assert page in first["citation"]["markdown"]
    assert given(kb, "fetch", id=first["answer_id"])["url"] == page
    assert page in [found["url"] for found in given(kb, "search", query=ROADMAP)["results"]]


def test_what_nobody_answered_is_a_result_and_nothing_is_found(kb: KnowledgeBase) -> None:
    reply = given(kb, "ask", question="how do I bake sourdough bread?")
    assert (reply["answered"], reply["excerpts"]) == (False, [])
    assert given(kb, "search", query="how do I bake sourdough bread?") == {"results": []}


def test_an_ask_keeps_to_its_filters_and_to_the_question_before(kb: KnowledgeBase) -> None:
    reply = given(kb, "ask", question="roadmap", filters={"company": ["contoso"]}, top=1)
    assert {excerpt["author"]["name"] for excerpt in reply["excerpts"]} == {"Idris Okafor"}
    before = given(kb, "ask", question=ROADMAP, top=1)
    other = given(kb, "ask", question="anyone else?", previous=before["asked"])
    assert other["carried"]["rule"] == "someone_else"
    authors = {excerpt["author"]["name"] for excerpt in other["excerpts"] + other["near_misses"]}
    assert before["excerpts"][0]["author"]["name"] not in authors


def test_search_and_fetch_are_as_connectors_expect_them(kb: KnowledgeBase) -> None:
    found = given(kb, "search", query="roadmap")["results"]
    assert found
    assert all(result.keys() == {"id", "title", "url"} for result in found)
    document = given(kb, "fetch", id=found[0]["id"])
    assert document.keys() == {"id", "title", "text", "url", "metadata"}
    answer = kb.answer(found[0]["id"])
    assert document["text"] == answer.text
    assert document["metadata"]["author"] == answer.byline.author
    assert answer.text in document["metadata"]["citation"]
    assert all(isinstance(value, str) for value in document["metadata"].values())


def test_an_answer_that_has_a_source_of_its_own_is_linked_there(kb: KnowledgeBase) -> None:
    by_title = {found["title"]: found["url"] for found in given(kb, "search", query="roadmap")["results"]}
    (mara,) = (url for title, url in by_title.items() if "Mara" in title)
    assert mara == "https://example.org/ama/1"


def test_fetch_takes_the_address_of_an_answer_too(kb: KnowledgeBase) -> None:
    excerpt = given(kb, "ask", question=ROADMAP)["excerpts"][0]
    address = f"byline://answers/{excerpt['answer_id']}#s2"
    assert given(kb, "fetch", id=address)["id"] == excerpt["answer_id"]


def test_a_quotation_is_checked(kb: KnowledgeBase) -> None:
    true = given(kb, "verify", text="Review it every six weeks with the people who build it.")
    false = given(kb, "verify", text="Review it every two weeks with the people who build it.")
    assert (true["verdict"], false["verdict"]) == ("exact", "altered")
    changed = [each for each in false["places"][0]["differences"] if each["kind"] == "changed"]
    assert [(each["quoted"].strip(), each["said"].strip()) for each in changed] == [("two", "six")]


def test_the_authors_are_listed_by_collection(kb: KnowledgeBase) -> None:
    everyone = {author["name"] for author in given(kb, "list_authors")["authors"]}
    of_the_ama = {author["name"] for author in given(kb, "list_authors", collection=["ama"])["authors"]}
    assert of_the_ama == {"Mara Lindqvist", "Idris Okafor", "Chen Wei"}
    assert of_the_ama < everyone


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": ""}, "The question '' has no words. Write what you want to know."),
        ("ask", {}, "question: Field required."),
        ("ask", {"question": "x", "tops": 3}, "tops: ask does not take this. It takes question, filters,"),
        ("ask", {"question": "x", "top": 99}, "top: Input should be less than or equal to 20"),
        ("ask", {"question": "x", "filters": {"autor": ["y"]}}, "filters.autor: Extra inputs are not"),
        ("ask", {"question": "x", "filters": {"after": "May"}}, "write the day as YYYY-MM-DD"),
        ("fetch", {"id": "a_none"}, "There is no answer 'a_none'. Check the link it came from."),
        ("verify", {"text": ""}, "no words"),
        ("answer", {}, "answer: there is no such tool. There are ask, search, fetch, verify, list_authors."),
    ],
)
def test_what_is_not_right_is_told_in_words(kb: KnowledgeBase, tool: str, arguments: Json, told: str) -> None:
    result = call(kb, tool, **arguments)
    assert result.is_error
    assert told in words(result)
    assert "Error executing" not in words(result)


def test_what_can_not_be_done_now_is_told(kb: KnowledgeBase, home: Path) -> None:
    with KnowledgeBase.open(home) as broken:
        with closing(sqlite3.connect(home / "byline.sqlite3")) as database:
            database.execute("ALTER TABLE answers RENAME TO elsewhere")
        result = call(broken, "list_authors")
    assert result.is_error
    assert "byline.sqlite3" in words(result)


def test_an_answer_is_a_resource(kb: KnowledgeBase) -> None:
    (template,) = visit(kb, lambda client: client.list_resource_templates()).resource_templates
    assert template.uri_template == "byline://answers/{answer_id}"
    answer = next(kb.answers())
    (content,) = visit(kb, lambda client: client.read_resource(f"byline://answers/{answer.id}")).contents
    assert isinstance(content, TextResourceContents)
    assert content.mime_type == "application/json"
    told = json.loads(content.text)
    assert (told["text"], told["revision"]) == (answer.text, answer.revision)
    assert [told["text"][each["start"] : each["end"]] for each in told["sentences"]]


def test_a_resource_that_is_not_there_is_told(kb: KnowledgeBase) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match="There is no answer 'a_none'"):
            await client.read_resource("byline://answers/a_none")

    visit(kb, read)


def test_a_question_is_logged_only_where_the_settings_say_so(
    kb_with: Callable[..., KnowledgeBase], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    given(kb_with(), "ask", question=ROADMAP)
    call(kb_with(), "ask", question="roadmap after:nonsense")
    assert "roadmap" not in caplog.text
    given(kb_with(log_questions=True), "ask", question=ROADMAP)
    assert ROADMAP in caplog.text
