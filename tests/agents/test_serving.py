"""`byline mcp` as a process of its own, over both transports, with the SDK's own client."""

from __future__ import annotations

import json
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from byline.agents.serving import serve_http
from byline.cli import main
from byline.errors import SettingsError
from byline.settings import load_settings
from tests.agents.conftest import Serve

QUESTION = "How do you keep a roadmap honest?"
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


async def _asked(server: StdioServerParameters | str, mode: Any) -> tuple[list[str], dict[str, Any], str]:
    async with Client(server, mode=mode) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        reply = (await client.call_tool("ask", {"question": QUESTION})).structured_content
        assert reply is not None
        uri = f"byline://answers/{reply['excerpts'][0]['answer_id']}"
        resource = (await client.read_resource(uri)).contents[0]
        return tools, reply, resource.text  # type: ignore[union-attr]


def check(server: StdioServerParameters | str, mode: str) -> None:
    tools, reply, resource = anyio.run(_asked, server, mode)
    assert tools == ["ask", "search", "fetch", "verify", "list_authors"]
    excerpt = reply["excerpts"][0]
    assert json.loads(resource)["text"][excerpt["start"] : excerpt["end"]] == excerpt["text"]


# "legacy" is the handshake of the protocol before 2026; most assistants begin with it.
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_assistant_asks_over_standard_input_and_output(stdio: StdioServerParameters, mode: str) -> None:
    check(stdio, mode)


def test_an_assistant_asks_over_http(serve: Serve) -> None:
    _, address = serve()
    assert address.startswith("http://127.0.0.1:")
    assert address.endswith("/mcp")
    for mode in ("auto", "legacy"):
        check(address, mode)


def post(address: str, body: object = PING, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(
        address,
        json.dumps(body).encode(),
        {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read().decode(), dict(response.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), dict(error.headers)


def test_requests_under_other_names_and_from_other_pages_are_refused(serve: Serve) -> None:
    _, address = serve(public_url="https://ask.example.org")
    port = address.split(":")[2].split("/")[0]
    assert post(address)[0] == 200
    assert post(address, Host=f"localhost:{port}", Origin=f"http://localhost:{port}")[0] == 200
    assert post(address, Host="ask.example.org", Origin="https://ask.example.org")[0] == 200
    assert post(address, Host="evil.example.net")[0] == 421
    assert post(address, Host="ask.example.org.evil.example.net")[0] == 421
    assert post(address, Origin="https://evil.example.net")[0] == 403
    assert post(address, Origin="https://ask.example.org.evil.example.net")[0] == 403
    assert post(address, Origin="null")[0] == 403


def test_sizes_types_and_rates_are_limited(serve: Serve) -> None:
    _, address = serve(body_bytes=2000, rate="4/hour")
    assert post(address, {**PING, "params": {"x": "y" * 3000}})[0] == 413
    assert post(address, Content_Type="text/plain")[0] == 400
    assert [post(address)[0] for _ in range(2)] == [200, 200]
    status, body, headers = post(address)
    assert status == 429
    assert 0 < int({name.lower(): value for name, value in headers.items()}["retry-after"]) <= 3600
    assert "more than 4/hour" in json.loads(body)["error"]["message"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well(serve: Serve, number: signal.Signals) -> None:
    process, address = serve()
    assert post(address)[0] == 200
    process.send_signal(number)
    assert process.wait(timeout=15) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""


def test_on_all_addresses_it_must_know_its_name(home: Path) -> None:
    with pytest.raises(SettingsError, match=r"host = '0\.0\.0\.0'.*public_url"):
        serve_http(load_settings(home=home, host="0.0.0.0", port=0))


def test_without_the_extra_it_is_told_what_to_install(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "byline.agents.serving", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(home), "mcp"])
    assert ended.value.code == 4
    assert "pip install 'byline[mcp]'" in capsys.readouterr().err


def test_a_host_without_http_is_a_mistake(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(home), "mcp", "--port", "8100"])
    assert ended.value.code == 2
    assert "--host and --port are of --http" in capsys.readouterr().err
