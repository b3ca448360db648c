"""Origins, by which browsers tell one site from another: scheme, name and port (RFC 6454).

``embed_origins`` lists them exactly, or with ``*.`` before a name for everything below it. What is
allowed here is what the same text allows in ``frame-ancestors`` (Content Security Policy Level 3).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_BELOW = "*."


def origin_of(address: str) -> str | None:
    """Return the origin of an address as browsers send it; None where it has none that is of the web.

    >>> origin_of("https://Wiki.Example.org:443/page")
    'https://wiki.example.org'
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


def checked_origin(value: str) -> str:
    """Return an entry of ``embed_origins`` in the one form that it is compared in.

    Raises:
        ValueError: it is none; the message says what it should be.
    """
    entry = value.strip()
    scheme, _, rest = entry.partition("://")
    below = rest.startswith(_BELOW)
    plain = f"{scheme}://{rest.removeprefix(_BELOW)}"
    origin = origin_of(plain)
    if origin is None:
        raise ValueError(
            f"{value!r} is no origin; write one such as https://wiki.example.org or https://*.example.org"
        )
    shown = origin.replace("://", "://*.") if below else origin
    parts = urlsplit(plain)
    if parts.path or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(
            f"{value!r} has more than an origin has (scheme, name and port); write {shown}, which is meant "
            "for every page there"
        )
    name = urlsplit(origin).hostname or ""
    if ":" in name:
        raise ValueError(
            f"{value!r} is an IPv6 address, which frame-ancestors can not name; write a name that leads there"
        )
    if not _NAME.fullmatch(name):
        raise ValueError(f"{value!r}: {name!r} is no name of a computer; a * stands at the beginning alone")
    if below and ("." not in name or _is_number(name)):
        raise ValueError(f"{value!r} would allow far too much; name a domain, such as https://*.example.org")
    return shown


def allows(entries: Iterable[str], origin: str) -> bool:
    """Say whether an entry, as ``checked_origin`` gives it, allows an origin as browsers send it."""
    return any(_matches(entry, origin) for entry in entries)


def _matches(entry: str, origin: str) -> bool:
    scheme, _, name = entry.partition("://")
    if not name.startswith(_BELOW):
        return entry == origin
    theirs, _, place = origin.partition("://")
    below = place.removesuffix(name[1:])
    return theirs == scheme and bool(below) and below != place


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
