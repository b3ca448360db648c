"""``byline add``: the twin of ``KnowledgeBase.add``, over files, folders and standard input."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from byline.cli.exits import Exit
from byline.cli.loading import load
from byline.cli.options import day, globals_of, json_option, settings_of
from byline.cli.paths import STDIN, inputs
from byline.cli.rejects import Rejects
from byline.cli.terminal import say
from byline.importers import FORMATS
from byline.knowledge import KnowledgeBase

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
@click.option("--dry-run", is_flag=True, help="Only say what would change, with samples.")
@click.option("--yes", is_flag=True, help="Also remove what a source no longer has, however much it is.")
@click.option("--strict", is_flag=True, help="Refuse a file if any of its records can not be loaded.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where records go that can not be loaded; else NAME.rejected.jsonl in the current folder.",
)
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
    dry_run: bool,
    yes: bool,
    strict: bool,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """Load the answers in each PATH: files, folders with all that is in them, or - for standard input.

    A file is one source. Adding it again updates: new answers come, changed ones get a new revision,
    those gone from the file are removed. Once its line stands on standard output, it is safe on disk.

    Records that can not be loaded are left out and written to a file, one JSON object a line with the
    reason beside each; the rest is loaded, and the exit code is 2. Where more than a tenth of a source
    would be removed, or anything while records are left out, you are asked; in a script, say --yes.

    \b
    Examples:
      byline add answers.csv
      byline add expert-page.txt --captured 2024-11-23
      byline add exports/ --collection sales --dry-run
      byline add answers.csv --rejects to-mend.jsonl
      curl -s https://wiki.example/qa.json | byline add - --source wiki-qa

    A file that can not be read is reported and the next one is tried; the exit code is then 2. In
    folders, files of no known format are passed over.
    """
    if STDIN in paths and source is None:
        raise click.UsageError("- needs --source NAME, so that adding it again can update it.", context)
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
            rejects=Rejects(rejects, write=not dry_run),
            as_json=as_json,
            collection=collection,
            source=source,
            title=title or (source if STDIN in paths else None),
            url=url,
            format=format,
            captured=captured,
            dry_run=dry_run,
            yes=yes,
            strict=strict,
        )
    context.exit(Exit.OK if complete else Exit.BAD_INPUT)
