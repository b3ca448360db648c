"""Says why Byline may not show in a page, and what to do about it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from byline.embedding.attributes import faults
from byline.embedding.findings import Finding, Trouble
from byline.embedding.page import ELEMENT, FRAME_NAME, SCRIPT_NAME, Embedded, Way, read_page
from byline.embedding.policy import FRAME, SCRIPT, Policy, Shown, forbidding, read_policies
from byline.origins import allows, origin_of

_NEEDED = ("allow-scripts", "allow-same-origin", "allow-forms", "allow-popups")
"""What a sandbox must leave a frame: its script, its own origin, asking, and links into a new tab."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server answered: the page's address in the end, its headers by names in lower case, its text."""

    address: str
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found of one place in a page where Byline is embedded."""

    embedded: Embedded
    findings: tuple[Finding, ...]


def origin_verdict(entries: Sequence[str], origin: str, own: str = "") -> Finding | None:
    """Return what is wrong with an origin that wants to embed Byline; None where it may.

    Args:
        entries: the setting ``embed_origins``.
        origin: what to judge, an origin or the address of a page.
        own: Byline's own address, which may always.
    """
    known = origin_of(origin)
    if known is None:
        return Trouble.NO_ORIGIN.told(origin=origin[:200])
    if known == origin_of(own) or allows(entries, known):
        return None
    return Trouble.ORIGIN_REFUSED.told(origin=known)


def examine(page: Answered, collections: Sequence[str] | None) -> list[Examined]:
    """Return what is wrong in each place where a page embeds Byline, as far as the page itself tells.

    Args:
        page: the page.
        collections: the names of those that Byline has; None where they are not known.
    """
    read = read_page(page.text, page.address)
    headers = [page.headers.get("content-security-policy", ""), *read.policies]
    policies = read_policies(headers)
    return [
        Examined(each, tuple(_faults_of(each, page.address, policies, collections))) for each in read.embedded
    ]


def frame_verdict(frame: Answered, origin: str) -> Finding | None:
    """Return what keeps a page of ``origin`` from showing a frame, by the headers of the frame."""
    denied = frame.headers.get("x-frame-options")
    if denied:
        return Trouble.FRAME_DENIED.told(source=frame.address, value=denied)
    ancestors = [
        policy["frame-ancestors"]
        for policy in read_policies([frame.headers.get("content-security-policy", "")])
        if "frame-ancestors" in policy
    ]
    if not ancestors:
        return Trouble.NOT_BYLINE.told(source=frame.address)
    for sources in ancestors:
        entries = [source for source in sources if not source.startswith("'")]
        own = frame.address if "'self'" in sources else ""
        if (wrong := origin_verdict(entries, origin, own)) is not None:
            return wrong
    return None


def _faults_of(
    embedded: Embedded, page: str, policies: Sequence[Policy], collections: Sequence[str] | None
) -> Iterator[Finding]:
    before = "data-" if embedded.way is Way.SCRIPT else ""
    given = [(name, value) for name, value in embedded.attributes.items() if name != "src"]
    yield from faults(given, collections, before)
    if embedded.root is None:
        yield Trouble.NO_SOURCE.told(name=f"<{ELEMENT}>")
        return
    origin = origin_of(embedded.root)
    if _is_mixed(page, embedded.root):
        yield Trouble.MIXED_CONTENT.told(source=origin)
    if embedded.way is Way.SCRIPT:
        shown = Shown(embedded.root + SCRIPT_NAME, embedded.nonce)
        if directive := forbidding(policies, SCRIPT, page, shown):
            yield Trouble.POLICY_FORBIDS.told(what="the script", directive=directive, source=origin)
    if directive := forbidding(policies, FRAME, page, Shown(embedded.root + FRAME_NAME)):
        yield Trouble.POLICY_FORBIDS.told(what="the frame", directive=directive, source=origin)
    if embedded.sandbox is not None:
        missing = [each for each in _NEEDED if each not in embedded.sandbox.lower().split()]
        if missing:
            yield Trouble.SANDBOXED.told(missing=" ".join(missing))


def _is_mixed(page: str, address: str) -> bool:
    """Whether a page is of https and an address plain http, other than of the reader's own machine."""
    if urlsplit(page).scheme != "https" or urlsplit(address).scheme != "http":
        return False
    host = urlsplit(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True
