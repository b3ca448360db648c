"""``byline model``: the twins of ``KnowledgeBase.add_model``, ``models`` and ``remove_model``."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from byline.cli.options import json_option, settings_of
from byline.cli.progress import stages
from byline.cli.terminal import count, size, table
from byline.knowledge import KnowledgeBase
from byline.transformers import Model
from byline.wire import model_json

_MB = 1_000_000


@click.group("model")
def command() -> None:
    """Add a transformer, for a better ranking; list or remove those there are.

    Byline ranks without one. A sentence transformer, exported to ONNX, also finds sentences that share no
    word with the question and puts the right one first more often; asking and loading then take longer. It
    needs the extra: pip install 'byline[models]'.

    A knowledge base uses one such model, and one cross-encoder beside it; another takes its place.

    \b
    Examples:
      byline model add ./all-MiniLM-L6-v2
      byline model list
    """


@command.command("add")
@click.argument("model", metavar="DIR|NAME")
@click.option("--reranker", is_flag=True, help="It is a cross-encoder, which reads the first 20 again.")
@click.option("--revision", metavar="REV", help="A branch, tag or commit on the hub, in place of main.")
@click.option("--question-prompt", metavar="TEXT", help="Put this in front of questions.")
@click.option("--sentence-prompt", metavar="TEXT", help="Put this in front of sentences.")
@json_option
@click.pass_context
def add(
    context: click.Context,
    model: str,
    reranker: bool,
    revision: str | None,
    question_prompt: str | None,
    sentence_prompt: str | None,
    as_json: bool,
) -> None:
    """Add the model in the folder DIR, or fetch the one called NAME from the hub; then encode the answers.

    The model is model.onnx (or onnx/model.onnx) and tokenizer.json; configuration files beside them are
    heeded. This is the one command that fetches anything. Every file is kept in the knowledge base's home
    with its SHA-256, which is checked whenever the model is loaded. A model's licence is its own; read it.

    Encoding takes milliseconds a sentence. When it is interrupted, the same command goes on where it
    stopped, and so does the next `byline add`; questions are answered meanwhile.

    \b
    Examples:
      byline model add ./all-MiniLM-L6-v2
      byline model add sentence-transformers/all-MiniLM-L6-v2 --revision main
      byline model add ./multilingual-e5-small --question-prompt "query: " --sentence-prompt "passage: "
      byline model add cross-encoder/ms-marco-MiniLM-L6-v2 --reranker
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb, stages() as progress:
        added = kb.add_model(
            model,
            reranker=reranker,
            revision=revision,
            question_prompt=question_prompt,
            sentence_prompt=sentence_prompt,
            progress=_in_megabytes(progress) if progress else None,
        )
    if as_json:
        click.echo(json.dumps(model_json(added)))
    else:
        told = "" if added.sentences is None else f", {count(added.sentences, 'sentence')} encoded"
        click.echo(f"{added.name}: added as {added.kind}, {size(added.bytes)}{told}")


@command.command("list")
@json_option
@click.pass_context
def list_models(context: click.Context, as_json: bool) -> None:
    """List the models there are, with their checksums; with --json one JSON object a line.

    \b
    Examples:
      byline model list
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        models = kb.models()
    if as_json:
        for model in models:
            click.echo(json.dumps(model_json(model)))
    else:
        for line in table([("MODEL", "KIND", "SIZE", "SENTENCES", "SHA-256", "FROM"), *map(_row, models)]):
            click.echo(line)


@command.command("remove")
@click.argument("name")
@click.pass_context
def remove(context: click.Context, name: str) -> None:
    """Remove the model called NAME, with its files and vectors. The answers stay.

    \b
    Examples:
      byline model remove all-MiniLM-L6-v2
    """
    with KnowledgeBase.open(settings=settings_of(context)) as kb:
        kb.remove_model(name)
    click.echo(f"{name}: removed")


def _row(model: Model) -> tuple[str, ...]:
    encoded = "" if model.sentences is None else f"{model.sentences:,}"
    origin = f"{model.origin}@{model.revision[:12]}" if model.revision else model.origin
    return model.name, model.kind, size(model.bytes), encoded, model.checksum[:12], origin


def _in_megabytes(progress: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    def show(stage: str, done: int, total: int) -> None:
        if stage == "fetching":
            progress("fetching, MB", done // _MB, max(1, total // _MB))
        else:
            progress(stage, done, total)

    return show
