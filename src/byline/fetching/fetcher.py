"""Fetches a page or the pages of a sitemap into files."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from types import TracebackType
from urllib.parse import urldefrag, urljoin, urlsplit

import certifi
import httpcore

from byline.errors import FetchError
from byline.fetching.destinations import CheckedBackend
from byline.fetching.polite import AGENT, Limits, Manners
from byline.fetching.sitemaps import is_sitemap, read_sitemap

_DEFAULTS = Limits()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ROBOTS_BYTES = 512_000
"""RFC 9309 asks for at least 500 KiB to be read."""
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_TEXTS = ("text/", "application/xhtml", "application/json", "application/ld+json", "application/x-ndjson")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was fetched: where it was asked for, where it was in the end, and the file it is in."""

    asked: str
    address: str
    path: Path


@dataclass(frozen=True, slots=True)
class Looked:
    """What a server answered: where it was in the end, its status, its headers by names in lower case."""

    address: str
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    headers: dict[str, str]
    content: bytes


def is_address(text: str) -> bool:
    """Say whether a text is an address of the web, http:// or https://."""
    return text.casefold().startswith(("http://", "https://"))


class Fetcher:
    """Asks sites for pages: after their robots.txt, one at a time, with a pause between. A context manager.

    Args:
        folder: where the files go; it is the caller's, and so are they.
        limits: how much is fetched, and how fast.
        allow_private: whether computers of one's own network may be asked.
    """

    def __init__(self, folder: Path, limits: Limits = _DEFAULTS, *, allow_private: bool = False) -> None:
        self._folder = folder
        self._limits = limits
        self._manners: dict[str, Manners] = {}
        self._written = 0
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(cafile=certifi.where()),
            network_backend=CheckedBackend(allow_private=allow_private),
            max_connections=1,
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def fetch(self, address: str) -> Iterator[Fetched | FetchError]:
        """Yield the page at an address, or, where a sitemap is there, the pages that it lists, one by one.

        A page of a sitemap that can not be had is yielded as the error that says why, and the next asked for.

        Raises:
            FetchError: what is at the address itself can not be had.
        """
        found, content = self._get(address)
        content = _unpacked(content, found, self._limits.page_bytes)
        if not is_sitemap(content.content):
            yield self._written_to_file(address, found, content)
            return
        for count, page in enumerate(self._listed(found, content.content, {found})):
            if count == self._limits.pages:
                yield FetchError(
                    found,
                    f"this sitemap lists more than {self._limits.pages:,} pages; the rest was not fetched.",
                    "Name its parts one by one.",
                )
                return
            try:
                at, response = self._get(page)
                yield self._written_to_file(page, at, response)
            except FetchError as error:
                yield error

    def _listed(self, address: str, content: bytes, seen: set[str]) -> Iterator[str]:
        """Yield the pages of a sitemap and of those it lists in turn, each once."""
        found = read_sitemap(content, address)
        for page in found.pages:
            if page not in seen:
                seen.add(page)
                yield page
        for further in found.sitemaps:
            if further in seen:
                continue
            seen.add(further)
            at, response = self._get(further)
            yield from self._listed(at, _unpacked(response, at, self._limits.page_bytes).content, seen)

    def look(self, address: str) -> Looked:
        """Return what a server answers at one address that a person has at hand, whatever its status.

        Nothing is taken from there, so robots.txt, which is for those who gather pages, is not asked.

        Raises:
            FetchError: it can not be had.
        """
        at, response = self._follow(address, lambda _: None)
        return Looked(at, response.status, response.headers, response.content.decode("utf-8", "replace"))

    def _get(self, asked: str) -> tuple[str, _Response]:
        """Return what is at an address, and where it was in the end."""
        address, response = self._follow(asked, self._be_welcome)
        if response.status != 200:
            raise FetchError(
                address,
                f"the server answered {response.status}, not 200.",
                "Open it in a browser to see what is there.",
            )
        return address, response

    def _be_welcome(self, address: str) -> None:
        """Wait until the site wants to be asked again.

        Raises:
            FetchError: its robots.txt does not let Byline have the page, or can not be had.
        """
        manners = self._manners_of(address)
        if not manners.speaks:
            raise FetchError(
                address, "the site's robots.txt can not be had at the moment.", "Try again later."
            )
        if not manners.allow(address):
            raise FetchError(
                address,
                "the site's robots.txt does not let Byline have this page.",
                "Ask its owner, or save the page in a browser and add the file.",
            )
        manners.wait()

    def _follow(self, asked: str, before: Callable[[str], None]) -> tuple[str, _Response]:
        """Return what is at an address, and where it was in the end; ``before`` hears of each step.

        Each step of a redirect is checked as the first address was: its form, its computer, its robots.txt.
        """
        address = checked(asked)
        for _ in range(self._limits.redirects + 1):
            before(address)
            response = self._request(address, self._limits.page_bytes)
            if response.status not in _REDIRECTS:
                break
            to = response.headers.get("location")
            if not to:
                raise FetchError(
                    address, "it leads on to nowhere.", "Open it in a browser to see what is there."
                )
            address = checked(urljoin(address, to))
        else:
            raise FetchError(
                asked,
                f"it leads on more than {self._limits.redirects} times.",
                "Name the address where a browser ends up.",
            )
        return address, response

    def _manners_of(self, address: str) -> Manners:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._manners:
            self._manners[origin] = Manners(self._robots(origin), self._limits.pause_s)
        return self._manners[origin]

    def _robots(self, origin: str) -> str | None:
        """Return the robots.txt of a site: empty where there is none, None where the server failed."""
        address = f"{origin}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            response = self._request(address, _ROBOTS_BYTES, cut=True)
            to = response.headers.get("location")
            if response.status not in _REDIRECTS or not to:
                break
            address = checked(urljoin(address, to))
        if response.status >= 500 or response.status == 429:
            return None
        return response.content.decode("utf-8", "replace") if response.status == 200 else ""

    def _request(self, address: str, most: int, *, cut: bool = False) -> _Response:
        """Ask for an address once; ``cut`` takes the beginning of what is longer than ``most`` bytes."""
        limits = self._limits
        headers: Mapping[bytes | str, bytes | str] = {
            "User-Agent": AGENT,
            "Accept-Encoding": "gzip",
            "Host": urlsplit(address).netloc,
        }
        timeout = {"connect": limits.connect_s, "read": limits.connect_s, "write": limits.connect_s}
        until = time.monotonic() + limits.page_s
        try:
            with self._pool.stream(
                "GET", address, headers=headers, extensions={"timeout": timeout}
            ) as response:
                content = bytearray()
                said = {
                    name.decode("latin-1").lower(): value.decode("latin-1")
                    for name, value in response.headers
                }
                with closing(
                    _decoded(response.iter_stream(), said.get("content-encoding", ""), address)
                ) as parts:
                    for part in parts:
                        content += part
                        if len(content) > most:
                            if cut:
                                break
                            raise too_long(address, most)
                        if time.monotonic() > until:
                            rule = f"it took longer than {limits.page_s:.0f} s to come."
                            raise FetchError(address, rule, "Try again later, or save it and add the file.")
                return _Response(response.status, said, bytes(content[:most]))
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            what = str(error) or type(error).__name__
            raise FetchError(
                address, f"it can not be reached ({what}).", "Check the address, and the network."
            ) from error

    def _written_to_file(self, asked: str, address: str, response: _Response) -> Fetched:
        """Write a page to a file whose ending says what the server said it is; text as UTF-8."""
        kind = Message()
        kind["Content-Type"] = response.headers.get("content-type", "application/octet-stream")
        media, charset = kind.get_content_type(), kind.get_content_charset()
        content = response.content
        if charset and media.startswith(_TEXTS) and charset not in ("utf-8", "utf8", "us-ascii"):
            try:
                content = content.decode(charset).encode()
            except (LookupError, UnicodeDecodeError) as error:
                raise FetchError(
                    address,
                    f"the server calls it {charset}, which it is not ({error}).",
                    "Save the page in a browser and add the file.",
                ) from error
        self._written += 1
        suffix = _ENDINGS.get(media) or Path(urlsplit(address).path).suffix[:10] or ".html"
        path = self._folder / f"{self._written}{suffix}"
        path.write_bytes(content)
        return Fetched(asked, address, path)


