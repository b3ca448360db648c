"""``byline sample``: adds the files in ``data/`` with ``KnowledgeBase.add``."""

from __future__ import annotations

import click

from byline.cli.loading import load
from byline.cli.options import globals_of, settings_of
from byline.cli.paths import inputs
from byline.knowledge import KnowledgeBase
from byline.resources import resource

COLLECTION = "sample"


@click.command("sample")
@click.pass_context
def command(context: click.Context) -> None:
    """Load the sample collection: a page of expert answers, and the handbook of Byline itself.

    Running it again changes nothing, unless a newer Byline brings a newer handbook.

    \b
    Examples:
      byline sample
      byline ask "how is a technical product manager different?"
      byline ask "how do I load a spreadsheet?"
      byline remove --collection sample
    """
    with inputs([resource("data")]) as found, KnowledgeBase.open(settings=settings_of(context)) as kb:
        for file in found:
            load(
                kb,
                [file],
                verbose=globals_of(context).verbose,
                collection=COLLECTION,
                source=file.path.name,
                title=file.path.stem.replace("-", " ").capitalize(),
                yes=True,
            )
