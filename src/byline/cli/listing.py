"""``byline list``: the twin of ``KnowledgeBase.answers``, ``authors``, ``collections`` and ``sources``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import click

from byline.cli.options import json_option, settings_of
from byline.cli.terminal import fitted, one_line, table
from byline.knowledge import KnowledgeBase
from byline.models import Answer, AuthorSummary, CollectionSummary, Source
from byline.wire import answer_record, author_json, collection_json, source_json

Find = Callable[[KnowledgeBase, tuple[str, ...]], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing to list: how to find it, write it as lines, and write it as a JSON object."""

    find: Find
    lines: Callable[[Iterable[Any]], Iterator[str]]
    record: Callable[[Any], dict[str, Any]]


def _answers(answers: Iterable[Answer]) -> Iterator[str]:
    """Yield a line an answer as it is read: there may be more of them than memory should hold."""
    for answer in answers:
        name = one_line(answer.byline.author or "unnamed author")
        yield fitted(f"{answer.id}  {name}: {one_line(answer.question or answer.text)}")


def _authors(authors: Iterable[AuthorSummary]) -> Iterator[str]:
    rows = [(a.name, str(a.answers), "; ".join(a.roles), "; ".join(a.companies)) for a in authors]
    return table([("AUTHOR", "ANSWERS", "ROLES", "COMPANIES"), *rows])


def _collections(collections: Iterable[CollectionSummary]) -> Iterator[str]:
    rows = [(c.name, str(c.answers), str(c.authors), str(c.sources)) for c in collections]
    return table([("COLLECTION", "ANSWERS", "AUTHORS", "SOURCES"), *rows])


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    rows = [(s.title, str(s.answers), s.collection, s.key) for s in sources]
    return table([("SOURCE", "ANSWERS", "COLLECTION", "KEY"), *rows])


KINDS = {
    "answers": Kind(lambda kb, names: kb.answers(collection=names), _answers, answer_record),
    "authors": Kind(lambda kb, names: kb.authors(names), _authors, author_json),
    "collections": Kind(
        lambda kb, names: (each for each in kb.collections() if not names or each.name in names),
        _collections,
        collection_json,
    ),
    "sources": Kind(lambda kb, names: kb.sources(names), _sources, source_json),
}


@click.command("list")
@click.argument("kind", type=click.Choice(list(KINDS)), default="answers")
@click.option("--collection", multiple=True, metavar="NAME", help="Only this collection. Repeatable.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N of them.")
@json_option
@click.pass_context
def command(
    context: click.Context, kind: str, collection: tuple[str, ...], limit: int | None, as_json: bool
) -> None:
    """List the answers, or the authors, collections or sources they come with.

    With --json each line is one JSON object.

    \b
    Examples:
      byline list
      byline list authors --collection sales
      byline list sources
      byline list answers --json | jq -r .author
    """
    chosen = KINDS[kind]
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        things = islice(chosen.find(kb, collection), limit)
        for line in _json_lines(chosen, things) if as_json else chosen.lines(things):
            click.echo(line)


def _json_lines(kind: Kind, things: Iterable[Any]) -> Iterator[str]:
    for thing in things:
        yield json.dumps(kind.record(thing), ensure_ascii=False)
