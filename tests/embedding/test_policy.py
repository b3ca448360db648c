"""Whether a page's policy lets Byline in."""

from __future__ import annotations

import pytest

from byline.embedding.policy import FRAME, SCRIPT, Shown, forbidding, read_policies

PAGE = "https://wiki.example.org/page"
BYLINE = "https://ask.example.org/embed.js"


@pytest.mark.parametrize(
    ("policy", "script", "frame"),
    [
        ("", None, None),
        ("img-src 'self'", None, None),
        ("default-src 'self'", "default-src", "default-src"),
        (
            "default-src 'none'; script-src https://ask.example.org; frame-src https://ask.example.org",
            None,
            None,
        ),
        ("script-src 'self' ask.example.org; child-src 'none'", None, "child-src"),
        ("script-src https:; frame-src *", None, None),
        ("script-src https://*.example.org; frame-src https://*.ask.example.org", None, "frame-src"),
        ("script-src-elem 'none'; script-src *", "script-src-elem", None),
        ("script-src http://ask.example.org", None, None),
        ("script-src https://ask.example.org:8443", "script-src", None),
        ("script-src https://ask.example.org:*", None, None),
        ("script-src https://ask.example.org/js/", "script-src", None),
        ("script-src https://ask.example.org/embed.js", None, None),
        ("script-src https://ask.example.org 'strict-dynamic' 'nonce-abc'", "script-src", None),
        ("SCRIPT-SRC 'SELF'", "script-src", None),
        ("script-src *; script-src 'none'", None, None),
        ("script-src *, script-src 'none'", "script-src", None),
    ],
)
def test_the_directive_that_keeps_it_out_is_named(policy: str, script: str | None, frame: str | None) -> None:
    policies = read_policies([policy])
    assert forbidding(policies, SCRIPT, PAGE, Shown(BYLINE)) == script
    assert forbidding(policies, FRAME, PAGE, Shown("https://ask.example.org/embed")) == frame


def test_a_script_with_the_nonce_of_the_page_is_let_in() -> None:
    policies = read_policies(["script-src 'nonce-abc' 'strict-dynamic'"])
    assert forbidding(policies, SCRIPT, PAGE, Shown(BYLINE, "abc")) is None
    assert forbidding(policies, SCRIPT, PAGE, Shown(BYLINE, "other")) == "script-src"


def test_the_page_itself_is_its_own_origin_with_its_port() -> None:
    policies = read_policies(["script-src 'self'"])
    assert (
        forbidding(policies, SCRIPT, "https://a.example/x", Shown("https://a.example:443/embed.js")) is None
    )
    assert forbidding(policies, SCRIPT, "https://a.example/x", Shown("https://a.example:444/embed.js"))
