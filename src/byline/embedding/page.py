"""What a page that embeds Byline says, read from its HTML as it came from the server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

SCRIPT_NAME = "embed.js"
ELEMENT = "byline-chat"
FRAME_NAME = "embed"


class Way(Enum):
    """A way in."""

    SCRIPT = "script"
    ELEMENT = "element"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Embedded:
    """Where a page embeds Byline.

    ``root`` is Byline's address, ending in a slash; None where it can not be told. ``attributes`` are what
    was set, ``line`` is where. ``sandbox`` is that of a frame, None where it has none.
    """

    way: Way
    line: int
    root: str | None
    attributes: dict[str, str]
    nonce: str = ""
    sandbox: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a page: where it embeds Byline, and the policies that it states itself."""

    embedded: tuple[Embedded, ...]
    policies: tuple[str, ...]


def read_page(text: str, address: str) -> Read:
    """Return what a page says. ``address`` is where it is, for the addresses in it that are relative."""
    reader = _Reader(address)
    reader.feed(text)
    reader.close()
    script = next((each for each in reader.embedded if each.way is Way.SCRIPT), None)
    embedded = [
        Embedded(each.way, each.line, script.root, each.attributes)
        if script and each.way is Way.ELEMENT and "src" not in each.attributes
        else each
        for each in reader.embedded
    ]
    return Read(tuple(embedded), tuple(reader.policies))


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = address
        self.embedded: list[Embedded] = []
        self.policies: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, str] = {}
        for name, value in attrs:
            given.setdefault(name, value or "")
        match tag:
            case "base" if given.get("href"):
                self._base = urljoin(self._base, given["href"])
            case "meta" if given.get("http-equiv", "").lower() == "content-security-policy":
                self.policies.append(given.get("content", ""))
            case "script":
                self._script(given)
            case "iframe":
                self._frame(given)
            case "byline-chat":
                root = self._whole(given.get("src", ""))
                line = self.getpos()[0]
                self.embedded.append(Embedded(Way.ELEMENT, line, root and _folder(root), given))

    def _script(self, given: dict[str, str]) -> None:
        address = self._whole(given.get("src", ""))
        if address and urlsplit(address).path.endswith(f"/{SCRIPT_NAME}"):
            data = {
                name.removeprefix("data-"): value for name, value in given.items() if name.startswith("data-")
            }
            root = urljoin(address, ".")
            self.embedded.append(
                Embedded(Way.SCRIPT, self.getpos()[0], root, data, nonce=given.get("nonce", ""))
            )

    def _frame(self, given: dict[str, str]) -> None:
        address = self._whole(given.get("src", ""))
        if address and urlsplit(address).path.endswith(f"/{FRAME_NAME}"):
            given_there = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
            self.embedded.append(
                Embedded(
                    Way.FRAME,
                    self.getpos()[0],
                    urljoin(address, "."),
                    given_there,
                    sandbox=given.get("sandbox"),
                )
            )

    def _whole(self, address: str) -> str | None:
        if not address.strip():
            return None
        try:
            whole = urljoin(self._base, address.strip())
            return whole if urlsplit(whole).hostname else None
        except ValueError:
            return None


def _folder(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
