"""Sphinx with the extension, built and served."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Open

from .conftest import Places, program, read_quotation, run

pytestmark = [pytest.mark.wikis, pytest.mark.timeout(300)]

PRICING = """
Pricing
=======

What we know of it.

.. byline::
   :collection: ama
   :theme: light
   :q: "><img src=x onerror=alert(1)> & "b"

And more.
"""
HOME = """
Home
====

.. toctree::

   pricing
"""
QUIET = PRICING.replace("   :q:", "   :company:").replace('"><img src=x onerror=alert(1)> & "b"', "Contoso")


@pytest.fixture(scope="session", autouse=True)
def sphinx() -> str:
    """Where the program is; looked for before anything is started."""
    return program("sphinx-build")


def build(
    places: Places, folder: Path, pages: dict[str, str], builder: str = "html", **settings: object
) -> Path:
    """Build a site in the folder of static pages; return where it is."""
    given = {
        "extensions": ["sphinx_byline"],
        "project": "A handbook",
        "copyright": "2026, Ann",
        "byline_url": places.byline,
        **settings,
    }
    (folder / "conf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in given.items()))
    for name, text in pages.items():
        (folder / name).write_text(text)
    target = places.folder / folder.name
    options = ("-W", "--keep-going", "-q", "-b", builder, "-d", folder / "doctrees")
    run(program("sphinx-build"), *options, folder, target, cwd=folder)
    return target


@pytest.fixture(scope="module")
def site(places: Places, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site without the button, at this address."""
    folder = tmp_path_factory.mktemp("sphinx")
    pages = {"index.rst": HOME, "pricing.rst": QUIET}
    build(places, folder, pages, byline_placeholder="Ask our experts")
    return f"{places.static}/{folder.name}"


def test_a_directive_in_a_page_asks_and_reads_the_quotation(
    open_page: Open, places: Places, site: str
) -> None:
    page = open_page(f"{site}/pricing.html")
    widget = page.locator("byline-chat")
    assert (widget.get_attribute("collection"), widget.get_attribute("company")) == ("ama", "Contoso")
    box = page.frame_locator("byline-chat iframe").get_by_label("Your question")
    assert box.get_attribute("placeholder") == "Ask our experts", "this is set for the whole site"
    read_quotation(page)
    home = page.request.get(f"{site}/index.html").text()
    assert places.byline not in home, "a page without the widget loads nothing of it"


def test_every_page_has_the_button_if_that_is_set(open_page: Open, places: Places, tmp_path: Path) -> None:
    pages = {"index.rst": HOME, "pricing.rst": PRICING.replace("   :theme: light\n", "   :theme: dark\n")}
    build(places, tmp_path, pages, byline_button=True, byline_theme="light", byline_url=f"{places.byline}/")
    page = open_page(f"{places.static}/{tmp_path.name}/index.html")
    assert page.locator("byline-chat").get_attribute("theme") == "light"
    page.get_by_role("button", name="Ask a question").click()
    read_quotation(page)


def test_what_is_written_in_an_option_stays_an_attribute(
    open_page: Open, places: Places, tmp_path: Path
) -> None:
    build(places, tmp_path, {"index.rst": PRICING})
    page = open_page(f"{places.static}/{tmp_path.name}/index.html", javascript=False)
    widget = page.locator("byline-chat")
    assert widget.get_attribute("q") == '"><img src=x onerror=alert(1)> & "b"'
    assert page.locator("[role=main] img").count() == 0
    link = page.get_by_role("link", name="Ask the experts")
    assert link.get_attribute("href") == f"{places.byline}/"


@pytest.mark.parametrize("builder", ["text", "man", "latex", "texinfo", "epub"])
def test_what_is_no_page_of_the_web_has_a_link_in_its_place(
    places: Places, tmp_path: Path, builder: str
) -> None:
    settings = {"man_pages": [("index", "handbook", "A handbook", "Ann", 1)], "version": "1"}
    target = build(places, tmp_path, {"index.rst": PRICING}, builder, **settings)
    (made,) = (
        target / name
        for name in ("index.txt", "handbook.1", "ahandbook.tex", "ahandbook.texi", "index.xhtml")
        if (target / name).is_file()
    )
    text = made.read_text()
    assert "Ask the experts" in text
    assert "byline-chat" not in text
    assert "embed.js" not in text


def test_an_option_that_there_is_not_is_named_with_its_line(places: Places, tmp_path: Path) -> None:
    with pytest.raises(AssertionError) as failed:
        build(places, tmp_path, {"index.rst": PRICING.replace(":collection:", ":colection:")})
    assert re.search(r"index.rst:7: ERROR: .*\s+unknown option: .colection.", str(failed.value))


@pytest.mark.parametrize(
    "url", ["", "ask.example.org", "javascript:alert(1)", "https://a/?b=c", "https://[a"]
)
def test_an_address_that_is_none_ends_the_build(places: Places, tmp_path: Path, url: str) -> None:
    with pytest.raises(AssertionError, match=r"such as https://ask\.example\.org"):
        build(places, tmp_path, {"index.rst": HOME}, byline_url=url)
