"""An evaluation as a person reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from byline.cli.terminal import count, one_line, table
from byline.evaluation import Comparison, Evaluation

_SURE = 0.05
"""A difference that chance brings about less often than this is called one."""


def lines(found: Evaluation, comparison: Comparison | None = None) -> Iterator[str]:
    """Yield the lines that tell of an evaluation, and of how it differs from an earlier one."""
    yield f"{one_line(found.collection)}: {count(found.documents, 'document')}, " + (
        f"{count(found.sentences, 'sentence')}, {count(found.questions, 'question')}"
        f"{_typos(found)}{_tier(found)}"
    )
    yield ""
    yield from table(_figures(found))
    for note in found.notes:
        yield f"note: {one_line(note)}"
    if comparison:
        yield ""
        yield f"Compared over {count(comparison.questions, 'question')}:"
        yield ""
        yield from table(_differences(comparison))
        for note in comparison.notes:
            yield f"note: {one_line(note)}"


def _typos(found: Evaluation) -> str:
    return f", typos in {found.typos:.0%} of the longer words (seed {found.seed})" if found.typos else ""


def _tier(found: Evaluation) -> str:
    return "" if found.tier == "built-in" else f", tier: {found.tier}"


def _figures(found: Evaluation) -> Iterator[tuple[str, str, str]]:
    meanings = {
        "P@1": "the first excerpt is from the right document",
        "MRR@10": "1 divided by the rank of the first right one, on average",
        "hit@10": "one of the first ten is right",
        "nDCG@10": "how near the top all the right ones are",
    }
    for name, value in found.measures.items():
        yield name, f"{value:.4f}", meanings[name]
    if found.abstention:
        told = found.abstention
        unanswered = count(told.questions, "question")
        yield "AUROC", f"{told.auroc:.4f}", f"support tells them from {unanswered} that nothing answers"
        yield "wrong", f"{told.wrongly_answered:.1%}", "of those answered, where 95 % of the others are"
    speed = found.speed
    yield "p50", f"{speed.p50_ms:.2f} ms", "asking takes at the median"
    yield "p99", f"{speed.p99_ms:.2f} ms", "and the slowest in a hundred"
    yield "load", f"{speed.load_s:.2f} s", f"{speed.answers_per_s:,.0f} answers a second, stored and indexed"
    yield "index", f"{speed.index_bytes / 1e6:.2f} MB", f"and {speed.store_bytes / 1e6:.2f} MB of answers"


def _differences(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    yield "", "before", "now", "change", "better", "worse", "p", ""
    for each in comparison.differences:
        yield (
            each.measure,
            f"{each.before:.4f}",
            f"{each.after:.4f}",
            f"{each.change:+.4f}",
            str(each.better),
            str(each.worse),
            f"{each.p_value:.4f}",
            "" if each.p_value < _SURE else "may be chance",
        )
