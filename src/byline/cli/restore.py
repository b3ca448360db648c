"""``byline restore``: the twin of ``backing_up.restore_backup``."""

from __future__ import annotations

from pathlib import Path

import click

from byline.backing_up import restore_backup
from byline.cli.options import settings_of
from byline.cli.terminal import count, say


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what the home folder has.")
@click.pass_context
def command(context: click.Context, file: Path, yes: bool) -> None:
    """Make the home folder from a backup FILE, with every id, link and revision as it was.

    All of the file is checked before anything is touched. Stop the server first. The next question builds
    the search index.

    \b
    Examples:
      byline --home restored restore answers.byline
    """
    home = settings_of(context).home
    found = restore_backup(file, home, yes=yes)
    click.echo(f"{home}: {count(found.answers, 'answer')}.")
    for model in found.models:
        say(f"The transformer {model} was in use; add it again with `byline model add`.")
