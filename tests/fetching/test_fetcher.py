"""Pages and sitemaps, as a polite visitor gets them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from byline.errors import FetchError
from byline.fetching import Fetched, Fetcher, Limits
from byline.fetching.polite import Manners
from tests.fetching.conftest import HASTY
from tests.fetching.site import Site, serving


def the_page(fetcher: Fetcher, address: str) -> Fetched:
    [found] = fetcher.fetch(address)
    assert isinstance(found, Fetched)
    return found


def sitemap(*addresses: str, kind: str = "url") -> str:
    whole = "urlset" if kind == "url" else "sitemapindex"
    entries = "".join(f"<{kind}><loc>{each}</loc></{kind}>" for each in addresses)
    return f'<?xml version="1.0"?><{whole} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{whole}>'


def test_a_page_is_written_to_a_file(site: Site, fetcher: Fetcher) -> None:
    found = the_page(fetcher, site.put("/a?b=c", "<p>Grüße</p>") + "#part")
    assert found.path.suffix == ".html"
    assert found.path.read_text(encoding="utf-8") == "<p>Grüße</p>"
    assert found.address == site.address + "/a?b=c"
    assert site.asked == ["/robots.txt", "/a?b=c"]
    assert all(agent.startswith("Byline/") for agent in site.agents)


def test_what_the_server_says_it_is_decides_the_ending_and_the_characters(
    site: Site, fetcher: Fetcher
) -> None:
    json = the_page(fetcher, site.put("/data", b"[]", kind="application/json"))
    assert json.path.suffix == ".json"
    old = the_page(
        fetcher, site.put("/old", "Grüße".encode("cp1252"), kind="text/plain; charset=windows-1252")
    )
    assert old.path.read_bytes() == "Grüße".encode()
    wrong = site.put("/wrong", b"\xff\xfe\xfd", kind="text/plain; charset=ascii85")
    with pytest.raises(FetchError, match="ascii85"):
        list(fetcher.fetch(wrong))


def test_robots_txt_is_kept_to(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\n\nUser-agent: byline\nDisallow: /notforus\n")
    with pytest.raises(FetchError, match=r"robots\.txt does not let"):
        list(fetcher.fetch(site.put("/notforus/page", "x")))
    the_page(fetcher, site.put("/private/page", "x"))  # what is addressed to Byline counts, and nothing else
    assert site.asked == ["/robots.txt", "/private/page"]


def test_a_site_that_can_not_say_what_it_allows_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "", status=503)
    with pytest.raises(FetchError, match=r"robots\.txt can not be had"):
        list(fetcher.fetch(site.put("/page", "x")))
    assert site.asked == ["/robots.txt"]


def test_a_redirect_is_followed_to_where_it_ends(site: Site, fetcher: Fetcher) -> None:
    site.put("/there", "found")
    site.move("/between", "there", 307)
    assert the_page(fetcher, site.move("/here", "/between")).address == site.address + "/there"


def test_a_redirect_is_checked_like_an_address(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    with serving() as other:
        other.put("/robots.txt", "User-agent: *\nDisallow: /")
        with pytest.raises(FetchError, match=r"robots\.txt does not let"):
            list(fetcher.fetch(site.move("/away", other.put("/page", "x"))))
        assert other.asked == ["/robots.txt"]
    with pytest.raises(FetchError, match="no address of the web"):
        list(fetcher.fetch(site.move("/file", "file:///etc/passwd")))
    with pytest.raises(FetchError, match="more than 5 times"):
        list(fetcher.fetch(site.move("/round", "/round")))


def test_a_page_that_is_not_there_is_told_with_what_the_server_said(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="answered 404"):
        list(fetcher.fetch(site.address + "/none"))


def test_a_page_that_is_too_long_is_given_up(site: Site, fetcher: Fetcher) -> None:
    most = HASTY.page_bytes
    assert the_page(fetcher, site.put("/just", b"x" * most)).path.stat().st_size == most
    with pytest.raises(FetchError, match=r"more than 0\.2 MB"):
        list(fetcher.fetch(site.put("/long", b"x" * (most + 1))))


def test_a_bomb_is_given_up_as_soon_as_it_is_too_long(site: Site, fetcher: Fetcher) -> None:
    bomb = gzip.compress(b"0" * 300_000_000, compresslevel=9)
    packed = site.put("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    unpacked = site.put("/sitemap.xml.gz", bomb, kind="application/gzip")
    for address in (packed, unpacked):
        with pytest.raises(FetchError, match=r"more than 0\.2 MB"):
            list(fetcher.fetch(address))


def test_a_page_may_come_compressed(site: Site, fetcher: Fetcher) -> None:
    whole = gzip.compress(b"words " * 1000)
    found = the_page(fetcher, site.put("/page", whole, headers={"Content-Encoding": "gzip"}))
    assert found.path.read_bytes() == b"words " * 1000
    for content, why in ((whole[:-20], "breaks off"), (b"nothing of the kind", "broken")):
        with pytest.raises(FetchError, match=why):
            list(fetcher.fetch(site.put("/part", content, headers={"Content-Encoding": "gzip"})))
    with pytest.raises(FetchError, match="'br'"):
        list(fetcher.fetch(site.put("/other", whole, headers={"Content-Encoding": "br"})))


def test_a_page_that_breaks_off_is_no_page(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="can not be reached"):
        list(fetcher.fetch(site.put("/page", b"half", length=100)))


def test_a_computer_that_is_not_there_is_told(fetcher: Fetcher) -> None:
    with serving() as gone:
        address = gone.put("/page", "x")
    with pytest.raises(FetchError, match="can not be reached"):
        list(fetcher.fetch(address))
    with pytest.raises(FetchError, match="no computer of this name"):
        list(fetcher.fetch("http://nobody.invalid/page"))


def test_a_sitemap_gives_its_pages_and_says_which_could_not_be_had(site: Site, fetcher: Fetcher) -> None:
    one, two = site.put("/1", "one"), site.put("/2", "two")
    inner = site.put("/inner.xml.gz", gzip.compress(sitemap(two, one).encode()), kind="application/gzip")
    site.put(
        "/pages.xml", sitemap(one, site.address + "/none", "http://elsewhere.example/3"), kind="text/xml"
    )
    outer = site.put("/sitemap.xml", sitemap(site.address + "/pages.xml", inner, kind="sitemap"))
    found = list(fetcher.fetch(outer))
    assert [each.asked for each in found if isinstance(each, Fetched)] == [one, two]
    assert [each.address for each in found if isinstance(each, FetchError)] == [site.address + "/none"]


def test_a_sitemap_that_lists_itself_comes_to_an_end(site: Site, fetcher: Fetcher) -> None:
    one = site.put("/1", "one")
    address = site.address + "/sitemap.xml"
    site.put("/sitemap.xml", sitemap(address, site.address + "/again.xml", kind="sitemap"))
    site.put("/again.xml", sitemap(one))
    assert len(list(fetcher.fetch(address))) == 1


def test_as_many_pages_as_are_allowed_come_from_a_sitemap(site: Site, tmp_path: Path) -> None:
    address = site.put("/sitemap.xml", sitemap(*(site.put(f"/{n}", "x") for n in range(5))))
    with Fetcher(tmp_path, Limits(pause_s=0, pages=3), allow_private=True) as fetcher:
        *pages, last = fetcher.fetch(address)
    assert len(pages) == 3
    assert isinstance(last, FetchError)


def test_a_broken_sitemap_is_told(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="broken"):
        list(fetcher.fetch(site.put("/sitemap.xml", "<urlset><url><loc>http://127.0.0.1/1</loc></url>")))


def test_an_entity_of_a_sitemap_is_no_way_to_a_file(site: Site, fetcher: Fetcher) -> None:
    entity = '<!DOCTYPE urlset [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    body = f"<urlset><url><loc>{site.address}/&e;</loc></url></urlset>"
    found = list(fetcher.fetch(site.put("/sitemap.xml", entity + body)))
    assert all(isinstance(each, FetchError) and each.address == f"{site.address}/" for each in found)
    assert set(site.asked) <= {"/robots.txt", "/sitemap.xml", "/"}


def test_the_pause_is_the_longer_of_ours_and_theirs() -> None:
    waited: list[float] = []
    for robots, ours, least in (("User-agent: *\nCrawl-delay: 3", 1.0, 2.5), ("", 1.0, 0.5)):
        manners = Manners(robots, ours)
        manners.wait(waited.append)
        assert waited == []
        manners.wait(waited.append)
        assert waited.pop() > least
