"""``byline add``: the twin of ``KnowledgeBase.add``, over files, folders, archives and standard input."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import click

from byline.cli.exits import Exit
from byline.cli.loading import load
from byline.cli.options import day, globals_of, grouped, json_option, settings_of
from byline.cli.paths import STDIN, PathOrAddress, Web, inputs
from byline.cli.rejects import Rejects
from byline.cli.terminal import say
from byline.fetching import Limits
from byline.importers import FORMATS
from byline.importers.dates import read_date
from byline.importers.text_cleaning import clean_line
from byline.knowledge import KnowledgeBase
from byline.models import Byline, PrintedDate

WARNINGS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Where a source belongs, and what it is known by."""

    collection: str
    source: str | None
    title: str | None
    url: str | None

    @property
    def alone(self) -> str | None:
        """The option that only one file can have, where one was given."""
        return "--source" if self.source else "--title" if self.title else None


@dataclass(frozen=True, slots=True)
class Whose:
    """By whom and to what an answer is that does not say so itself."""

    author: str | None
    role: str | None
    company: str | None
    written: str | None
    question: str | None


@dataclass(frozen=True, slots=True)
class Fetching:
    """How pages are fetched."""

    pause: float
    allow_private: bool

    def web(self) -> Web:
        """Return the same for what fetches them; each page is told."""
        limits = replace(Limits(), pause_s=self.pause)
        return Web(limits, self.allow_private, lambda page: say(f"Fetched {page}"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read, and what may come of it."""

    format: str | None
    captured: date | None
    dry_run: bool
    yes: bool
    strict: bool


@click.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PathOrAddress())
@click.option("--collection", default="main", show_default=True, metavar="NAME", help="Where they belong.")
@click.option("--source", metavar="NAME", help="What to know the file by, in place of its path.")
@click.option("--title", metavar="TEXT", help="What to call the source where it is cited.")
@click.option("--url", metavar="URL", help="Where the source can be read; of a dump, its site.")
@click.option("--format", type=click.Choice(list(FORMATS)), help="Read it as this, whatever it looks like.")
@click.option("--captured", type=day, metavar="DAY", help='The day the page was copied: "5y" counts from it.')
@click.option(
    "--pause",
    type=click.FloatRange(0, 600),
    default=Limits().pause_s,
    show_default=True,
    metavar="SECONDS",
    help="The least time between two pages of a site; its robots.txt may ask for more.",
)
@click.option("--allow-private", is_flag=True, help="Also fetch pages from computers of your own network.")
@click.option("--author", metavar="NAME", help="Who wrote what names nobody, in any format.")
@click.option("--role", metavar="ROLE", help="That author's role when it was written.")
@click.option("--company", metavar="NAME", help="And company.")
@click.option("--date", "written", metavar="DATE", help='When it was written, as printed there: "May 2021".')
@click.option("--question", metavar="TEXT", help="What it answers; else its title.")
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
@grouped(known_as=KnownAs, whose=Whose, fetching=Fetching, reading=Reading)
def command(
    context: click.Context,
    paths: tuple[Path | str, ...],
    known_as: KnownAs,
    whose: Whose,
    fetching: Fetching,
    reading: Reading,
    rejects: Path | None,
    as_json: bool,
) -> None:
    """Load the answers in each PATH: files, folders and archives (ZIP, 7z, gzip) with all that is in them,
    pages of the web, sitemaps with all pages that they list, or - for standard input.

    A file is one source, and so is a Slack export. Adding it again updates: new answers come, changed
    ones get a new revision, those gone from the file are removed. Once its line stands on standard
    output, it is safe on disk.

    Records that can not be loaded are left out and written to a file, one JSON object a line with the
    reason beside each; the rest is loaded, and the exit code is 2. Where more than a tenth of a source
    would be removed, or anything while records are left out, you are asked; in a script, say --yes.

    \b
    Examples:
      byline add answers.csv
      byline add expert-page.txt --captured 2024-11-23
      byline add talk.html --author "Ada Tern" --role "Head of Pricing" --date "May 2021"
      byline add exports/ --collection sales --dry-run
      byline add coffee.stackexchange.com.7z
      byline add https://wiki.example/questions/12
      byline add answers.csv --rejects to-mend.jsonl
      curl -s https://wiki.example/qa.json | byline add - --source wiki-qa

    A file that can not be read is reported and the next one is tried; the exit code is then 2. In
    folders and sitemaps, what is of no known format is passed over. Pages are fetched after the rules of
    the site's robots.txt, one at a time.
    """
    from_stdin = STDIN in paths
    if from_stdin and known_as.source is None:
        raise click.UsageError("- needs --source NAME, so that adding it again can update it.", context)
    given = _byline(context, whose)
    with inputs(paths, fetching.web()) as found, KnowledgeBase.open(settings=settings_of(context)) as kb:
        if len(found) > 1 and known_as.alone:
            raise click.UsageError(f"{known_as.alone} is for one file, and there are {len(found)}.", context)
        if not found:
            say("There is no file in the folders named; nothing was added.")
        complete = load(
            kb,
            found,
            warnings=None if globals_of(context).verbose else WARNINGS_SHOWN,
            rejects=Rejects(rejects, write=not reading.dry_run),
            as_json=as_json,
            collection=known_as.collection,
            source=known_as.source,
            title=known_as.title or (known_as.source if from_stdin else None),
            url=known_as.url,
            byline=given,
            question=whose.question,
            **asdict(reading),
        )
    context.exit(Exit.OK if complete else Exit.BAD_INPUT)


def _byline(context: click.Context, whose: Whose) -> Byline | None:
    """Return the byline that was given, None without any."""
    author = clean_line(whose.author or "")
    if not author:
        if whose.author is not None or whose.role or whose.company or whose.written:
            raise click.UsageError("a byline needs --author NAME.", context)
        return None
    printed, doubt = read_date(clean_line(whose.written)) if whose.written else (PrintedDate(), None)
    if doubt:
        raise click.BadParameter(f"{whose.written!r} {doubt}.", context, param_hint="--date")
    role, company = clean_line(whose.role or ""), clean_line(whose.company or "")
    return Byline(author, role or None, company or None, printed)
