"""Why a page that embeds Byline stays empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from byline.embedding.doctor import Answered, examine, frame_verdict, origin_verdict
from byline.embedding.findings import Trouble

ROOT_FOLDER = Path(__file__).resolve().parents[2]

PAGE = "https://wiki.example.org/page"
ROOT = "https://ask.example.org"
KNOWN = ["ama", "Pricing, beta"]


def codes(html: str, *, address: str = PAGE, policy: str = "") -> list[list[str]]:
    page = Answered(address, {"content-security-policy": policy}, html)
    return [[finding.code for finding in each.findings] for each in examine(page, KNOWN)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>nothing</p>", []),
        (f'<script async src="{ROOT}/embed.js" data-collection="ama"></script>', [[]]),
        (f'<script src="{ROOT}/embed.js" data-colection="ama"></script>', [["unknown_attribute"]]),
        (f'<script src="{ROOT}/embed.js" data-cfasync="false" data-mode="corner"></script>', [["bad_value"]]),
        (
            f'<script src="{ROOT}/embed.js"></script><byline-chat collection="am"></byline-chat>',
            [[], ["unknown_collection"]],
        ),
        (f'<iframe src="{ROOT}/embed?collection=ama&amp;theme=drak"></iframe>', [["bad_value"]]),
        (f'<iframe src="{ROOT}/embed?collection=Pricing,%20beta"></iframe>', [[]]),
        (f'<iframe src="{ROOT}/embed?collection=ama,other"></iframe>', [["unknown_collection"]]),
        (f'<iframe src="{ROOT}/embed" sandbox="allow-scripts"></iframe>', [["sandboxed"]]),
        ('<byline-chat class="wide" id="chat"></byline-chat>', [["no_source"]]),
        ('<script src="http://ask.example.org/embed.js"></script>', [["mixed_content"]]),
        ('<script src="http://localhost:8000/embed.js"></script>', [[]]),
        ('<script src="http://127.0.0.1:8000/embed.js"></script>', [[]]),
        ('<base href="https://ask.example.org/"><script src="embed.js"></script>', [[]]),
        ('<script src="https://elsewhere.example/other.js"></script><iframe src="/map"></iframe>', []),
        ("<iframe src='https://[/embed'></iframe><script></script><iframe>", []),
    ],
)
def test_what_is_wrong_in_the_page_is_found(html: str, found: list[list[str]]) -> None:
    assert codes(html) == found


def test_a_policy_is_read_from_the_header_and_from_the_page() -> None:
    script = f'<script src="{ROOT}/embed.js" data-theme="dark"></script>'
    assert codes(script, policy="script-src 'self'") == [["policy_forbids"]]
    meta = '<meta http-equiv="Content-Security-Policy" content="frame-src https://maps.example">'
    assert codes(meta + script, policy=f"script-src {ROOT}") == [["policy_forbids"]]
    both = codes(f'{meta}<iframe src="{ROOT}/embed"></iframe>', policy="default-src 'none'")
    assert both == [["policy_forbids"]]


def test_what_is_said_names_the_value_and_the_next_step() -> None:
    page = Answered(
        PAGE, {}, f'\n<script src="{ROOT}/embed.js" data-colection="x" data-theme="drak"></script>'
    )
    (found,) = examine(page, KNOWN)
    assert found.embedded.line == 2
    first, second = (finding.detail for finding in found.findings)
    assert first == "data-colection: there is no such attribute. Write data-collection."
    assert second == "data-theme = 'drak': it is one of auto, light, dark."


def test_an_origin_is_told_what_to_add() -> None:
    assert origin_verdict(["https://wiki.example.org"], PAGE) is None
    assert origin_verdict([], PAGE, "https://wiki.example.org/byline") is None
    refused = origin_verdict(["https://*.wiki.example.org"], PAGE)
    assert refused is not None
    assert 'embed_origins = ["https://wiki.example.org"]' in refused.detail
    unreadable = origin_verdict([], "wiki")
    assert unreadable is not None
    assert unreadable.code == "no_origin"


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content-security-policy": "frame-ancestors 'self' https://wiki.example.org"}, None),
        ({"content-security-policy": "frame-ancestors 'self'"}, "origin_refused"),
        (
            {"content-security-policy": "frame-ancestors https://*.example.org, frame-ancestors 'none'"},
            "origin_refused",
        ),
        ({}, "not_byline"),
        (
            {
                "x-frame-options": "DENY",
                "content-security-policy": "frame-ancestors https://wiki.example.org",
            },
            "frame_denied",
        ),
    ],
)
def test_the_headers_of_the_frame_decide(headers: dict[str, str], code: str | None) -> None:
    found = frame_verdict(Answered(f"{ROOT}/embed", headers, ""), PAGE)
    assert (found.code if found else None) == code


def test_every_code_that_the_widget_can_tell_is_documented() -> None:
    told = (ROOT_FOLDER / "docs" / "embedding.md").read_text(encoding="utf-8")
    outside = {"no_origin", "not_embedded", "not_reached", "not_byline", "frame_denied", "sandboxed"}
    assert [each.code for each in Trouble if each.code not in outside and f"`{each.code}`" not in told] == []
