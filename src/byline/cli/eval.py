"""``byline eval``: the twin of ``evaluation.evaluate``."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from byline.cli.eval_text import lines
from byline.cli.exits import Exit
from byline.cli.options import globals_of, json_option, settings_of
from byline.cli.progress import stages
from byline.cli.terminal import say
from byline.evaluation import Evaluation, Tier, as_record, compare, evaluate, read_evaluation
from byline.evaluation.beir import has_unanswerable, read_unanswerable
from byline.evaluation.results import MEASURES

_FIGURES = (*MEASURES, "AUROC")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Minimum(click.ParamType[tuple[str, float]]):
    """A figure and the least that it may be, such as P@1=0.8."""

    name = "minimum"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Return the figure's name and its least value."""
        name, _, least = str(value).partition("=")
        if name not in _FIGURES:
            self.fail(f"{value!r} names none of {', '.join(_FIGURES)}. Write P@1=0.8.", param, ctx)
        try:
            number = float(least)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            self.fail(f"{value!r} needs a number from 0 to 1 after the sign. Write {name}=0.8.", param, ctx)
        return name, number


@click.command("eval")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--typos",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="RATE",
    help="Damage this share of long words.",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Other numbers make other typos.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Ask at most N questions of each kind.")
@click.option(
    "--unanswerable",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="Questions that nothing answers: one a line, or a queries.jsonl. Repeatable.",
)
@click.option(
    "--tier",
    type=click.Choice(["built-in", "model", "reranker"]),
    default="built-in",
    show_default=True,
    help="What takes part in ranking.",
)
@click.option("--model", metavar="DIR", help="The model that takes part; else that of the knowledge base.")
@click.option("--reranker", metavar="DIR", help="The same for the cross-encoder.")
@click.option(
    "--min",
    "minimums",
    type=Minimum(),
    multiple=True,
    metavar="P@1=0.8",
    help="Fail when the figure is lower. Repeatable.",
)
@click.option("--compare", "earlier", type=_FILE, metavar="OTHER.json", help="Show what changed since then.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    folder: Path,
    typos: float,
    seed: int,
    limit: int | None,
    unanswerable: tuple[Path, ...],
    tier: str,
    model: str | None,
    reranker: str | None,
    minimums: tuple[tuple[str, float], ...],
    earlier: Path | None,
    as_json: bool,
) -> None:
    """Measure how good the replies are on the test collection in DIR.

    DIR has the form of BEIR: corpus.jsonl, queries.jsonl and qrels/test.tsv, each also as .gz. Every
    document becomes an answer in a knowledge base of its own, which is removed at the end; then every
    question is asked. An excerpt from the right document is a hit. Your own answers are not touched.

    With questions that nothing answers (unanswerable.txt in DIR, or --unanswerable) it also tells how well
    Byline knows when nobody answered. It needs the extra: pip install 'byline[eval]'.

    \b
    Examples:
      byline eval collections/xquad-en
      byline eval collections/xquad-en --typos 0.2
      byline eval collections/xquad-en --tier model --model ./all-MiniLM-L6-v2
      byline eval collections/xquad-en --json > before.json
      byline eval collections/xquad-en --compare before.json
      byline eval collections/xquad-en --min P@1=0.8 --min AUROC=0.98

    P@1, MRR@10, hit@10, nDCG@10 and AUROC are the names for --min; the exit code is 1 when one is missed.
    """
    before = read_evaluation(earlier) if earlier else None
    others = list(chain.from_iterable(map(read_unanswerable, unanswerable)))
    if "AUROC" in dict(minimums) and not others and not has_unanswerable(folder):
        raise click.UsageError("--min AUROC needs --unanswerable FILE, or a folder that has one.", context)
    with stages() as progress:
        found = evaluate(
            folder,
            typos=typos,
            seed=seed,
            limit=limit,
            unanswerable=others,
            tier=Tier(tier, model, reranker, settings_of(context).home),
            progress=progress,
        )
    comparison = compare(before, found) if before else None
    if as_json:
        record = {"command": shlex.join(["byline", *globals_of(context).arguments]), **as_record(found)}
        if comparison:
            record["comparison"] = asdict(comparison)
        click.echo(json.dumps(record, ensure_ascii=False, indent=1))
    else:
        for line in lines(found, comparison):
            click.echo(line)
    missed = _missed(found, minimums)
    for message in missed:
        say(message)
    context.exit(Exit.BELOW_MINIMUM if missed else Exit.OK)


def _missed(found: Evaluation, minimums: tuple[tuple[str, float], ...]) -> list[str]:
    """Return a sentence for each figure that is lower than it may be."""
    figures = ((name, found.figure(name), least) for name, least in minimums)
    return [
        f"{name} is {figure:.4f}, and --min says at least {least:g}."
        for name, figure, least in figures
        if figure is not None and figure < least
    ]
