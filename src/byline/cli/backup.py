"""``byline backup``: the twin of ``KnowledgeBase.backup``."""

from __future__ import annotations

from pathlib import Path

import click

from byline.cli.options import settings_of
from byline.cli.terminal import count
from byline.knowledge import KnowledgeBase


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def command(context: click.Context, file: Path) -> None:
    """Write everything that can not be made again to one FILE: answers with all revisions, settings.

    It is of one moment, also while a server runs or answers are loaded. The search index is not in it,
    nor are the files of transformers, only their names.

    \b
    Examples:
      byline backup answers.byline
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        found = kb.backup(file)
    click.echo(f"{file}: {count(found.answers, 'answer')}.")
