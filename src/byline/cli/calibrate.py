"""``byline calibrate``: the twin of ``KnowledgeBase.calibrate``."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click

from byline.calibration.run import PRECISION, SAMPLE
from byline.cli.calibrate_text import lines
from byline.cli.curve import drawing
from byline.cli.exits import Exit
from byline.cli.options import json_option, settings_of
from byline.cli.progress import stages
from byline.cli.terminal import say
from byline.evaluation.beir import read_unanswerable
from byline.knowledge import KnowledgeBase
from byline.settings import Settings
from byline.settings_file import save_setting


@click.command("calibrate")
@click.option(
    "--precision",
    type=click.FloatRange(0, 1),
    default=PRECISION,
    show_default=True,
    metavar="SHARE",
    help="How many of the replies are to be right.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    default=SAMPLE,
    show_default=True,
    metavar="N",
    help="Ask at most N stored questions.",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Other numbers pick other questions.")
@click.option(
    "--unrelated",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Your questions that nobody answered, one a line, in place of ours. Repeatable.",
)
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw the curve: FILE ends in .svg or .png.",
)
@click.option("--save", is_flag=True, help="Write the recommended threshold into byline.toml.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    precision: float,
    sample: int,
    seed: int,
    unrelated: tuple[Path, ...],
    plot: Path | None,
    save: bool,
    as_json: bool,
) -> None:
    """Find the threshold that suits your own answers.

    Stored questions are asked as if nobody had stored them: the answers to each are known by their own
    words alone. Others are asked as if nobody had answered them, and so are questions about something
    else. The table says, for each threshold, how many would be answered and how many of the replies would
    be right. Nothing is changed without --save.

    --plot needs an extra: pip install 'byline[plot]'.

    \b
    Examples:
      byline calibrate
      byline calibrate --precision 0.9 --save
      byline calibrate --unrelated questions-for-the-canteen.txt
      byline calibrate --plot curve.svg

    The exit code is 1 when there is nothing to save, because no threshold can be recommended.
    """
    draw = drawing(plot) if plot else None
    others = list(chain.from_iterable(map(read_unanswerable, unrelated)))
    settings = settings_of(context)
    with KnowledgeBase.open(settings=settings) as kb, stages() as progress:
        found = kb.calibrate(
            precision=precision, sample=sample, seed=seed, unrelated=others, progress=progress
        )
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        for line in lines(found):
            click.echo(line)
    if draw:
        draw(found)
        say(f"Drew {plot}.")
    if save and found.recommended is None:
        say("Nothing was saved: no threshold can be recommended.")
        context.exit(Exit.NOT_RECOMMENDED)
    if save and found.recommended is not None:
        _save(settings, found.recommended.threshold)


def _save(settings: Settings, threshold: float) -> None:
    file = save_setting(settings.home, "threshold", threshold)
    say(f"Wrote threshold = {threshold:g} into {file}.")
    if "BYLINE_THRESHOLD" in os.environ:
        say(f"BYLINE_THRESHOLD = {os.environ['BYLINE_THRESHOLD']} in the environment still wins over it.")
