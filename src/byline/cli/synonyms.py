"""``byline synonyms``: the twin of ``KnowledgeBase.synonyms``, ``set_synonyms`` and ``clear_synonyms``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from byline.cli.options import json_option, settings_of
from byline.cli.terminal import count, one_line
from byline.curating import DEFAULT_COLLECTION
from byline.knowledge import KnowledgeBase
from byline.models import SynonymGroup
from byline.wire import synonym_group_json

_of_collection = click.option(
    "--collection",
    default=DEFAULT_COLLECTION,
    show_default=True,
    metavar="NAME",
    help="The collection whose words they are.",
)


@click.group("synonyms")
def command() -> None:
    """Show or set what the people of a collection call the same thing.

    A file of synonyms has a group on each line, words and phrases joined by "=":

    \b
      PM = product manager
      OKR = objectives and key results

    A question with one of a group is then met by all of them, from the next question on. Acronyms that
    an answer explains, as in "technical product manager (TPM)", are learned without a file; where the
    file says otherwise, the file wins.

    \b
    Examples:
      byline synonyms set words.txt
      byline synonyms show
      byline synonyms show --collection main > words.txt
      byline synonyms clear
    """


@command.command("show", short_help="Show the synonyms that are set, and those learned.")
@click.option("--collection", multiple=True, metavar="NAME", help="Only of this collection. Repeatable.")
@json_option
@click.pass_context
def show(context: click.Context, collection: tuple[str, ...], as_json: bool) -> None:
    """Show the synonyms that are set, and as notes the acronyms learned from the answers.

    What is shown is a file of synonyms again: change it, and set it. With --json each line is one JSON
    object.

    \b
    Examples:
      byline synonyms show
      byline synonyms show --collection sales > sales-words.txt
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        groups = kb.synonyms(collection)
    for line in map(_json, groups) if as_json else _lines(groups):
        click.echo(line)


@command.command("set", short_help="Set a collection's synonyms from a file.")
@click.argument("file", type=click.Path(path_type=Path))
@_of_collection
@click.pass_context
def set_file(context: click.Context, file: Path, collection: str) -> None:
    """Make the groups in FILE the synonyms of a collection, in place of those that it has.

    Each line is a group: words and phrases joined by "=". Blank lines and lines that begin with "#" are
    left out. A line that is none is told of, and nothing is changed then.

    \b
    Examples:
      byline synonyms set words.txt
      byline synonyms set sales-words.txt --collection sales
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        groups = kb.set_synonyms(file, collection=collection)
    click.echo(f"{one_line(collection)}: {count(len(groups), 'group')} of synonyms.")


@command.command("clear", short_help="Take a collection's synonyms away.")
@_of_collection
@click.pass_context
def clear(context: click.Context, collection: str) -> None:
    """Take a collection's synonyms away. Acronyms learned from the answers stay.

    \b
    Examples:
      byline synonyms clear
      byline synonyms clear --collection sales
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        kb.clear_synonyms(collection)
    click.echo(f"{one_line(collection)}: no synonyms.")


def _lines(groups: Sequence[SynonymGroup]) -> Iterator[str]:
    for collection, own in groupby(groups, key=lambda group: group.collection):
        yield f"# {'learned from the answers' if collection is None else one_line(collection)}"
        for group in own:
            line = one_line(" = ".join(group.words))
            yield f"# {line}" if collection is None else line


def _json(group: SynonymGroup) -> str:
    return json.dumps(synonym_group_json(group), ensure_ascii=False)
