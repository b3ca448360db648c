"""``byline correct``: the twin of ``KnowledgeBase.correct``."""

from __future__ import annotations

from pathlib import Path

import click

from byline.cli.options import settings_of
from byline.cli.paths import inputs
from byline.importers.encoding import read_text
from byline.knowledge import KnowledgeBase


@click.command("correct")
@click.argument("answer_id", metavar="ANSWER")
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE",
    help="A file with the text as it should be; - is standard input.",
)
@click.option("--author", metavar="NAME", help="Who wrote it.")
@click.option("--role", metavar="TEXT", help="What they were when they wrote it.")
@click.option("--company", metavar="NAME", help="Where.")
@click.option("--question", metavar="TEXT", help="What it answers.")
@click.pass_context
def command(
    context: click.Context,
    answer_id: str,
    text: Path | None,
    author: str | None,
    role: str | None,
    company: str | None,
    question: str | None,
) -> None:
    """Correct an ANSWER, given by its id: it gets a new revision, and its links stay.

    What you do not name stays as it is. Loading its source again keeps the correction, until the source
    itself says something else of this answer.

    \b
    Examples:
      byline correct a_k3xq7wz2mdp5c6vt --text mended.txt
      byline correct a_k3xq7wz2mdp5c6vt --role "Head of Pricing"
    """
    if text is None and not any((author, role, company, question)):
        raise click.UsageError(
            "Say what to correct: --text, --author, --role, --company or --question.", context
        )
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        answer = kb.correct(
            answer_id,
            text=None if text is None else _read(text),
            author=author,
            role=role,
            company=company,
            question=question,
        )
    click.echo(f"{answer.id}: {answer.revision}")


def _read(file: Path) -> str:
    """Return the text of a file or of standard input.

    Raises:
        FileFormatError: it is no text.
    """
    with inputs([file]) as (found,):
        return read_text(found.path)
