"""``byline serve``: the twin of ``web.server.serve``."""

from __future__ import annotations

import click

from byline.cli.options import settings_of
from byline.web.server import serve


@click.command("serve")
@click.option("--host", metavar="ADDRESS", help="The address to serve on; 0.0.0.0 opens it to the network.")
@click.option("--port", type=int, metavar="N", help="The port to serve on; 0 takes a free one.")
@click.option("--workers", type=int, metavar="N", help="How many processes serve questions.")
@click.option("--threads", type=int, metavar="N", help="How many threads each of them has.")
@click.option("--debug", is_flag=True, help="Log each request, with the time of each stage of asking.")
@click.pass_context
def command(
    context: click.Context,
    host: str | None,
    port: int | None,
    workers: int | None,
    threads: int | None,
    debug: bool,
) -> None:
    """Serve the chat page and the JSON endpoint until stopped with Ctrl-C.

    Only this machine can reach it unless --host says otherwise; there is no login. Answers added while
    it runs are found by the next question.

    \b
    Examples:
      byline serve
      byline serve --port 9000 --workers 2
      curl 'http://127.0.0.1:8000/api/v1/ask?q=what+is+byline'

    What an option does not say comes from the settings: `byline settings`.
    """
    settings = settings_of(
        context, host=host, port=port, workers=workers, threads=threads, log_requests=debug or None
    )
    serve(settings)
