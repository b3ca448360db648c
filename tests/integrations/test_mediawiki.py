"""MediaWiki with the extension, over SQLite, served by PHP."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.browser.conftest import Open

from .conftest import INTEGRATIONS, Places, missing, read_quotation, run

pytestmark = [pytest.mark.wikis, pytest.mark.timeout(300)]

PLACE = Path(os.environ.get("BYLINE_MEDIAWIKI", "/usr/share/mediawiki"))
EXTENSIONS = ("mbstring", "xml", "intl", "sqlite3")
STRICT = """
wfLoadExtension( 'Byline', '{extension}' );
$wgBylineUrl = getenv( 'TRY_URL' );
$wgBylineButton = isset( $_GET['button'] ) ? [ 'collection' => 'ama' ] : false; // alone, each must be let in
$wgParserCacheType = CACHE_DB;
$wgCSPHeader = [ 'default-src' => true, 'unsafeFallback' => false ];
"""
PAGES = {
    "Pricing": 'What we know of it. <byline collection="ama" placeholder="Ask of pricing" theme="light" />',
    "Plain": "A page of its own.",
}
HOSTILE = "<byline placeholder='&quot;&gt;&lt;img src=x onerror=alert(1)&gt;' q='a & &quot;b&quot;' />"


class Widgets(HTMLParser):
    """Collects the attributes of each widget, and the names of all elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.widgets: list[dict[str, str | None]] = []
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag == "byline-chat":
            self.widgets.append(dict(attrs))


@dataclass(frozen=True, slots=True)
class Wiki:
    """A wiki that is installed in a folder; its settings are read by whatever is run."""

    folder: Path
    byline: str

    def maintain(self, script: str, *arguments: str, given: str = "", url: str | None = None) -> str:
        """Run one of MediaWiki's maintenance scripts."""
        environment = {"MW_CONFIG_FILE": str(self.folder / "LocalSettings.php")}
        environment["TRY_URL"] = self.byline if url is None else url
        return run(
            "php", PLACE / "maintenance" / script, *arguments, cwd=self.folder, given=given, **environment
        )

    def rendered(self, text: str, url: str | None = None) -> str:
        """Return the HTML of a wikitext."""
        return self.maintain("parse.php", given=text, url=url)


@pytest.fixture(scope="session", autouse=True)
def mediawiki() -> None:
    """See that MediaWiki and PHP are there, before anything is started."""
    if not (PLACE / "maintenance" / "install.php").is_file():
        missing(f"no MediaWiki in {PLACE}: apt-get install mediawiki, or unpack one and set BYLINE_MEDIAWIKI")
    if shutil.which("php") is None:
        missing("PHP is not installed: apt-get install php-cli php-sqlite3 php-mbstring php-xml php-intl")
    there = run("php", "-m", cwd=PLACE).split()
    if lacking := [f"php-{each}" for each in EXTENSIONS if each not in there]:
        missing(f"PHP lacks extensions: apt-get install {' '.join(lacking)}")


@pytest.fixture(scope="module")
def wiki(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    """A wiki with the extension and two pages, which answers."""
    wiki = Wiki(tmp_path_factory.mktemp("mediawiki"), places.byline)
    run(
        *("php", PLACE / "maintenance" / "install.php", "--dbtype", "sqlite", "--dbpath", wiki.folder / "db"),
        *("--server", places.php, "--scriptpath", "", "--confpath", wiki.folder, "--skins", "Vector"),
        *("--pass", "a long enough pass phrase", "A wiki", "Admin"),
        cwd=wiki.folder,
    )
    extension = INTEGRATIONS / "mediawiki" / "Byline" / "extension.json"
    with (wiki.folder / "LocalSettings.php").open("a") as settings:
        settings.write(STRICT.replace("{extension}", str(extension)))
    for title, text in PAGES.items():
        wiki.maintain("edit.php", "--user", "Admin", title, given=text)
    with (wiki.folder / "log").open("w") as log:
        environment = {
            "MW_CONFIG_FILE": str(wiki.folder / "LocalSettings.php"),
            "TRY_URL": wiki.byline,
            "PHP_CLI_SERVER_WORKERS": "3",
        }
        served = subprocess.Popen(
            ["php", "-S", f"localhost:{places.php_port}", "-t", PLACE],
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(f"{places.php}/index.php?title=Plain")
            yield wiki
        finally:
            os.killpg(served.pid, 15)  # its workers, too
            served.wait()


def wait_for(address: str) -> None:
    """Wait until a page is there."""
    for _ in range(100):
        try:
            with urlopen(address) as page:
                assert page.status == 200
                return
        except HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


def test_a_tag_in_a_page_asks_and_reads_the_quotation_under_a_strict_policy(
    open_page: Open, places: Places, wiki: Wiki
) -> None:
    for _ in range(2):  # the second time from the parser's cache
        page = open_page(f"{places.php}/index.php?title=Pricing")
        policy = page.request.get(page.url).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        box = page.frame_locator("byline-chat iframe").get_by_label("Your question")
        assert box.get_attribute("placeholder") == "Ask of pricing"
        read_quotation(page)


def test_the_doctor_finds_nothing_in_the_way(places: Places, wiki: Wiki) -> None:
    address = f"{places.php}/index.php?title=Pricing"
    program = "from byline.cli import main; main()"
    said = run(sys.executable, "-c", program, "embed", "check", address, "--allow-private", cwd=wiki.folder)
    assert address in said


def test_articles_have_the_button_and_pages_to_edit_and_log_in_do_not(
    open_page: Open, places: Places, wiki: Wiki
) -> None:
    page = open_page(f"{places.php}/index.php?title=Plain&button=1")
    page.get_by_role("button", name="Ask a question").click()
    read_quotation(page)
    for query in ("title=Plain&button=1&action=edit", "title=Special:UserLogin&button=1"):
        text = page.request.get(f"{places.php}/index.php?{query}").text()
        assert "<title>" in text
        assert wiki.byline not in text


def test_attributes_stay_what_was_written_and_become_no_elements(wiki: Wiki) -> None:
    found = Widgets(wiki.rendered(HOSTILE))
    assert found.widgets == [
        {"src": wiki.byline, "placeholder": '"><img src=x onerror=alert(1)>', "q": 'a & "b"'}
    ]
    assert "img" not in found.names


@pytest.mark.parametrize("name", ["colection", "onclick", "src", "style"])
def test_an_attribute_that_there_is_not_is_named_in_the_page(wiki: Wiki, name: str) -> None:
    text = wiki.rendered(f'<byline {name}="alert(1)" />')
    assert f"{name} is not among its attributes; they are collection, company," in text
    assert Widgets(text).widgets == []


@pytest.mark.parametrize("url", ["", "ask.example.org", "javascript:alert(1)", "https://a;script-src *"])
def test_an_address_that_is_none_is_told_in_the_page(wiki: Wiki, url: str) -> None:
    text = wiki.rendered("<byline />", url)
    assert "set it in LocalSettings.php" in text
    assert Widgets(text).widgets == []


def test_an_address_may_have_a_path_and_end_in_a_slash(wiki: Wiki) -> None:
    found = Widgets(wiki.rendered("<byline />", "https://example.org/ask/"))
    assert found.widgets == [{"src": "https://example.org/ask"}]
