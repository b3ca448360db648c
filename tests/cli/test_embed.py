"""byline embed check, against a wiki and a Byline on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Run
from tests.fetching.site import Site, serving

COLLECTIONS = json.dumps({"collections": [{"name": "ama"}]})


@pytest.fixture
def wiki() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def byline(wiki: Site) -> Iterator[Site]:
    """What a Byline answers that lets the wiki embed it."""
    with serving() as site:
        policy = {"Content-Security-Policy": f"frame-ancestors 'self' {wiki.address}"}
        site.put("/embed", "<p>a frame</p>", headers=policy)
        site.put("/api/v1/collections", COLLECTIONS, kind="application/json")
        yield site


def check(run: Run, address: str, *options: str) -> tuple[int, str]:
    ended = run("embed", "check", address, "--allow-private", *options)
    return ended.code, ended.out + ended.err


def test_a_page_with_nothing_in_the_way_is_said_to_be_fine(run: Run, wiki: Site, byline: Site) -> None:
    page = wiki.put("/", f'<script async src="{byline.address}/embed.js" data-collection="ama"></script>')
    code, out = check(run, page)
    assert code == 0
    assert "line 1: a script of" in out
    assert "Nothing is in the way." in out
    assert "/robots.txt" not in wiki.asked


@pytest.mark.parametrize(
    ("embedded", "headers", "words"),
    [
        ('<script src="{}/embed.js" data-colection="ama"></script>', {}, "Write data-collection."),
        ('<script src="{}/embed.js" data-collection="amma"></script>', {}, "there is 'ama'"),
        ('<iframe src="{}/embed?theme=drak"></iframe>', {}, "one of auto, light, dark"),
        (
            '<iframe src="{}/embed"></iframe>',
            {"Content-Security-Policy": "frame-src 'self'"},
            "adds {} to frame-src",
        ),
        ('<script src="http://127.0.0.1:1/embed.js"></script>', {}, "can not be reached"),
        ("<p>Nothing.</p>", {}, "has neither embed.js nor a frame"),
    ],
)
def test_what_is_in_the_way_is_told_with_what_to_do(
    run: Run, wiki: Site, byline: Site, embedded: str, headers: dict[str, str], words: str
) -> None:
    page = wiki.put("/page", embedded.format(byline.address), headers=headers)
    code, out = check(run, page)
    assert code == 1
    assert words.format(byline.address) in out


def test_a_site_that_may_not_and_a_proxy_that_forbids_are_told(run: Run, wiki: Site, byline: Site) -> None:
    page = wiki.put("/page", f'<iframe src="{byline.address}/embed"></iframe>')
    byline.put("/embed", "", headers={"Content-Security-Policy": "frame-ancestors 'self'"})
    code, out = check(run, page)
    assert (code, f'embed_origins = ["{wiki.address}"]' in out) == (1, True)
    byline.put("/embed", "", headers={"X-Frame-Options": "DENY"})
    assert "X-Frame-Options: DENY" in check(run, page)[1]
    byline.put("/embed", "", status=502)
    assert "status 502" in check(run, page)[1]


def test_a_program_reads_the_same(run: Run, wiki: Site, byline: Site) -> None:
    page = wiki.put("/page", f'\n<script src="{byline.address}/embed.js" data-mode="corner"></script>')
    code, out = check(run, page, "--json")
    assert code == 1
    (found,) = json.loads(out)
    assert (found["way"], found["line"], found["byline"]) == ("script", 2, f"{byline.address}/")
    assert found["findings"][0]["code"] == "bad_value"


def test_a_page_that_can_not_be_had_is_bad_input(run: Run, wiki: Site) -> None:
    assert check(run, wiki.address + "/none")[0] == 2
    refused = run("embed", "check", wiki.address)
    assert refused.code == 2
    assert "--allow-private" in refused.err
