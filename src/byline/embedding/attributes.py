"""What can be set where Byline is embedded, by attribute or in the address of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from byline.embedding.findings import Finding, Trouble

CHOICES = {
    "theme": ("auto", "light", "dark"),
    "lang": ("auto", "en", "de", "es", "fr", "ja", "ar"),
    "mode": ("inline", "button"),
}
"""The attributes that have one of a few values; the first is the default."""

PLACEHOLDER_CHARS = 120
NAMES = ("collection", "company", "theme", "lang", "placeholder", "mode", "q")
"""Every attribute; those of the element have ``src`` besides."""

_NEAR = 0.65
_OTHERS = ("src", "previous", "alone", "top")
"""What the address of a frame has besides, once one has asked in it."""


def faults(
    given: Iterable[tuple[str, str]], collections: Sequence[str] | None, before: str = ""
) -> list[Finding]:
    """Return what is wrong with attributes.

    A name that is not known is wrong if it is near to one that is; others are somebody else's.

    Args:
        given: names, without ``data-``, and values.
        collections: the names of those there are; None where they are not known.
        before: what stands before the names where they were written, such as ``data-``.
    """
    found = []
    for name, value in given:
        if name in CHOICES and value and value not in CHOICES[name]:
            rule = f"it is one of {', '.join(CHOICES[name])}"
            found.append(Trouble.BAD_VALUE.told(name=before + name, value=value[:80], rule=rule))
        elif name == "placeholder" and len(value) > PLACEHOLDER_CHARS:
            rule = f"it has {len(value)} characters; {PLACEHOLDER_CHARS} are the limit"
            found.append(Trouble.BAD_VALUE.told(name=before + name, value=value[:20] + "…", rule=rule))
        elif name == "collection" and collections is not None:
            found += _unknown(value, collections)
        elif name not in NAMES and name not in _OTHERS and (near := get_close_matches(name, NAMES, 1, _NEAR)):
            found.append(Trouble.UNKNOWN_ATTRIBUTE.told(name=before + name, meant=before + near[0]))
    return found


def collections_of(value: str, known: Sequence[str]) -> list[str]:
    """Return the collections that a value names, separated by commas; a name may have one, too."""
    if value.strip() in known:
        return [value.strip()]
    return [name for part in value.split(",") if (name := part.strip())]


def _unknown(value: str, known: Sequence[str]) -> list[Finding]:
    if not known:
        rule = "nothing is loaded yet. Load answers with `byline add`, or leave it out"
        return [Trouble.UNKNOWN_COLLECTION.told(value=value, rule=rule)] if value.strip() else []
    found = []
    for name in collections_of(value, known):
        if name not in known:
            near = get_close_matches(name, known, 1, 0.6)
            rule = f"there is {near[0]!r}" if near else f"there are {', '.join(map(repr, known[:20]))}"
            found.append(Trouble.UNKNOWN_COLLECTION.told(value=name[:80], rule=rule))
    return found
