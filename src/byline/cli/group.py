"""The command group: which commands there are, and nothing of what they need.

A command's module is imported when that command runs, so that ``byline --help`` and ``byline ask`` do
not wait for the web framework. The help of the group is therefore written from the table below.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from byline import __version__
from byline.cli.exits import Exit
from byline.garbage import no_collection


@dataclass(frozen=True, slots=True)
class Entry:
    """A command of the group.

    Args:
        module: the module under ``byline.cli`` whose ``command`` it is.
        summary: one line for ``byline --help``.
        twins: the dotted names in the library that do the same.
    """

    module: str
    summary: str
    twins: tuple[str, ...]


COMMANDS: dict[str, Entry] = {
    "add": Entry("add", "Load answers from files, folders or standard input.", ("KnowledgeBase.add",)),
    "ask": Entry("ask", "Ask a question; see who answered it, in their own words.", ("KnowledgeBase.ask",)),
    "verify": Entry("verify", "Check a quotation: who wrote it, word for word.", ("KnowledgeBase.verify",)),
    "list": Entry(
        "listing",
        "List answers, authors, collections or sources.",
        (
            "KnowledgeBase.answers",
            "KnowledgeBase.authors",
            "KnowledgeBase.collections",
            "KnowledgeBase.sources",
        ),
    ),
    "remove": Entry(
        "remove",
        "Remove an answer, an author, a source or a collection.",
        (
            "KnowledgeBase.remove_answer",
            "KnowledgeBase.remove_author",
            "KnowledgeBase.remove_source",
            "KnowledgeBase.remove_collection",
            "KnowledgeBase.bring_back",
        ),
    ),
    "correct": Entry("correct", "Correct an answer: a new revision.", ("KnowledgeBase.correct",)),
    "synonyms": Entry(
        "synonyms",
        "Show or set what people call the same thing.",
        ("KnowledgeBase.synonyms", "KnowledgeBase.set_synonyms", "KnowledgeBase.clear_synonyms"),
    ),
    "export": Entry(
        "export",
        "Write answers as JSON Lines, CSV, HTML or Markdown.",
        ("KnowledgeBase.answers", "exporters.pieces"),
    ),
    "backup": Entry("backup", "Write everything to one file.", ("KnowledgeBase.backup",)),
    "restore": Entry("restore", "Make the home folder from a backup.", ("backing_up.restore_backup",)),
    "model": Entry(
        "model",
        "Add, list or remove a transformer, for a better ranking.",
        ("KnowledgeBase.add_model", "KnowledgeBase.models", "KnowledgeBase.remove_model"),
    ),
    "stats": Entry("stats", "Show how much the knowledge base holds.", ("KnowledgeBase.stats",)),
    "sample": Entry(
        "sample",
        "Load the sample collection, to try Byline out.",
        ("KnowledgeBase.add", "KnowledgeBase.set_synonyms"),
    ),
    "serve": Entry("serve", "Serve the chat page and the JSON endpoint.", ("web.server.serve",)),
    "embed": Entry(
        "embed",
        "Find out why a page that embeds Byline stays empty.",
        ("embedding.doctor.examine", "embedding.doctor.frame_verdict"),
    ),
    "mcp": Entry(
        "mcp",
        "Let an assistant ask, over the Model Context Protocol.",
        ("agents.serving.serve_stdio", "agents.serving.serve_http"),
    ),
    "eval": Entry(
        "eval", "Measure how good the replies are, on a test collection.", ("evaluation.evaluate",)
    ),
    "questions": Entry(
        "questions",
        "See to the questions that people left for the experts.",
        (
            "KnowledgeBase.open_questions",
            "KnowledgeBase.close_questions",
            "KnowledgeBase.remove_questions",
        ),
    ),
    "feedback": Entry(
        "feedback",
        "See which replies helped, and measure with them.",
        (
            "KnowledgeBase.feedback",
            "KnowledgeBase.remove_feedback",
            "evaluation.from_feedback.write_collection",
        ),
    ),
    "calibrate": Entry(
        "calibrate", "Find the threshold that suits your own answers.", ("KnowledgeBase.calibrate",)
    ),
    "settings": Entry(
        "show_settings",
        "Show every setting, its value and where it comes from.",
        ("settings.load_settings", "settings.setting_origins"),
    ),
}


@dataclass(frozen=True, slots=True)
class Globals:
    """The options given before the command, for the command to read, and all that was given."""

    home: Path | None = None
    verbose: bool = False
    arguments: tuple[str, ...] = ()


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command of that name, None when there is none."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        with no_collection():
            command: click.Command = import_module(f"byline.cli.{entry.module}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that went away ends it before click calls that a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            ctx.exit(Exit.PIPE_CLOSED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands' summaries without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the exit codes."""
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code.value), code.meaning) for code in Exit])


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", prog_name="byline", message="%(prog)s %(version)s")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder of the knowledge base. Also $BYLINE_HOME; without either, the user's data folder.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell more on standard error, a bug's traceback too.")
@click.pass_context
def group(ctx: click.Context, home: Path | None, verbose: bool) -> None:
    """Ask a question and get the experts' own words, each under its author's name.

    Load answers that people wrote, then ask in plain language. Byline replies with the sentences
    that answer best, word for word, or says plainly that nobody answered. It makes nothing up.

    \b
    Try it:
      byline sample
      byline ask "how is a technical product manager different?"

    \b
    With your own answers:
      byline add answers.csv expert-page.txt
      byline ask "how do we price the beta?" --company Acme
      byline serve

    `byline COMMAND --help` explains a command with examples. Results go to standard output, everything
    else to standard error.
    """
    ctx.obj = replace(ctx.ensure_object(Globals), home=home, verbose=verbose)
    if os.environ.get("NO_COLOR"):
        ctx.color = False
