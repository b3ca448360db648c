"""``byline export``: the twin of ``KnowledgeBase.answers`` and ``exporters.pieces``."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from byline.cli.options import settings_of
from byline.cli.terminal import count, say
from byline.errors import InputError, NotFoundError
from byline.exporters import FORMATS, Piece, format_named, pieces
from byline.knowledge import KnowledgeBase
from byline.models import Answer


@click.command("export")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Write there instead; the file appears once it is whole. Markdown needs a folder.",
)
@click.option(
    "--format", type=click.Choice(FORMATS), default="jsonl", show_default=True, help="What to write."
)
@click.option("--collection", multiple=True, metavar="NAME", help="Only this collection. Repeatable.")
@click.option("--author", multiple=True, metavar="NAME", help="Only this author's answers. Repeatable.")
@click.pass_context
def command(
    context: click.Context,
    output: Path | None,
    format: str,
    collection: tuple[str, ...],
    author: tuple[str, ...],
) -> None:
    """Write the answers: as JSON Lines without loss, as CSV, as a page of HTML, or as Markdown.

    `byline add` reads all of them again, here or in another knowledge base. JSON Lines keeps all that is
    known of an answer; the others keep its text, its byline and what else they have a place for.

    \b
    Examples:
      byline export > answers.jsonl
      byline export --collection sales -o sales.jsonl
      byline export --format csv -o answers.csv
      byline export --author "Ann Ito" --format markdown -o ann-ito/
      byline export | jq -r '[.author, .question] | @tsv'
    """
    is_folder = format_named(format).IS_FOLDER
    if is_folder and output is None:
        raise click.UsageError(f"{format} is a folder of files; name the folder with -o.", context)
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        _check(collection, [each.name for each in kb.collections()], "collection")
        names = _named(author, [each.name for each in kb.authors(collection)]) if author else None
        chosen = (
            answer
            for answer in kb.answers(collection=collection)
            if names is None or answer.byline.author in names
        )
        counted = _Counted(chosen)
        parts = pieces(counted, format)
        if output is None:
            for piece in parts:
                click.echo(piece.text, nl=False)
            return
        if is_folder:
            write_folder(output, parts)
        else:
            write_whole(output, (piece.text for piece in parts))
        say(f"{output}: {count(counted.number, 'answer')}.")


class _Counted:
    """Counts answers as they are read."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.number = 0
        self._answers = answers

    def __iter__(self) -> Iterator[Answer]:
        for answer in self._answers:
            self.number += 1
            yield answer


def _check(named: Iterable[str], known: list[str], what: str) -> None:
    for name in named:
        if name not in known:
            raise NotFoundError(f"{name}: no {what} has this name. `byline list {what}s` shows all.")


def _named(wanted: Iterable[str], known: list[str]) -> set[str]:
    """Return the authors' names, which were given in any case.

    Raises:
        NotFoundError: nobody is called so.
    """
    by_folded: dict[str, set[str]] = defaultdict(set)
    for name in known:
        by_folded[name.casefold()].add(name)
    _check([name.casefold() for name in wanted], list(by_folded), "author")
    return set().union(*(by_folded[name.casefold()] for name in wanted))


def write_folder(folder: Path, parts: Iterable[Piece]) -> None:
    """Write each piece to its file in the folder, which must be new or empty.

    Raises:
        InputError: the folder has something in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError(
            f"{folder}: this folder is not empty, and an older file in it would look like an answer. "
            "Name a new one."
        )
    for piece in parts:
        (folder / piece.file).write_text(piece.text, encoding="utf-8", newline="\n")


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
