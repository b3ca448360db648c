"""What may be wrong with a page that embeds Byline, in the words that the doctor and the widget share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Trouble(Enum):
    """A kind of trouble: its stable code, its title, and its words with ``{name}`` to be filled in."""

    ORIGIN_REFUSED = (
        "origin_refused",
        "This site may not embed Byline",
        "{origin} is not in the setting embed_origins, so browsers show an empty frame there. Whoever runs "
        'Byline adds it to byline.toml, embed_origins = ["{origin}"], and starts it again.',
    )
    NO_ORIGIN = (
        "no_origin",
        "This is no origin",
        "{origin}: an origin is scheme, name and port. Write one such as https://wiki.example.org.",
    )
    POLICY_FORBIDS = (
        "policy_forbids",
        "The policy of this page forbids it",
        "The Content-Security-Policy of this page does not let {what} in: {directive} does not allow "
        "{source}. Whoever runs this site adds {source} to {directive}.",
    )
    MIXED_CONTENT = (
        "mixed_content",
        "This page is safer than Byline's address",
        "The page came over https, and {source} is plain http, which browsers keep out of it. Serve Byline "
        "over https, and write the address so.",
    )
    UNKNOWN_ATTRIBUTE = (
        "unknown_attribute",
        "Something is written otherwise",
        "{name}: there is no such attribute. Write {meant}.",
    )
    BAD_VALUE = (
        "bad_value",
        "A value can not be taken",
        "{name} = {value!r}: {rule}.",
    )
    UNKNOWN_COLLECTION = (
        "unknown_collection",
        "There is no such collection",
        "collection = {value!r}: {rule}.",
    )
    NOT_EMBEDDED = (
        "not_embedded",
        "Byline is not in this page",
        "{address} has neither embed.js nor a frame of Byline in it, as it comes from its server. If another "
        "script adds it later, this can not be seen from here. /embed/new makes the line to put in.",
    )
    NO_SOURCE = (
        "no_source",
        "The element does not know where Byline is",
        "{name} has no usable address of Byline in src. Write one such as https://ask.example.org.",
    )
    SANDBOXED = (
        "sandboxed",
        "The frame is locked in",
        "The frame's sandbox lacks {missing}. Add it to the attribute sandbox, or leave that attribute out.",
    )
    NOT_REACHED = (
        "not_reached",
        "Byline does not answer there",
        "{reason}",
    )
    NOT_BYLINE = (
        "not_byline",
        "This is no page of Byline",
        "{source} answers, and not as Byline does: it has no policy that says who may embed it. Check the "
        "address, and what a proxy in front of it changes.",
    )
    FRAME_DENIED = (
        "frame_denied",
        "A proxy forbids the frame",
        "{source} comes with X-Frame-Options: {value}, which Byline never sends. Take it out of the proxy "
        "in front.",
    )

    def __init__(self, code: str, title: str, words: str) -> None:
        self.code = code
        self.title = title
        self.words = words

    def told(self, **values: object) -> Finding:
        """Return what was found, its words filled in."""
        return Finding(self.code, self.title, self.words.format(**values))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: its stable code, a title, and what it is and what to do in ``detail``."""

    code: str
    title: str
    detail: str
