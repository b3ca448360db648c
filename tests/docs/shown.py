"""What the handbook, the README and the pages in docs/ show: answers, commands, blocks of code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from byline.resources import resource

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = {"cli.md", "settings.md"}
"""Generated from the program, and tested beside the command line."""
WRITTEN = (
    "README.md",
    "docs/using.md",
    "docs/loading.md",
    "docs/formats.md",
    "docs/api.md",
    "docs/operating.md",
    "docs/embedding.md",
    "docs/evaluation.md",
    "docs/models.md",
    "docs/calibration.md",
    "docs/library.md",
)
"""The pages that are written by hand; docs/cli.md and docs/settings.md are made from the program."""

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = r"(?:[A-Z_]+=\S+ )?(?:byline|make|curl|pip|sudo)\b[^`]*"
_OWN_LINE = re.compile(rf"^`({_COMMAND})`$", re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`(byline|make) ([^`\n]+)`(?!`)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of the handbook."""

    id: str
    question: str
    text: str
    tag: str

    @property
    def commands(self) -> list[str]:
        """The commands that stand on lines of their own."""
        return _OWN_LINE.findall(self.text)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: the language that it names, and what is in it."""

    language: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The command lines of a shell block, each whole."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def handbook() -> dict[str, Entry]:
    """Return the answers of the handbook by id."""
    lines = (resource("data") / "handbook.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return {r["id"]: Entry(r["id"], r["question"], r["text"], r["tags"][0]) for r in records}


@cache
def page(name: str) -> str:
    """Return a page, by its path from the top of the checkout."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *languages: str) -> list[Block]:
    """Return the blocks of a page that are in one of the languages, in order."""
    found = (Block(*match) for match in _FENCE.findall(page(name)))
    return [block for block in found if block.language in languages]


def shell_commands(name: str) -> list[str]:
    """Return the shell commands that a page shows, in order."""
    return [command for block in blocks(name, "sh") for command in block.commands]


def section(name: str, heading: str) -> str:
    """Return what stands under a heading of a page, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", page(name), re.MULTILINE | re.DOTALL)
    assert found, f"{name} has no heading {heading!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """Return the rows of the tables in a text as cells; heads and rules are left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    body = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if not line.startswith("| ---") and not following.startswith("| ---")
    ]
    return [line.strip("| ").split(" | ") for line in body]


def mentioned() -> Iterator[tuple[str, str, str]]:
    """Yield (where, program, rest) for each command that prose mentions in passing."""
    texts = {name: _FENCE.sub("", page(name)) for name in WRITTEN}
    texts |= {entry.id: _OWN_LINE.sub("", entry.text) for entry in handbook().values()}
    for where, text in texts.items():
        for program, rest in _INLINE.findall(text):
            yield where, program, rest
