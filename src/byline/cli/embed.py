"""``byline embed``: looks into a page of another site that embeds Byline."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from byline.cli.exits import Exit
from byline.cli.options import json_option
from byline.cli.terminal import one_line
from byline.embedding.doctor import Answered, Examined, examine, frame_verdict
from byline.embedding.findings import Finding, Trouble
from byline.embedding.page import FRAME_NAME, read_page
from byline.errors import FetchError
from byline.fetching import Fetcher, Limits

_STATUSES = (200, 422)
"""What the frame may be answered with: a 422 says in words which attribute is not right."""

_PAGE_BYTES = 5_000_000


@click.group("embed")
def command() -> None:
    """Embed Byline in a page of another site; find out why one stays empty.

    The page /embed/new of a running Byline makes the line to put in.

    \b
    Examples:
      byline embed check https://wiki.example.org/pricing
    """


@command.command("check")
@click.argument("address", metavar="URL")
@click.option("--allow-private", is_flag=True, help="Also fetch pages from computers of your own network.")
@json_option
@click.pass_context
def check(context: click.Context, address: str, allow_private: bool, as_json: bool) -> None:
    """Fetch the page at URL, and the Byline that it embeds; say what is in the way, and what to do.

    It looks for a site that may not embed, a Content-Security-Policy that keeps the script or the frame
    out, plain http in a page of https, mistyped attributes, collections that are not there, and headers
    that a proxy added. Nothing is sent but requests for these pages. The exit code is 1 when something
    is in the way.

    \b
    Examples:
      byline embed check https://wiki.example.org/pricing
      byline embed check http://localhost:8080/page --allow-private
    """
    with (
        tempfile.TemporaryDirectory(prefix="byline-") as folder,
        Fetcher(Path(folder), Limits(page_bytes=_PAGE_BYTES), allow_private=allow_private) as fetcher,
    ):
        at, found = _diagnose(fetcher, address)
    if as_json:
        click.echo(json.dumps([_record(each) for each in found], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(at, found)))
    context.exit(Exit.IN_THE_WAY if not found or any(each.findings for each in found) else Exit.OK)


def _diagnose(fetcher: Fetcher, address: str) -> tuple[str, list[Examined]]:
    """Return where the page is in the end, and what was found of each place in it."""
    looked = fetcher.look(address)
    if looked.status != 200:
        step = (
            "Open it in a browser that is not signed in: a page behind a sign-in can not be seen from here."
        )
        raise FetchError(looked.address, f"the server answered {looked.status}, not 200.", step)
    page = Answered(looked.address, looked.headers, looked.text)
    roots = {each.root for each in read_page(page.text, page.address).embedded if each.root}
    told = {root: _ask_byline(fetcher, root, page.address) for root in sorted(roots)}
    found = []
    for number, each in enumerate(examine(page, None)):
        finding, collections = told.get(each.embedded.root or "", (None, None))
        own = examine(page, collections)[number].findings
        found.append(Examined(each.embedded, (*own, *([finding] if finding else ()))))
    return looked.address, found


def _ask_byline(fetcher: Fetcher, root: str, page: str) -> tuple[Finding | None, list[str] | None]:
    """Return what keeps the frame out as Byline itself answers, and the collections it has, if it tells."""
    try:
        frame = fetcher.look(f"{root}{FRAME_NAME}")
        listed = fetcher.look(f"{root}api/v1/collections")
    except FetchError as error:
        return Trouble.NOT_REACHED.told(reason=error), None
    if frame.status not in _STATUSES:
        reason = (
            f"{frame.address} answers with status {frame.status}. Look into the log of Byline or its proxy."
        )
        return Trouble.NOT_REACHED.told(reason=reason), None
    verdict = frame_verdict(Answered(frame.address, frame.headers, frame.text), page)
    try:
        return verdict, [str(each["name"]) for each in json.loads(listed.text)["collections"]]
    except (ValueError, KeyError, TypeError):
        return verdict, None


def _lines(address: str, found: list[Examined]) -> Iterator[str]:
    if not found:
        yield from _told(Trouble.NOT_EMBEDDED.told(address=address))
    for each in found:
        where = f"{one_line(address)}, line {each.embedded.line}: a {each.embedded.way.value}"
        yield click.style(f"{where} of {one_line(each.embedded.root or 'nowhere')}", bold=True)
        for finding in each.findings:
            yield from _told(finding)
        if not each.findings:
            yield "  Nothing is in the way."


def _told(finding: Finding) -> Iterator[str]:
    yield click.style(f"  {one_line(finding.title)}", fg="red")
    yield f"    {one_line(finding.detail)}"


def _record(each: Examined) -> dict[str, object]:
    return {
        "way": each.embedded.way.value,
        "line": each.embedded.line,
        "byline": each.embedded.root,
        "findings": [asdict(finding) for finding in each.findings],
    }
