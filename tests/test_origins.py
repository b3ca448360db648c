"""Which origins are allowed by a list of them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from byline.errors import SettingsError
from byline.origins import allows, checked_origin, origin_of
from byline.settings import load_settings

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?", fullmatch=True).filter(
    lambda label: label[2:4] != "--"
)
NAME = st.lists(LABEL, min_size=1, max_size=4).map(".".join)
SCHEME = st.sampled_from(["http", "https"])
PORT = st.sampled_from(["", ":8080", ":81"])
ORIGIN = st.builds("{}://{}{}".format, SCHEME, NAME, PORT)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://wiki.example.org/page?q=1#top", "https://wiki.example.org"),
        ("HTTPS://Wiki.Example.ORG:443", "https://wiki.example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:80/", "http://[::1]"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("file:///home/me/page.html", None),
        ("data:text/html,x", None),
        ("null", None),
        ("https://", None),
        ("https://[", None),
        ("https://x:99999", None),
        ("", None),
    ],
)
def test_an_origin_is_read_as_browsers_send_it(address: str, origin: str | None) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("*", "is no origin"),
        ("null", "is no origin"),
        ("wiki.example.org", "is no origin"),
        ("ftp://wiki.example.org", "is no origin"),
        ("https://wiki.example.org/", "write https://wiki.example.org,"),
        ("https://*.example.org/wiki", r"write https://\*\.example\.org,"),
        ("https://me@wiki.example.org", "more than an origin"),
        ("https://*", "no name of a computer"),
        ("https://wiki.*.org", "stands at the beginning alone"),
        ("https://*.org", "far too much"),
        ("https://*.127.0.0.1", "far too much"),
        ("https://[::1]:8080", "IPv6"),
        ("https://wiki.example.org;script-src", "no name of a computer"),
        ("https://a,b", "is no origin|no name"),
    ],
)
def test_a_setting_that_is_no_origin_is_refused_in_words(value: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        checked_origin(value)
    with pytest.raises(SettingsError, match=r"embed_origins = .*byline settings"):
        load_settings(embed_origins=(value,))


def test_origins_come_from_the_environment_as_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_EMBED_ORIGINS", "https://a.example https://*.B.example:443, https://a.example")
    assert load_settings().embed_origins == ("https://a.example", "https://*.b.example")


@given(ORIGIN)
def test_an_entry_allows_itself_and_is_in_its_one_form(origin: str) -> None:
    entry = checked_origin(origin)
    assert entry == checked_origin(entry) == origin_of(origin)
    assert allows([entry], entry)


@given(SCHEME, NAME, PORT, ORIGIN)
@example("https", "example.org", "", "https://example.org")
@example("https", "example.org", "", "https://a.b.example.org")
@example("https", "example.org", "", "https://notexample.org")
@example("https", "example.org", "", "http://a.example.org")
@example("https", "example.org", "", "https://a.example.org:8080")
@example("https", "example.org", "", "https://example.org.evil.example")
def test_a_wildcard_allows_what_is_below_its_name_and_nothing_else(
    scheme: str, name: str, port: str, origin: str
) -> None:
    def parts(text: str) -> tuple[str, list[str], str]:
        before, _, place = text.partition("://")
        host, _, number = place.partition(":")
        return before, host.split("."), number

    theirs = parts(origin)
    labels = name.split(".")
    below = theirs[1][-len(labels) :] == labels and len(theirs[1]) > len(labels)
    expected = below and (theirs[0], theirs[2]) == (scheme, port.removeprefix(":"))
    assert allows([f"{scheme}://*.{name}{port}"], origin) == expected
