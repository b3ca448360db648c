"""``byline remove``: the twin of ``KnowledgeBase.remove_source`` and its siblings."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from byline.cli.options import settings_of
from byline.cli.terminal import count, one_line
from byline.errors import InputError, NotFoundError
from byline.knowledge import KnowledgeBase
from byline.models import Source

_ANSWER_ID = re.compile(r"a_[a-z2-7]{16}")


@click.command("remove")
@click.argument("what", metavar="SOURCE|ANSWER", required=False)
@click.option("--collection", metavar="NAME", help="The collection to remove from, or to remove whole.")
@click.option("--author", metavar="NAME", help="Remove all answers of this author.")
@click.option("--erase", is_flag=True, help="With --author: erase their texts from all revisions too.")
@click.option("--undo", is_flag=True, help="Bring an answer back that was removed by its id or by author.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.pass_context
def command(
    context: click.Context,
    what: str | None,
    collection: str | None,
    author: str | None,
    erase: bool,
    undo: bool,
    yes: bool,
) -> None:
    """Remove a source, one answer, an author's answers, or with --collection alone a whole collection.

    A source is named by its title, its key (`byline list sources` shows both) or the path it was added
    from; an answer by its id. What is removed is asked for first.

    Loading a removed source again brings back what it has, but for answers that were removed by id or by
    author: those stay out until --undo. --erase can not be undone.

    \b
    Examples:
      byline remove answers.csv
      byline remove a_k3xq7wz2mdp5c6vt
      byline remove --author "Ann Ito"
      byline remove --collection sales --yes
    """
    if (author and (what or collection)) or (erase and not author) or (undo and not what):
        raise click.UsageError(
            "--author stands alone, --erase goes with it, --undo with an answer's id.", context
        )
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        if undo and what:
            kb.bring_back(what)
            click.echo(f"{what} is back, or comes with the next load of its source if it was erased.")
            return
        if what is None and collection is None and author is None:
            raise click.UsageError(
                "Name a source, an answer's id, or a collection with --collection.", context
            )
        if author is not None:
            _confirm(f"{'and erase ' if erase else ''}all answers of {author}", yes=yes)
            removed = kb.remove_author(author, erase=erase)
        elif what is None:
            removed = _remove_collection(kb, str(collection), yes=yes)
        elif _ANSWER_ID.fullmatch(what):
            removed = _remove_answer(kb, what, yes=yes)
        else:
            removed = _remove_source(kb, what, collection, yes=yes)
    click.echo(f"Removed {count(removed, 'answer')}.")


def _remove_collection(kb: KnowledgeBase, name: str, *, yes: bool) -> int:
    for summary in kb.collections():
        if summary.name == name:
            _confirm(f"the collection {name} with {count(summary.answers, 'answer')}", yes=yes)
    return kb.remove_collection(name)


def _remove_answer(kb: KnowledgeBase, answer_id: str, *, yes: bool) -> int:
    answer = kb.answer(answer_id)
    _confirm(f"the answer of {answer.byline.author or 'an unnamed author'}, {answer_id}", yes=yes)
    kb.remove_answer(answer_id)
    return 1


def _remove_source(kb: KnowledgeBase, what: str, collection: str | None, *, yes: bool) -> int:
    source = find_source(kb.sources([collection] if collection else []), what)
    where = f"in the collection {source.collection}"
    _confirm(f"the source {source.title} with {count(source.answers, 'answer')} {where}", yes=yes)
    return kb.remove_source(source.key, source.collection)


def find_source(sources: list[Source], what: str) -> Source:
    """Return the one source that has ``what`` for its key, its title or the path it was added from.

    Raises:
        NotFoundError: there is none.
        InputError: there are several.
    """
    names = {what, str(Path(what).resolve())}
    found = [source for source in sources if source.key in names] or [
        source for source in sources if source.title == what
    ]
    if not found:
        raise NotFoundError(
            f"{what}: no source has this title, key or path. `byline list sources` shows all."
        )
    if len(found) > 1:
        places = ", ".join(f"{source.key} in {source.collection}" for source in found)
        raise InputError(
            f"{what}: several sources are called so ({places}). Name one by its key, with --collection."
        )
    return found[0]


def _confirm(what: str, *, yes: bool) -> None:
    """Ask whether to remove it.

    Raises:
        click.UsageError: nobody is there to ask.
        click.Abort: the person said no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"Remove {one_line(what)}? Nobody is at the terminal to say; add --yes.")
    click.confirm(f"Remove {one_line(what)}?", abort=True, err=True)
