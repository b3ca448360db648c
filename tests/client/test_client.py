"""The Python client: against a real server, and against servers that fail in every way."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, get_type_hints

import anyio
import pytest

from byline.client import AsyncClient, Client, replies
from byline.client.reading import read
from byline.errors import Problem, ProblemError, UnreachableError
from byline.heard import FeedbackReason
from byline.models import Confidence, Filters, Reason
from byline.verdicts import DifferenceKind, Verdict
from byline.web import contents_schemas, hearing_schemas, proof_schemas, schemas

QUESTION = "How do you keep a roadmap honest?"
ANYWHERE = "http://127.0.0.1:9"

Json = dict[str, Any]
SCHEMAS = {
    name: model
    for module in (schemas, contents_schemas, hearing_schemas, proof_schemas)
    for name, model in vars(module).items()
    if inspect.isclass(model) and issubclass(model, schemas.Given) and model is not schemas.Given
}
OWN = {name: kind for name, kind in vars(replies).items() if is_dataclass(kind) and inspect.isclass(kind)} | {
    "Problem": Problem
}


@pytest.fixture
def byline(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_dataclass_has_the_fields_of_the_schema(name: str) -> None:
    told = {field.alias or own: field.is_required() for own, field in SCHEMAS[name].model_fields.items()}
    hints = get_type_hints(OWN[name])
    assert {each.metadata.get("json", each.name) for each in fields(OWN[name])} == set(told)
    assert len(hints) == len(told)


def test_nothing_that_the_server_gives_is_without_a_dataclass() -> None:
    assert SCHEMAS.keys() - OWN.keys() == {"FieldError"}  # byline.errors.FieldProblem


def test_a_reply_quotes_word_for_word(byline: Client) -> None:
    reply = byline.ask(QUESTION, top=2)
    assert reply.answered
    assert reply.confidence is Confidence.HIGH
    for excerpt in reply.excerpts:
        answer = byline.answer(excerpt.answer_id)
        assert answer.text[excerpt.start : excerpt.end] == excerpt.text
        assert (answer.author, answer.date, answer.source) == (excerpt.author, excerpt.date, excerpt.source)
        first, last = excerpt.sentences[0].start, excerpt.sentences[-1].end
        assert byline.cite(excerpt.answer_id, first, last).text == (
            byline.cite(excerpt.answer_id, excerpt.start, excerpt.end).text
        )


def test_filters_the_question_before_and_debugging_are_sent(byline: Client) -> None:
    reply = byline.ask("roadmap", Filters(company=("contoso",)), debug=True)
    assert {excerpt.author.name for excerpt in reply.excerpts} == {"Idris Okafor"}
    assert reply.applied_filters.company == ("Contoso",)
    assert reply.debug is not None
    assert reply.excerpts[0].debug is not None
    follow_up = byline.ask("anyone else?", previous=byline.ask(QUESTION, top=1).asked)
    assert follow_up.carried is not None
    none = byline.ask("roadmap", Filters(after=datetime(2030, 1, 1, tzinfo=UTC).date()))
    assert (none.answered, none.reason, none.excerpts) == (False, Reason.FILTERED_OUT, ())


def test_a_quotation_is_checked(byline: Client) -> None:
    found = byline.verify("Review it every two weeks with the people who build it.")
    assert found.verdict is Verdict.ALTERED
    kinds = {difference.kind for difference in found.places[0].differences}
    assert kinds == {DifferenceKind.SAME, DifferenceKind.CHANGED}


def test_what_there_is_is_listed_and_questions_are_completed(byline: Client) -> None:
    assert {author.name for author in byline.authors(["ama"])} == {
        "Mara Lindqvist",
        "Idris Okafor",
        "Chen Wei",
    }
    assert {collection.name for collection in byline.collections()} == {"ama", "main"}
    assert QUESTION in byline.suggest("how do you")
    byline.check()


def test_what_people_tell_is_kept(byline: Client) -> None:
    assert byline.leave_question("who bakes the bread?", contact="mara@example.org").question == (
        "who bakes the bread?"
    )
    reply = byline.ask(QUESTION)
    kept = byline.give_feedback(reply, helped=False, reasons=[FeedbackReason.OUT_OF_DATE])
    assert (kept.reply_id, kept.reasons) == (reply.id, (FeedbackReason.OUT_OF_DATE,))


def test_a_problem_has_the_fields_that_the_server_told(byline: Client) -> None:
    with pytest.raises(ProblemError) as refused:
        byline.ask("")
    problem = refused.value.problem
    assert (problem.status, problem.code, problem.instance) == (422, "bad_question", "/api/v1/ask")
    assert [each.field for each in problem.errors] == ["question"]
    assert problem.detail in str(refused.value)
    with pytest.raises(ProblemError, match=r"404, not_found.*a_no%2Fne|404, not_found.*a_no/ne"):
        byline.answer("a_no/ne")


def test_the_awaited_client_is_the_same(address: str, byline: Client) -> None:
    async def ask() -> tuple[Any, ...]:
        async with AsyncClient(address) as client:
            reply = await client.ask(QUESTION)
            with pytest.raises(ProblemError, match="bad_question"):
                await client.ask("")
            return (
                reply.excerpts,
                await client.answer(reply.excerpts[0].answer_id),
                await client.authors(),
                await client.collections(),
                await client.suggest("how do you"),
                await client.check(),
            )

    excerpts, answer, *others = anyio.run(ask)
    reply = byline.ask(QUESTION)
    assert excerpts == reply.excerpts
    assert answer == byline.answer(answer.id)
    assert others == [byline.authors(), byline.collections(), byline.suggest("how do you"), None]


def test_both_clients_have_the_same_methods_and_arguments() -> None:
    def methods(kind: type) -> dict[str, Any]:
        return {
            name: list(inspect.signature(each).parameters.values())
            for name, each in vars(kind).items()
            if inspect.isfunction(each) and not name.startswith("_")
        }

    assert methods(Client) == methods(AsyncClient)
    assert list(inspect.signature(Client).parameters) == list(inspect.signature(AsyncClient).parameters)


# Servers that fail

Answers = list[tuple[int, dict[str, str], object]]


@pytest.fixture
def failing() -> Iterator[Callable[[Answers], tuple[str, list[str]]]]:
    """Serve responses one after the other, the last one for ever; give the address and what was asked."""
    servers = []

    def serve(answers: Answers) -> tuple[str, list[str]]:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def do_GET(self) -> None:
                status, headers, body = answers[min(len(asked), len(answers) - 1)]
                asked.append(self.path)
                if status == 0:  # hang up
                    return
                sent = body.encode() if isinstance(body, str) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(sent))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(sent)

            def log_message(self, *_: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}", asked

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def problem(status: int, code: str) -> Json:
    return {"type": "", "title": "Busy", "status": status, "detail": "Wait.", "instance": "/", "code": code}


FINE = (200, {}, {"collections": []})


@pytest.mark.parametrize(
    "first",
    [
        (503, {"Retry-After": "0"}, problem(503, "unavailable")),
        (429, {"Retry-After": "0"}, problem(429, "too_many")),
        (502, {}, "<h1>Bad gateway</h1>"),
        (0, {}, ""),
    ],
)
def test_what_keeps_nothing_is_tried_again(failing: Any, first: Any) -> None:
    address, asked = failing([first, FINE])
    with Client(address) as byline:
        assert byline.collections() == ()
    assert len(asked) == 2


def test_it_is_tried_again_a_few_times_and_then_told(failing: Any) -> None:
    address, asked = failing([(503, {"Retry-After": "0"}, problem(503, "unavailable"))])
    with Client(address, retries=1) as byline, pytest.raises(ProblemError, match="503, unavailable"):
        byline.ask("anything")
    assert len(asked) == 2


def test_a_server_that_wants_long_patience_is_told_of_at_once(failing: Any) -> None:
    address, asked = failing([(429, {"Retry-After": "3600"}, problem(429, "too_many"))])
    with Client(address) as byline, pytest.raises(ProblemError, match="429"):
        byline.collections()
    assert len(asked) == 1


@pytest.mark.parametrize("first", [(503, {"Retry-After": "0"}, problem(503, "unavailable")), (0, {}, "")])
def test_what_is_kept_is_not_sent_twice(failing: Any, first: Any) -> None:
    address, asked = failing([first])
    with Client(address) as byline, pytest.raises((ProblemError, UnreachableError)):
        byline.leave_question("who bakes?")
    assert len(asked) == 1


def test_what_is_kept_is_sent_again_where_it_was_not_taken(failing: Any) -> None:
    kept = (200, {}, {"id": "o_1", "question": "who bakes?", "left_at": "2026-05-31T10:00:00+00:00"})
    address, asked = failing([(429, {"Retry-After": "0"}, problem(429, "too_many")), kept])
    with Client(address) as byline:
        assert byline.leave_question("who bakes?").id == "o_1"
    assert len(asked) == 2


@pytest.mark.parametrize(
    "body", ["<h1>It works!</h1>", "[]", '{"collections": [{"name": 3}]}', "[" * 100_000]
)
def test_what_is_no_reply_of_byline_is_told(failing: Any, body: str) -> None:
    address, _ = failing([(200, {}, body)])
    with Client(address) as byline, pytest.raises(UnreachableError, match="Check that this is the address"):
        byline.collections()


def test_a_server_that_is_not_there_is_told() -> None:
    with (
        Client(ANYWHERE, retries=1) as byline,
        pytest.raises(UnreachableError, match=r"127\.0\.0\.1:9.*byline serve"),
    ):
        byline.ask("anything")

    async def ask() -> None:
        async with AsyncClient(ANYWHERE, retries=0) as client:
            with pytest.raises(UnreachableError):
                await client.ask("anything")

    anyio.run(ask)


def test_what_a_newer_server_adds_is_left_out_and_what_is_missing_is_told() -> None:
    whole = {"name": "a", "answers": 1, "authors": 1, "sources": 1, "colour": "red"}
    assert read(replies.CollectionSummary, whole).name == "a"
    del whole["authors"]
    with pytest.raises(ValueError, match="authors is missing"):
        read(replies.CollectionSummary, whole)


def test_without_the_extra_it_is_told_what_to_install() -> None:
    program = "import sys; sys.modules['httpx'] = None; import byline.client"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "pip install 'byline[client]'" in done.stderr.splitlines()[-1]


def test_the_client_needs_nothing_of_the_server() -> None:
    heavy = ("sqlalchemy", "tantivy", "flask", "numpy")
    program = f"import sys, byline.client; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
