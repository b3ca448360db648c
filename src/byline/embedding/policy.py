"""Whether the Content-Security-Policy of a page lets Byline in (Content Security Policy Level 3, 6.7).

A part of that specification, on the safe side: sources by nonce or hash are read as far as a page can show
them, and what can not be told is taken to be allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from byline.origins import origin_of

Policy = Mapping[str, tuple[str, ...]]
"""One policy: its sources by directive."""

SCRIPT = ("script-src-elem", "script-src", "default-src")
FRAME = ("frame-src", "child-src", "default-src")
"""The directives that decide, the first that a policy has."""

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a page shows an address: its nonce, where it is a script that has one."""

    address: str
    nonce: str = ""


def read_policies(headers: Iterable[str]) -> list[Policy]:
    """Return the policies of headers, or of what a page says in their place; a comma separates them."""
    found: list[Policy] = []
    for text in (part for header in headers for part in header.split(",")):
        policy: dict[str, tuple[str, ...]] = {}
        for directive in text.split(";"):
            name, *sources = directive.split() or [""]
            policy.setdefault(name.lower(), tuple(sources))
        policy.pop("", None)
        if policy:
            found.append(policy)
    return found


def forbidding(policies: Sequence[Policy], directives: Sequence[str], page: str, shown: Shown) -> str | None:
    """Return the directive that keeps an address out of a page; None where every policy allows it."""
    for policy in policies:
        for name in directives:
            if name in policy:
                if not _allowed(policy[name], page, shown):
                    return name
                break
    return None


def _allowed(sources: Sequence[str], page: str, shown: Shown) -> bool:
    if shown.nonce and f"'nonce-{shown.nonce}'" in sources:
        return True
    if "'strict-dynamic'" in sources:
        return False  # then names of hosts do not count, and only scripts with a nonce may come
    return any(_matches(source, page, shown.address) for source in sources)


def _matches(source: str, page: str, address: str) -> bool:
    if source.lower() == "'self'":
        return origin_of(page) == origin_of(address)
    if source.startswith("'"):
        return False
    theirs = urlsplit(address)
    if source == "*":
        return theirs.scheme in _PORTS
    if source.endswith(":") and "/" not in source:
        return _scheme_fits(source[:-1].lower(), theirs.scheme)
    scheme, found, rest = source.partition("://")
    if not found:
        scheme, rest = urlsplit(page).scheme, source
    return _scheme_fits(scheme.lower(), theirs.scheme) and _place_fits(rest, theirs)


def _scheme_fits(allowed: str, scheme: str) -> bool:
    return allowed == scheme or (allowed == "http" and scheme == "https")


def _place_fits(rest: str, theirs: SplitResult) -> bool:
    place, slash, path = rest.partition("/")
    name, _, port = place.lower().partition(":")
    host = theirs.hostname or ""
    fits = host.endswith(name[1:]) if name.startswith("*.") else name in ("*", host)
    if port not in ("", "*"):
        fits = fits and port == str(theirs.port or _PORTS[theirs.scheme])
    elif port == "":
        fits = fits and theirs.port in (None, *_PORTS.values())
    whole = slash + path
    if len(whole) > 1:
        fits = fits and (theirs.path.startswith(whole) if whole.endswith("/") else theirs.path == whole)
    return fits
