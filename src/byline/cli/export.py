"""``byline export``: the twin of ``KnowledgeBase.answers`` and ``wire.answer_record``."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from byline.cli.options import settings_of
from byline.cli.terminal import count, say
from byline.errors import NotFoundError
from byline.knowledge import KnowledgeBase
from byline.models import Answer
from byline.wire import answer_record


@click.command("export")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there instead; the file appears once it is whole.",
)
@click.option("--collection", multiple=True, metavar="NAME", help="Only this collection. Repeatable.")
@click.pass_context
def command(context: click.Context, output: Path | None, collection: tuple[str, ...]) -> None:
    """Write the answers as JSON Lines, one answer a line, with all that is known of it.

    `byline add` reads the file again without loss, here or in another knowledge base.

    \b
    Examples:
      byline export > answers.jsonl
      byline export --collection sales -o sales.jsonl
      byline export | jq -r '[.author, .question] | @tsv'
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        known = {each.name for each in kb.collections()}
        for name in collection:
            if name not in known:
                raise NotFoundError(
                    f"{name}: no collection has this name. `byline list collections` shows all."
                )
        lines = _lines(kb.answers(collection=collection))
        if output is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            say(f"{output}: {count(write_whole(output, lines), 'answer')}.")


def _lines(answers: Iterable[Answer]) -> Iterator[str]:
    for answer in answers:
        yield json.dumps(answer_record(answer), ensure_ascii=False) + "\n"


def write_whole(path: Path, lines: Iterable[str]) -> int:
    """Write the lines to a file beside ``path`` and put it in its place; return how many there were.

    A failure on the way leaves what was at ``path`` as it was.
    """
    written = 0
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line)
                written += 1
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return written
