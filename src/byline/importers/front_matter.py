"""Front matter: the fields above a Markdown text, as YAML (---), TOML (+++) or JSON.

Only what a field of an answer can be is wanted: texts, numbers and lists of them. So YAML is read without
its types ("no" is a word, a day is as it was written), and without its aliases, a few of which can be made
to stand for gigabytes.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from byline.errors import FileFormatError

_FENCES = {"---": "YAML", "+++": "TOML"}
_LONGEST = 65536
_STEP = "Mend the front matter there."


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields above a text, and the text below, which begins at line ``first_line``."""

    fields: dict[str, object]
    text: str
    first_line: int


class _Loader(yaml.BaseLoader):  # type: ignore[misc, unused-ignore]
    """Reads every scalar as the text that was written, and no alias."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="aliases are not read", problem_mark=mark)
        return super().compose_node(parent, index)


def split_front_matter(text: str, path: Path) -> FrontMatter:
    """Cut a file into its front matter and the text below; a file without any has no fields.

    Raises:
        FileFormatError: the front matter is never closed, too long, or can not be read.
    """
    if text.startswith("{"):
        return _json(text, path)
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in _FENCES:
        return FrontMatter({}, text, 1)
    end = next((place for place, line in enumerate(lines[1:], 1) if line.rstrip() in (fence, "...")), None)
    if end is None:
        if not _is_field(lines[1:2]):
            return FrontMatter({}, text, 1)  # a rule above a text, and no front matter
        rule = f"the front matter that begins with {fence} is never closed."
        raise FileFormatError(path, rule, f"Write {fence} on a line of its own below it.", line=1)
    written = "\n".join(lines[1:end])
    if len(written) > _LONGEST:
        rule = f"the front matter has {len(written):,} characters, more than {_LONGEST:,}."
        raise FileFormatError(path, rule, "Put the text below it.", line=1)
    fields = _toml(written, path) if fence == "+++" else _yaml(written, path)
    if fields is None:
        return FrontMatter({}, text, 1)
    return FrontMatter(fields, "\n".join(lines[end + 1 :]), end + 2)


def _is_field(lines: list[str]) -> bool:
    return any(":" in line or "=" in line for line in lines)


def _yaml(written: str, path: Path) -> dict[str, object] | None:
    """Return the fields, None when what stands between two rules is prose."""
    try:
        # The loader makes texts, lists and mappings alone.
        fields = yaml.load(written, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise FileFormatError(path, f"this is not valid YAML ({error.problem}).", _STEP, line=line) from error
    except (yaml.YAMLError, ValueError) as error:
        raise FileFormatError(
            path, f"the front matter is not valid YAML ({error}).", _STEP, line=1
        ) from error
    except RecursionError as error:
        raise FileFormatError(path, "the front matter is nested too deeply.", _STEP, line=1) from error
    return _named(fields) if isinstance(fields, dict) else {} if fields is None else None


def _toml(written: str, path: Path) -> dict[str, object]:
    try:
        return _named(tomllib.loads(written))
    except tomllib.TOMLDecodeError as error:
        raise FileFormatError(
            path, f"the front matter is not valid TOML ({error}).", _STEP, line=1
        ) from error
    except RecursionError as error:
        raise FileFormatError(path, "the front matter is nested too deeply.", _STEP, line=1) from error


def _json(text: str, path: Path) -> FrontMatter:
    try:
        fields, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError) as error:
        raise FileFormatError(
            path, f"the front matter is not valid JSON ({error}).", _STEP, line=1
        ) from error
    return FrontMatter(_named(fields), text[end:], text.count("\n", 0, end) + 1)


def _named(fields: dict[Any, Any]) -> dict[str, object]:
    return {str(name): value for name, value in fields.items()}
