"""MkDocs Material with the plugin, built and served."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open

from .conftest import Places, program, read_quotation, run

pytestmark = [pytest.mark.wikis, pytest.mark.timeout(300)]

CONFIG = """
site_name: A handbook
site_url: {site}
theme:
  name: material
  font: false
  features: [{features}]
plugins:
  - byline:
      url: {byline}/
      placeholder: Ask our experts
      button: {button}
"""
PAGES = {
    "index.md": "# Home\n\nA page without it.\n\n```\n::: byline\n```\n\n    ::: byline\n",
    "pricing.md": '# Pricing\n\nWhat we know of it.\n::: byline collection="ama" theme=light\nAnd more.\n',
    "raw.md": '---\nbyline: false\n---\n# Raw\n\n<byline-chat collection="ama"></byline-chat>\n',
}


@pytest.fixture(scope="session", autouse=True)
def mkdocs() -> str:
    """Where the program is; looked for before anything is started."""
    return program("mkdocs")


def build(
    places: Places, folder: Path, pages: dict[str, str], features: str = "", button: str = "false"
) -> str:
    """Build a site with Material and serve it; return its address."""
    address = f"{places.static}/{folder.name}/"
    (folder / "docs").mkdir()
    for name, text in pages.items():
        (folder / "docs" / name).write_text(text)
    config = CONFIG.format(site=address, byline=places.byline, features=features, button=button)
    (folder / "mkdocs.yml").write_text(config)
    target = places.folder / folder.name
    run(program("mkdocs"), "build", "--strict", "--site-dir", target, cwd=folder, NO_MKDOCS_2_WARNING="1")
    return address


@pytest.fixture(scope="module")
def site(places: Places, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site with instant loading and the button, at this address."""
    folder = tmp_path_factory.mktemp("mkdocs")
    return build(places, folder, PAGES, features="navigation.instant", button="true")


def test_a_line_in_a_page_asks_and_reads_the_quotation(open_page: Open, site: str) -> None:
    page = open_page(f"{site}pricing/")
    widget = page.locator("article byline-chat")
    assert widget.get_attribute("collection") == "ama"
    box = page.frame_locator("byline-chat iframe").get_by_label("Your question")
    assert box.get_attribute("placeholder") == "Ask our experts", "this is set for the whole site"
    assert page.locator("article p").all_inner_texts() == ["What we know of it.", "And more."]
    read_quotation(page)


def test_it_comes_when_the_page_is_loaded_in_place_by_material(open_page: Open, site: str) -> None:
    page = open_page(site)
    page.evaluate("() => { window.stays = true }")
    page.get_by_role("link", name="Pricing").first.click()
    read_quotation(page)
    assert page.evaluate("() => window.stays"), "the page was not loaded anew"


def test_code_that_shows_the_line_stays_code(open_page: Open, site: str) -> None:
    page = open_page(site)
    assert page.locator("article byline-chat").count() == 0
    assert page.locator("article code").all_inner_texts() == ["::: byline\n"] * 2


def test_every_page_has_the_button_but_those_that_say_no(open_page: Open, site: str) -> None:
    page = open_page(site)
    page.get_by_role("button", name="Ask a question").click()
    read_quotation(page)
    without = open_page(f"{site}raw/")
    read_quotation(without)
    assert without.get_by_role("button", name="Ask a question").count() == 0


def test_without_instant_loading_pages_without_it_load_nothing_of_it(places: Places, tmp_path: Path) -> None:
    build(places, tmp_path, PAGES)
    built = places.folder / tmp_path.name
    assert "embed.js" not in (built / "index.html").read_text()
    assert f'<script async src="{places.byline}/embed.js">' in (built / "pricing" / "index.html").read_text()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            '::: byline colection="ama"',
            "colection is not among the attributes; they are collection, ",
        ),
        ('::: byline onclick="alert(1)"', "onclick is not among the attributes"),
        ("::: byline ama", 'ama: write attributes as name="value"'),
        ('::: byline collection="ama', 'collection="ama: write attributes'),
    ],
)
def test_a_line_that_can_not_be_read_ends_the_build_with_its_page(
    places: Places, tmp_path: Path, line: str, told: str
) -> None:
    with pytest.raises(AssertionError) as failed:
        build(places, tmp_path, {"wrong.md": f"# Wrong\n\n{line}\n"})
    assert told in str(failed.value)
    assert "wrong.md" in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_what_is_written_in_an_attribute_stays_an_attribute(
    open_page: Open, places: Places, tmp_path: Path
) -> None:
    text = '::: byline placeholder=\'"><img src=x onerror=alert(1)>\' q="<b>&amp;"\n:::\n'
    page = open_page(build(places, tmp_path, {"index.md": text}), javascript=False)
    widget = page.locator("byline-chat")
    assert widget.get_attribute("placeholder") == '"><img src=x onerror=alert(1)>'
    assert widget.get_attribute("q") == "<b>&", "entities are read as in HTML"
    assert page.locator("article img").count() == 0
    assert page.get_by_role("link", name="Ask the experts").get_attribute("href") == f"{places.byline}/"


@pytest.mark.parametrize("url", ["", "ask.example.org", "javascript:alert(1)", "https://a/?b=c"])
def test_an_address_that_is_none_ends_the_build(places: Places, tmp_path: Path, url: str) -> None:
    with pytest.raises(AssertionError, match="Plugin 'byline' option 'url': "):
        build(Places(url, places.folder, places.static, 0), tmp_path, {"index.md": "# Home\n"})
