"""``byline verify``: the twin of ``KnowledgeBase.verify``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click

from byline.citation import byline_text, permalink
from byline.cli import terminal
from byline.cli.exits import Exit
from byline.cli.options import json_option, settings_of
from byline.knowledge import KnowledgeBase
from byline.verdicts import Difference, DifferenceKind, Place, Verdict, Verification
from byline.wire import verification_json

_VERDICTS = {
    Verdict.EXACT: "Word for word.",
    Verdict.EQUAL: "The same words; white space, quotation marks or dashes are set otherwise.",
    Verdict.ALTERED: "Altered.",
    Verdict.UNKNOWN: "Nobody in the collection wrote that, or anything like it.",
}


@click.command("verify")
@click.argument("quotation")
@json_option
@click.pass_context
def command(context: click.Context, quotation: str, as_json: bool) -> None:
    """Check whether QUOTATION was written so, by whom and where.

    White space and the form of quotation marks, dashes and an ellipsis do not count; every other letter
    and sign does. Parts that […] separates must stand in one answer, in this order. When the quotation
    was altered, the words that differ are shown, and the exit code is 1; so it is when nobody wrote it.
    With - the quotation is read from standard input.

    \b
    Examples:
      byline verify "It quotes word for word and writes nothing of its own."
      byline verify "It quotes word for word […] of its own."
      pbpaste | byline verify - --json
    """
    settings = settings_of(context)
    if quotation == "-":
        quotation = sys.stdin.read()
    with KnowledgeBase.open(settings=settings) as kb:
        found = kb.verify(quotation)
    if as_json:
        click.echo(json.dumps(verification_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(["", *_lines(found, settings.public_url.rstrip("/")), ""]))
    proved = found.verdict in (Verdict.EXACT, Verdict.EQUAL)
    context.exit(Exit.OK if proved else Exit.NOT_ANSWERED)


def _lines(found: Verification, base_url: str) -> Iterator[str]:
    if found.parts:
        yield click.style("Altered: nobody wrote these parts in this order in one answer.", bold=True)
        for part in found.parts:
            yield f"\n“{terminal.one_line(part.text)}”"
            yield from _lines(part, base_url)
        return
    yield click.style(_VERDICTS[found.verdict], bold=True)
    for place in found.places:
        yield ""
        yield from _place(place, base_url)


def _place(place: Place, base_url: str) -> Iterator[str]:
    answer = place.answer
    if place.differences:
        yield f"    {''.join(map(_difference, place.differences)).strip()}\n"
    yield f"    — {terminal.one_line(byline_text(answer.byline))}"
    if answer.question:
        yield _quiet(f"      on “{terminal.one_line(answer.question)}”")
    if place.until:
        yield f"      It was so until {place.until:%Y-%m-%d}; then the answer was corrected."
    yield _quiet(f"      {base_url}{permalink(answer.id)}" if base_url else f"      {answer.id}")


def _difference(each: Difference) -> str:
    """Return a stretch in the way of word diffs: [-quoted-] {+written+}; in colour where there is colour."""
    quoted, said = terminal.one_line(each.quoted), terminal.one_line(each.said)
    if each.kind is DifferenceKind.SAME:
        return f"{said} "
    removed = click.style(f"[-{quoted}-]", fg="red") + " " if quoted else ""
    added = click.style(f"{{+{said}+}}", fg="green") + " " if said else ""
    return removed + added


def _quiet(text: str) -> str:
    return click.style(text, dim=True)
