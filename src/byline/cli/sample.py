"""``byline sample``: adds the files in ``data/`` with ``KnowledgeBase.add``, and sets their synonyms."""

from __future__ import annotations

import click

from byline.cli.loading import load
from byline.cli.options import globals_of, settings_of
from byline.cli.rejects import Rejects
from byline.importers.inputs import Input
from byline.knowledge import KnowledgeBase
from byline.resources import resource

COLLECTION = "sample"
TITLES = {
    "expert-page.txt": "Technical product managers, an expert page",
    "handbook.jsonl": "The Byline handbook",
}
SYNONYMS = "words/sample-synonyms.txt"


@click.command("sample")
@click.pass_context
def command(context: click.Context) -> None:
    """Load the sample collection: a page of expert answers, and the handbook of Byline itself.

    Two synonyms come with it, such as TPM for technical product manager, where the collection has none of
    its own. Running it again changes nothing, unless a newer Byline brings a newer handbook.

    \b
    Examples:
      byline sample
      byline ask "how is a technical product manager different?"
      byline ask "how do I load a spreadsheet?"
      byline remove --collection sample
    """
    data = resource("data")
    verbose = globals_of(context).verbose
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        for name, title in TITLES.items():
            file = Input(data / name, name, named=True)
            # What the expert page does not say is its own business; a newcomer need not read of it.
            warnings = None if verbose else 0
            load(
                kb,
                [file],
                warnings=warnings,
                rejects=Rejects(None, write=False),
                collection=COLLECTION,
                source=name,
                title=title,
                yes=True,
                strict=True,
            )
        if not any(group.collection for group in kb.synonyms([COLLECTION])):
            kb.set_synonyms(data / SYNONYMS, collection=COLLECTION)
