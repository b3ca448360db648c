"""``byline questions``: the twins of ``KnowledgeBase.open_questions``, ``close_questions`` and
``remove_questions``.
"""

from __future__ import annotations

import json

import click

from byline.cli.options import json_option, settings_of
from byline.cli.terminal import count, table
from byline.heard import OpenQuestion
from byline.knowledge import KnowledgeBase
from byline.wire import open_question_json


@click.group("questions")
def command() -> None:
    """See to the questions that people left for the experts, because nobody had answered them.

    Somebody who asks in vain can leave the question on the page, and how to reach them if they like. Find
    an expert, load the answer, and note that the question is done.

    \b
    Examples:
      byline questions list
      byline questions done o_8f3a5c21d07be946
    """


@command.command("list", short_help="List the questions that are open.")
@click.option("--all", "every", is_flag=True, help="Those that are done, too.")
@json_option
@click.pass_context
def list_questions(context: click.Context, every: bool, as_json: bool) -> None:
    """List the questions that are open, oldest first.

    With --json each line is one JSON object, with all that is kept of the question.

    \b
    Examples:
      byline questions list
      byline questions list --all --json > questions.jsonl
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        questions = kb.open_questions(done=None if every else False)
    if as_json:
        for question in questions:
            click.echo(json.dumps(open_question_json(question), ensure_ascii=False))
    elif questions:
        for line in table([("ID", "LEFT", "DONE", "CONTACT", "QUESTION"), *map(_row, questions)]):
            click.echo(line)


@command.command("done", short_help="Note that questions were seen to.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.pass_context
def done(context: click.Context, ids: tuple[str, ...]) -> None:
    """Note that questions were seen to. They are kept, and no longer listed.

    \b
    Examples:
      byline questions done o_8f3a5c21d07be946
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        kb.close_questions(*ids)
    click.echo(f"{count(len(set(ids)), 'question')} done.")


@command.command("remove", short_help="Remove questions for good.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.pass_context
def remove(context: click.Context, ids: tuple[str, ...]) -> None:
    """Remove questions for good, with the contacts of those who left them.

    \b
    Examples:
      byline questions remove o_8f3a5c21d07be946
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        kb.remove_questions(*ids)
    click.echo(f"{count(len(set(ids)), 'question')} removed.")


def _row(question: OpenQuestion) -> tuple[str, ...]:
    done = question.done_at.date().isoformat() if question.done_at else ""
    left = question.left_at.date().isoformat()
    return question.id, left, done, question.contact or "", question.question
