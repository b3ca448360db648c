"""``byline ask``: the twin of ``KnowledgeBase.ask``."""

from __future__ import annotations

import json
import sys
from datetime import date

import click

from byline.cli.exits import Exit
from byline.cli.options import day, json_option, settings_of
from byline.cli.reply_text import as_text, stages_text
from byline.knowledge import KnowledgeBase
from byline.models import Filters
from byline.stages import in_order, measured
from byline.wire import reply_json


@click.command("ask")
@click.argument("question")
@click.option("--author", multiple=True, metavar="NAME", help="Only what this person said. Repeatable.")
@click.option("--company", multiple=True, metavar="NAME", help="Only people of this company. Repeatable.")
@click.option("--role", multiple=True, metavar="ROLE", help="Only people in this role. Repeatable.")
@click.option("--tag", multiple=True, metavar="TAG", help="Only answers with this tag. Repeatable.")
@click.option("--collection", multiple=True, metavar="NAME", help="Only this collection. Repeatable.")
@click.option("--after", type=day, metavar="DAY", help="Only answers dated this day (2024-12-31) or later.")
@click.option("--before", type=day, metavar="DAY", help="Only answers dated this day or earlier.")
@click.option("--top", type=int, metavar="N", help="Show at most N excerpts.")
@click.option("--debug", is_flag=True, help="Show the evidence for each excerpt, and the time of each stage.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    question: str,
    author: tuple[str, ...],
    company: tuple[str, ...],
    role: tuple[str, ...],
    tag: tuple[str, ...],
    collection: tuple[str, ...],
    after: date | None,
    before: date | None,
    top: int | None,
    debug: bool,
    as_json: bool,
) -> None:
    """Ask QUESTION in plain language; see the sentences that answer it, under their authors' names.

    Every quoted word is the author's. When nobody answered, Byline says so, shows the nearest there is
    as such, and exits with 1. With - the question is read from standard input.

    \b
    Examples:
      byline ask "how is a technical product manager different?"
      byline ask "what does Devika say about technical products"
      byline ask "how do we price a beta?" --company Acme --after 2023-01-01
      byline ask "pricing" --json | jq -r '.excerpts[].author.name'
      pbpaste | byline ask -

    In the question itself, author:NAME, company:NAME, after:2023, "exact words" and -without work too.
    Values of one filter are alternatives; different filters must all hold.
    """
    settings = settings_of(context, top=top)
    if question == "-":
        question = sys.stdin.read().strip()
    filters = Filters(author, company, role, tag, collection, after, before)
    with KnowledgeBase.open(settings=settings) as kb, measured() as measures:
        reply = kb.ask(question, filters)
    if as_json:
        record = reply_json(reply, base_url=settings.public_url, debug=debug)
        if debug:
            record["stages"] = {name: round(took * 1000, 3) for name, took in in_order(measures.seconds)}
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for block in as_text(reply, base_url=settings.public_url.rstrip("/"), debug=debug):
            click.echo(block)
        if debug:
            click.echo(stages_text(measures))
    context.exit(Exit.OK if reply.answered else Exit.NOT_ANSWERED)
