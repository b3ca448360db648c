"""No request leaves for a computer that only this one can reach."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.errors import FetchError
from byline.fetching import Fetcher
from byline.fetching.destinations import is_public
from byline.fetching.fetcher import checked
from tests.fetching.conftest import HASTY
from tests.fetching.site import Site


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_the_public_internet_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_private_and_reserved_addresses_may_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_as_public_as_it_is(address: ipaddress.IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(wrapped) == is_public(str(address))


def test_a_computer_of_ones_own_is_refused_before_anything_is_sent(site: Site, tmp_path: Path) -> None:
    with (
        Fetcher(tmp_path, HASTY) as fetcher,
        pytest.raises(FetchError, match=r"127\.0\.0\.1.*--allow-private"),
    ):
        list(fetcher.fetch(site.put("/page", "<p>secret</p>")))
    assert site.asked == []


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]"])
def test_another_way_to_write_it_is_refused_too(name: str, site: Site, tmp_path: Path) -> None:
    port = site.address.rpartition(":")[2]
    with Fetcher(tmp_path, HASTY) as fetcher, pytest.raises(FetchError):
        list(fetcher.fetch(f"http://{name}:{port}/page"))
    assert site.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://example.org",
        "http://",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://ex ample.org/",
        "http://example.org/a\r\nX-Evil: 1",
        "//example.org/a",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(FetchError):
        checked(address)


def test_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(FetchError) as refused:
        checked("https://ada:hunter2@example.org/page")
    assert "hunter2" not in str(refused.value)


def test_letters_beyond_ascii_are_written_as_servers_take_them() -> None:
    assert (
        checked("http://bücher.example/straße?q=ü#teil")
        == "http://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC"
    )
    assert checked("http://bücher.example") == "http://xn--bcher-kva.example/"
    assert checked("https://example.org/a%20b?c=d#e") == "https://example.org/a%20b?c=d"
