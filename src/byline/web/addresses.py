"""Addresses of this server, as links and citations show them."""

from __future__ import annotations

from typing import Any

from flask import request

from byline.settings import Settings


def base_url(settings: Settings) -> str:
    """Return what stands before a path in a link that must be absolute, without a closing slash.

    That is ``public_url``, or the address of this request when it is not set. Pages themselves link
    relatively, so that what a request says about its host is never shown to another reader.
    """
    return (settings.public_url or request.host_url + request.script_root.lstrip("/")).rstrip("/")


def reading_link(excerpt: dict[str, Any]) -> str:
    """Return where an excerpt, or a repeat of it (as the JSON endpoint gives them), is read, marked."""
    path, _, sentence = excerpt["permalink"].partition("#")
    fragment = f"#{sentence}" if sentence else ""
    further = "&" if "?" in path else "?"
    return f"{request.script_root}{path}{further}quote={excerpt['start']}-{excerpt['end']}{fragment}"


def place_link(place: dict[str, Any]) -> str:
    """Return where the place of a quotation (as the JSON endpoint gives it) is read in its answer."""
    permalink, start = place["permalink"], place["context_start"]
    if "#" not in permalink:
        return f"{request.script_root}{permalink}"
    return reading_link({"permalink": permalink, "start": start, "end": start + len(place["context"])})


def whole_cite_link(excerpt: dict[str, Any]) -> str:
    """Return where an excerpt is cited, together with what stands between it and what it says further."""
    parts = [excerpt, *excerpt["further"]]
    first, last = min(each["start"] for each in parts), max(each["end"] for each in parts)
    return cite_link(excerpt["answer_id"], first, last)


def cite_link(answer_id: str, start: int, end: int) -> str:
    """Return where sentences of an answer are cited in every form."""
    return f"{request.script_root}/answers/{answer_id}/cite?start={start}&end={end}"


def is_link(url: str | None) -> bool:
    """Whether an address that came with an answer is one that a page may link to."""
    return url is not None and url.lower().startswith(("https://", "http://"))
