"""``byline mcp``: the twin of ``agents.serving.serve_stdio`` and ``serve_http``."""

from __future__ import annotations

from importlib import import_module

import click

from byline.cli.options import settings_of
from byline.errors import MissingExtraError

EXTRA = "mcp"


@click.command("mcp")
@click.option("--http", is_flag=True, help="Serve over HTTP, at /mcp, in place of standard input and output.")
@click.option("--host", metavar="ADDRESS", help="With --http: the address to serve on.")
@click.option("--port", type=int, metavar="N", help="With --http: the port to serve on; 0 takes a free one.")
@click.pass_context
def command(context: click.Context, http: bool, host: str | None, port: int | None) -> None:
    """Let an assistant ask, search, read and verify: a server of the Model Context Protocol.

    An assistant starts it by itself and talks with it over standard input and output; docs/agents.md has
    what to write into its configuration. With --http it is a server that several can reach: on this machine
    only, unless --host says otherwise; there is no login. It needs the extra: pip install 'byline[mcp]'.

    \b
    Examples:
      byline mcp
      byline mcp --http --port 8100

    Everything it does is reading: it asks, and changes nothing.
    """
    if not http and (host is not None or port is not None):
        raise click.UsageError("--host and --port are of --http. Add --http, or leave them out.", context)
    settings = settings_of(context, host=host, port=port)
    try:
        serving = import_module("byline.agents.serving")
    except ModuleNotFoundError as error:
        raise MissingExtraError(EXTRA, error.name or EXTRA) from error
    if http:
        serving.serve_http(settings)
    else:
        serving.serve_stdio(settings)
