"""Adding pages of the web, from a site on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from byline.cli.exits import Exit
from tests.cli.conftest import Run
from tests.fetching.site import Site, serving

PRIVATE = ("--allow-private", "--pause", "0")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def answers(*texts: str) -> str:
    return json.dumps([{"answer": text, "author": "Ada Example"} for text in texts])


def test_a_page_is_a_source_with_its_address(run: Run, site: Site) -> None:
    page = site.put("/qa", answers("Ship small.", "Measure twice."), kind="application/json")
    done = run("add", page, *PRIVATE)
    assert (done.code, f"{page}: 2 new" in done.out) == (Exit.OK, True), done.err
    source = json.loads(run("list", "sources", "--json").out)
    assert (source["key"], source["url"], source["title"]) == (page, page, page)
    site.put("/qa", answers("Ship small.", "Measure three times."), kind="application/json")
    assert "0 new, 1 changed, 0 removed, 1 unchanged" in run("add", page, *PRIVATE).out


def test_a_sitemap_adds_each_page_and_says_which_it_could_not(run: Run, site: Site) -> None:
    pages = [site.put(f"/{n}", answers(f"Answer {n}."), kind="application/json") for n in (1, 2)]
    other = site.put("/about", "Nothing that anyone answered.", kind="text/plain")
    entries = "".join(f"<url><loc>{each}</loc></url>" for each in (*pages, other, site.address + "/none"))
    done = run("add", site.put("/sitemap.xml", f"<urlset>{entries}</urlset>", kind="text/xml"), *PRIVATE)
    assert done.code == Exit.BAD_INPUT
    assert [line.partition(": ")[0] + line.partition(": ")[1] for line in done.out.splitlines()] == [
        f"{page}: " for page in pages
    ]
    assert f"{site.address}/none: the server answered 404" in done.err
    assert any(other in line and not line.startswith("Fetched") for line in done.err.splitlines())


def test_ones_own_network_is_asked_only_where_that_was_said(run: Run, site: Site) -> None:
    done = run("add", site.put("/qa", answers("Hidden."), kind="application/json"))
    assert done.code == Exit.BAD_INPUT
    assert "--allow-private" in done.err
    assert site.asked == []
