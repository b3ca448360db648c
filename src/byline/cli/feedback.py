"""``byline feedback``: the twins of ``KnowledgeBase.feedback`` and ``remove_feedback``, and a test collection
made of what helped.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from byline.cli.options import json_option, settings_of
from byline.cli.terminal import count, say, table
from byline.evaluation.from_feedback import write_collection
from byline.heard import Feedback
from byline.knowledge import KnowledgeBase
from byline.wire import feedback_json


@click.group("feedback")
def command() -> None:
    """See which replies helped the people who asked, and measure with them.

    Under a reply the page asks whether it helped. What is said there is kept and changes no ranking; it is
    for you to read, and to measure with.

    \b
    Examples:
      byline feedback list
      byline feedback collection judged/
    """


@command.command("list", short_help="List what was said of replies.")
@json_option
@click.pass_context
def list_feedback(context: click.Context, as_json: bool) -> None:
    """List what was said of replies, oldest first.

    With --json each line is one JSON object: the question, what was quoted (answers and offsets), whether
    it helped, why not, the person's words, and the revision of the index.

    \b
    Examples:
      byline feedback list
      byline feedback list --json > feedback.jsonl
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        found = kb.feedback()
    if as_json:
        for each in found:
            click.echo(json.dumps(feedback_json(each), ensure_ascii=False))
    elif found:
        for line in table([("REPLY", "GIVEN", "HELPED", "WHY NOT", "QUESTION", "WORDS"), *map(_row, found)]):
            click.echo(line)


@command.command("collection", short_help="Make a test collection of what helped.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def collection(context: click.Context, folder: Path) -> None:
    """Write a test collection into FOLDER, for `byline eval`: the answers, and the questions they helped.

    An answer counts as right for a question when somebody said that a reply which quoted it helped. Answers
    that are gone are left out. Who asked only such questions, asked what Byline finds already: the figures
    show what gets worse, and are higher than those of questions that nobody chose.

    \b
    Examples:
      byline feedback collection judged/
      byline eval judged/
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        written = write_collection(folder, kb.answers(), kb.feedback())
    say(f"{folder}: {count(written.questions, 'question')}, {count(written.answers, 'answer')}.")


@command.command("remove", short_help="Remove feedback for good.")
@click.argument("replies", metavar="REPLY...", nargs=-1, required=True)
@click.pass_context
def remove(context: click.Context, replies: tuple[str, ...]) -> None:
    """Remove feedback for good, by the ids of the replies.

    \b
    Examples:
      byline feedback remove q_8f3a5c21d07be946
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        kb.remove_feedback(*replies)
    click.echo(f"Removed what was said of {', '.join(dict.fromkeys(replies))}.")


def _row(feedback: Feedback) -> tuple[str, ...]:
    return (
        feedback.reply_id,
        feedback.given_at.date().isoformat() if feedback.given_at else "",
        "yes" if feedback.helped else "no",
        ", ".join(reason.value for reason in feedback.reasons),
        feedback.question,
        feedback.words or "",
    )
