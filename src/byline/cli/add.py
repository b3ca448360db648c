"""``byline add``: the twin of ``KnowledgeBase.add``, over files, folders and standard input."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from byline.cli.exits import Exit
from byline.cli.loading import load
from byline.cli.options import day, globals_of, json_option, settings_of
from byline.cli.paths import STDIN, inputs
from byline.cli.terminal import say
from byline.importers import FORMATS
from byline.importers.dates import read_date
from byline.importers.text_cleaning import clean_line
from byline.knowledge import KnowledgeBase
from byline.models import Byline, PrintedDate

WARNINGS_SHOWN = 10
PATHS = click.Path(exists=True, allow_dash=True, path_type=Path)


@click.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATHS)
@click.option("--collection", default="main", show_default=True, metavar="NAME", help="Where they belong.")
@click.option("--source", metavar="NAME", help="What to know the file by, in place of its path.")
@click.option("--title", metavar="TEXT", help="What to call the source where it is cited.")
@click.option("--url", metavar="URL", help="Where the source can be read.")
@click.option("--format", type=click.Choice(list(FORMATS)), help="Read it as this, whatever it looks like.")
@click.option("--captured", type=day, metavar="DAY", help='The day the page was copied: "5y" counts from it.')
@click.option(
    "--author", metavar="NAME", help="Who wrote a text that names nobody (HTML, Markdown, plain text)."
)
@click.option("--role", metavar="ROLE", help="That author's role when it was written.")
@click.option("--company", metavar="NAME", help="And company.")
@click.option("--date", "written", metavar="DATE", help='When it was written, as printed there: "May 2021".')
@click.option("--question", metavar="TEXT", help="What it answers; else its title.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--yes", is_flag=True, help="Also remove what a source no longer has, however much it is.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    collection: str,
    source: str | None,
    title: str | None,
    url: str | None,
    format: str | None,
    captured: date | None,
    author: str | None,
    role: str | None,
    company: str | None,
    written: str | None,
    question: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Load the answers in each PATH: files, folders with all that is in them, or - for standard input.

    A file is one source. Adding it again updates: new answers come, changed ones get a new revision,
    those gone from the file are removed. Each file is loaded whole or not at all; once its line stands
    on standard output, it is safe on disk.

    \b
    Examples:
      byline add answers.csv
      byline add expert-page.txt --captured 2024-11-23
      byline add talk.html --author "Ada Tern" --role "Head of Pricing" --date "May 2021"
      byline add exports/ --collection sales --dry-run
      curl -s https://wiki.example/qa.json | byline add - --source wiki-qa

    A file that can not be read is reported and the next one is tried; the exit code is then 2. In
    folders, files of no known format are passed over.
    """
    if STDIN in paths and source is None:
        raise click.UsageError("- needs --source NAME, so that adding it again can update it.", context)
    given = _byline(context, author, role, company, written)
    with inputs(paths) as found, KnowledgeBase.open(settings=settings_of(context)) as kb:
        if len(found) > 1 and (source or title):
            option = "--source" if source else "--title"
            raise click.UsageError(f"{option} is for one file, and there are {len(found)}.", context)
        if not found:
            say("There is no file in the folders named; nothing was added.")
        complete = load(
            kb,
            found,
            warnings=None if globals_of(context).verbose else WARNINGS_SHOWN,
            as_json=as_json,
            collection=collection,
            source=source,
            title=title or (source if STDIN in paths else None),
            url=url,
            format=format,
            captured=captured,
            byline=given,
            question=question,
            dry_run=dry_run,
            yes=yes,
        )
    context.exit(Exit.OK if complete else Exit.BAD_INPUT)


def _byline(
    context: click.Context, author: str | None, role: str | None, company: str | None, written: str | None
) -> Byline | None:
    """Return the byline that was given, None without any."""
    if author is None or not clean_line(author):
        if author is not None or role or company or written:
            raise click.UsageError("a byline needs --author NAME.", context)
        return None
    printed, doubt = read_date(clean_line(written)) if written else (PrintedDate(), None)
    if doubt:
        raise click.BadParameter(f"{written!r} {doubt}.", context, param_hint="--date")
    return Byline(
        clean_line(author), clean_line(role or "") or None, clean_line(company or "") or None, printed
    )
