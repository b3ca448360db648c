"""What both notations are read into: nodes with named values, and the questions among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Node = Mapping[str, object]
"""A thing: names of schema.org without the address, such as ``acceptedAnswer``, and one value or a list."""


class Shown(str):
    """Text as a page shows it: no markup any more, as against a value of JSON-LD, which may hold some."""

    __slots__ = ()


def values(node: Node, *names: str) -> Iterator[object]:
    """Yield the values under these names, whether each is one or a list."""
    for name in names:
        value = node.get(name)
        if isinstance(value, list):
            yield from value
        elif value is not None:
            yield value


def first_text(node: Node, *names: str) -> str | None:
    """Return the first value under these names that says something in words or as a number."""
    for value in values(node, *names):
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return None


def is_a(node: object, kind: str) -> bool:
    """Say whether a value is a node of a kind, written with or without the address of schema.org."""
    return isinstance(node, dict) and any(
        isinstance(each, str) and each.rpartition("/")[2].rpartition(":")[2] == kind
        for each in values(node, "@type")
    )


def questions(roots: object) -> Iterator[Node]:
    """Yield the questions anywhere below ``roots``, in their order, each once."""
    waiting, seen = [roots], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict) and id(value) not in seen:
            seen.add(id(value))
            if is_a(value, "Question"):
                yield value
            waiting.extend(reversed(list(value.values())))
