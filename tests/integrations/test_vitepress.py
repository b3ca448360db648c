"""VitePress with the package, built and served."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.browser.conftest import Open

from .conftest import Places, missing, read_quotation, run

pytestmark = [pytest.mark.wikis, pytest.mark.timeout(300)]

HANDBOOK = Path(__file__).parent / "vitepress"
CONFIG = """
import {{ defineConfig }} from "vitepress";
import byline from "vitepress-byline";

export default defineConfig({{
  extends: byline({options}),
  title: "A handbook",
  base: "/{name}/",
  outDir: {target},
  themeConfig: {{ nav: [{{ text: "Pricing", link: "/pricing" }}, {{ text: "Shown", link: "/shown" }}] }},
}});
"""
PAGES = {
    "index.md": "# Home\n\nA page without it.\n",
    "pricing.md": '# Pricing\n\nWhat we know of it.\n::: byline collection="ama" theme=light\nAnd more.\n',
    "shown.md": "# Shown\n\n```\n::: byline\n```\n\n"
    '::: byline placeholder=\'"><img src=x onerror=alert(1)>\' q="{{ 1 + 1 }} <b>"\n:::\n',
}
RENDER = """
import { readFileSync } from "node:fs";
import { createMarkdownRenderer } from "vitepress";
import byline from "vitepress-byline";
const [options, text] = JSON.parse(readFileSync(0, "utf-8"));
try {
  const renderer = await createMarkdownRenderer(".", byline(options).markdown);
  console.log(await renderer.render(text));
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
"""


@pytest.fixture(scope="session", autouse=True)
def vitepress() -> Path:
    """Where the program is; looked for before anything is started."""
    if shutil.which("node") is None:
        missing("Node.js is not installed: apt-get install nodejs npm")
    found = HANDBOOK / "node_modules" / ".bin" / "vitepress"
    return found if found.exists() else missing(f"VitePress is not in {HANDBOOK}: make wiki-test installs it")


@pytest.fixture(scope="module")
def site(places: Places, vitepress: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site with the button, at this address."""
    folder = tmp_path_factory.mktemp("vitepress")
    (folder / "node_modules").symlink_to(HANDBOOK / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / ".vitepress").mkdir()
    options = {"url": f"{places.byline}/", "placeholder": "Ask our experts", "button": True}
    target = places.folder / folder.name
    (folder / ".vitepress" / "config.js").write_text(
        CONFIG.format(options=json.dumps(options), name=folder.name, target=json.dumps(str(target)))
    )
    for name, text in PAGES.items():
        (folder / name).write_text(text)
    run(vitepress, "build", folder, cwd=folder)
    return f"{places.static}/{folder.name}"


def test_a_line_in_a_page_asks_and_reads_the_quotation(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/pricing.html")
    widget = page.locator("main byline-chat")
    assert widget.get_attribute("collection") == "ama"
    box = page.frame_locator("main byline-chat iframe").get_by_label("Your question")
    assert box.get_attribute("placeholder") == "Ask our experts", "this is set for the whole site"
    assert page.locator("main p").all_inner_texts()[:2] == ["What we know of it.", "And more."]
    read_quotation(page)


def test_it_comes_when_the_page_is_changed_in_place(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/index.html")
    page.get_by_role("button", name="Ask a question").wait_for()
    page.evaluate("() => { window.stays = true }")
    page.get_by_role("link", name="Pricing").first.click()
    page.locator("main byline-chat").wait_for()
    read_quotation(page)
    assert page.evaluate("() => window.stays"), "the page was not loaded anew"
    assert page.locator("byline-chat[mode=button]").count() == 1


def test_every_page_has_the_button(open_page: Open, site: str) -> None:
    page = open_page(f"{site}/index.html")
    page.get_by_role("button", name="Ask a question").click()
    read_quotation(page)


def test_what_is_written_in_an_attribute_stays_an_attribute_and_code_stays_code(
    open_page: Open, places: Places, site: str
) -> None:
    page = open_page(f"{site}/shown.html", javascript=False)
    widget = page.locator("main byline-chat")
    assert widget.get_attribute("placeholder") == '"><img src=x onerror=alert(1)>'
    assert widget.get_attribute("q") == "{{ 1 + 1 }} <b>", "Vue works nothing out in it"
    assert page.locator("main img").count() == 0
    assert page.locator("main code").inner_text() == "::: byline"
    assert page.get_by_role("link", name="Ask the experts").get_attribute("href") == f"{places.byline}/"


@pytest.mark.parametrize(
    ("options", "text", "told"),
    [
        ({}, '::: byline colection="ama"', "colection is not among the attributes; they are collection, "),
        ({}, '::: byline onclick="alert(1)"', "onclick is not among the attributes"),
        ({}, "::: byline ama", 'ama: write attributes as name="value"'),
        ({"colection": "ama"}, "", "colection is not among the options; they are url, "),
        ({"url": ""}, "", 'url is "": set it to where Byline is, such as https://ask.example.org'),
        ({"url": "javascript:alert(1)"}, "", "set it to where Byline is"),
        ({"url": "https://a/?b=c"}, "", "set it to where Byline is"),
    ],
)
def test_what_can_not_be_read_ends_the_build_and_is_named(
    vitepress: Path, options: dict[str, str], text: str, told: str
) -> None:
    given = json.dumps([{"url": "https://ask.example.org"} | options, text])
    said = run("node", "--input-type=module", "-e", RENDER, cwd=HANDBOOK, given=given)
    assert said.startswith("TypeError: byline: ")
    assert told in said