def checked(address: str) -> str:
    """Return an address without its fragment, once it is sure that it may be asked for.

    Raises:
        FetchError: it is none of the web, holds a password, or is not written as addresses are.
    """
    step = "Name an address that begins with http:// or https://."
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise FetchError(address, f"this is no address ({error}).", step) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise FetchError(address, "this is no address of the web.", step)
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            parts._replace(netloc=parts.hostname).geturl(),
            "it holds a name or a password, which would be kept and shown with every quotation.",
            "Save the page in a browser and add the file.",
        )
    if any(ord(character) <= 32 or ord(character) == 127 for character in address):
        raise FetchError(address, "it holds white space.", "Write a space in an address as %20.")
    return urldefrag(_as_ascii(address)).url


def _as_ascii(address: str) -> str:
    """Return an address with everything beyond ASCII written as servers take it (RFC 3987)."""
    if address.isascii():
        return address
    parts = urlsplit(address)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchError(address, f"the name of its computer is none ({error}).", "Check it.") from error
    netloc = host if parts.port is None else f"{host}:{parts.port}"
    from_utf8 = "".join(
        each if each.isascii() else "".join(f"%{byte:02X}" for byte in each.encode())
        for each in parts._replace(scheme="", netloc="").geturl()
    )
    return f"{parts.scheme}://{netloc}{from_utf8 if from_utf8.startswith('/') else '/' + from_utf8}"


def too_long(address: str, most: int) -> FetchError:
    """Return the error for a page with more than ``most`` bytes."""
    return FetchError(
        address,
        f"it has more than {most / 1_000_000:g} MB.",
        "Save it and add the file, if it is meant.",
    )


def _decoded(parts: Iterable[bytes], encoding: str, address: str) -> Generator[bytes]:
    """Yield the parts of a body uncompressed, never much more at a time than came in."""
    if encoding.strip().lower() in ("", "identity"):
        yield from parts
        return
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        rule = f"the server sent it compressed as {encoding!r}, which was not asked for."
        raise FetchError(address, rule, "Save the page in a browser and add the file.")
    inflate = zlib.decompressobj(wbits=31)
    try:
        for part in parts:
            waiting = part
            while waiting:
                yield inflate.decompress(waiting, 1_000_000)
                waiting = inflate.unconsumed_tail
    except zlib.error as error:
        rule = f"what the server sent is broken ({error})."
        raise FetchError(address, rule, "Try again later.") from error
    if not inflate.eof:
        raise FetchError(address, "what the server sent breaks off.", "Try again later.")


def _unpacked(response: _Response, address: str, most: int) -> _Response:
    """Return a response with a file that is itself compressed (``sitemap.xml.gz``) taken out of it."""
    if not response.content.startswith(b"\x1f\x8b"):
        return response
    inflate = zlib.decompressobj(wbits=31)
    try:
        content = inflate.decompress(response.content, most + 1)
    except zlib.error as error:
        raise FetchError(address, f"the compressed file is broken ({error}).", "Try again later.") from error
    if len(content) > most:
        raise too_long(address, most)
    return _Response(response.status, response.headers, content)
