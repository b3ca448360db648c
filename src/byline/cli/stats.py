"""``byline stats``: the twin of ``KnowledgeBase.stats``."""

from __future__ import annotations

import json

import click

from byline.cli.options import json_option, settings_of
from byline.cli.terminal import size, table
from byline.knowledge import KnowledgeBase
from byline.models import Stats
from byline.wire import stats_json


@click.command("stats")
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Show how many answers, authors, sources and collections there are, and how much room they take.

    The search index follows the database: when both revisions are the same, it is up to date. The model is
    the transformer in use, where one was added, with how many of the sentences have vectors.

    \b
    Examples:
      byline stats
      byline --home ~/team-answers stats --json
    """
    settings = settings_of(context)
    with KnowledgeBase.open(settings=settings) as kb:
        stats = kb.stats()
    if as_json:
        click.echo(json.dumps({"home": str(settings.home), **stats_json(stats)}, indent=2))
        return
    for line in table([("home", str(settings.home)), *_rows(stats)]):
        click.echo(line)


def _rows(stats: Stats) -> list[tuple[str, str]]:
    return [
        ("answers", f"{stats.answers:,}"),
        ("sentences", f"{stats.sentences:,}"),
        ("authors", f"{stats.authors:,}"),
        ("sources", f"{stats.sources:,}"),
        ("collections", f"{stats.collections:,}"),
        ("database", f"revision {stats.revision}, {size(stats.store_bytes)}"),
        ("search index", f"revision {stats.index_revision}, {size(stats.index_bytes)}"),
        ("model", f"{stats.model}, {stats.encoded:,} sentences encoded" if stats.model else "built in"),
        ("reranker", stats.reranker or "none"),
    ]
