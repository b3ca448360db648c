"""Writes the results of ``quality.py`` as a page of tables."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from byline.evaluation.comparison import p_value
from byline.evaluation.metrics import percentile
from byline.evaluation.provenance import provenance
from byline.evaluation.results import MEASURES, Abstention, Outcome
from byline.evaluation.trial import Size
from byline.resources import resource

_SURE = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of searching reached on one collection, with a rate of typing errors.

    ``times`` holds the milliseconds of each question; it is empty when they were not its own.
    """

    system: str
    collection: str
    typos: float
    measures: Mapping[str, float]
    abstention: Abstention | None
    times: tuple[float, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Ablation:
    """What became of each question with the whole ranking, and without one group of features."""

    group: str
    collection: str
    full: tuple[Outcome, ...]
    without: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A collection as Byline holds it, and how long asking took, in milliseconds a question."""

    collection: str
    size: Size
    questions: int
    times: tuple[float, ...]


Cells = Callable[[str, str], str]
"""Gives the cell for a row's name and a column's."""


def report(command: str, rows: Sequence[Row], ablations: Sequence[Ablation], loaded: Sequence[Loaded]) -> str:
    """Return the page."""
    return "\n".join(_page(command, rows, ablations, loaded)) + "\n"


def _page(
    command: str, rows: Sequence[Row], ablations: Sequence[Ablation], loaded: Sequence[Loaded]
) -> Iterator[str]:
    made = provenance()
    names = [each.collection for each in loaded]
    clean = {(row.system, row.collection): row for row in rows if not row.typos}
    systems = list(dict.fromkeys(row.system for row in rows))
    yield "# How good the replies are\n"
    yield "Written by `benchmarks/quality.py`; what the measures mean is said in `docs/evaluation.md`.\n"
    yield f"- command: `{command}`"
    yield f"- version {made.version}, commit {made.commit or 'unknown'}, {made.date}"
    yield f"- machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
    yield "Every sentence of a collection competes for every question. In each column the best is bold.\n"
    yield "**The model that ships was trained on the English collections; these tables flatter it there.**"
    yield "The next one does not.\n"
    yield from _held_out()
    for measure in MEASURES:
        yield f"## {measure}\n"
        yield from _table(systems, names, _best(clean, systems, names, measure))
    yield "¹ on the first 200 questions, since it is slow.\n"
    yield from _typos(rows, clean, systems, names)
    yield from _abstentions(clean, systems, names)
    yield from _ablations(ablations, names)
    yield from _speed(clean, systems, names, loaded)


def _held_out() -> Iterator[str]:
    """Yield what was measured while training; see data/model/README.md."""
    model = json.loads((resource("data") / "model" / "ranker.json").read_text(encoding="utf-8"))
    told = {"built in": model["held_out"]["weights"], "with the model": model["held_out"]["with_model"]}
    yield "## P@1 by models that never saw the collection\n"
    yield "From `held_out` in `data/model/ranker.json`: vectors and weights were trained on the others alone."
    yield "SQuAD and XQuAD share passages and are left out together. Quotation marks were not read.\n"
    yield from _table(list(told), list(told["built in"]), lambda row, name: f"{told[row][name]:.3f}")


def _table(names: Sequence[str], columns: Sequence[str], cell: Cells) -> Iterator[str]:
    """Yield a table; rows without a single cell are left out."""
    yield "| | " + " | ".join(columns) + " |"
    yield "| --- |" + " ---: |" * len(columns)
    for name in names:
        cells = [cell(name, column) for column in columns]
        if any(cells):
            yield f"| {name} | " + " | ".join(cells) + " |"
    yield ""


def _best(
    clean: Mapping[tuple[str, str], Row], systems: Sequence[str], names: Sequence[str], measure: str
) -> Cells:
    """Return cells with the values of a measure, the highest of each column bold."""
    shown = {key: f"{row.measures[measure]:.3f}" for key, row in clean.items()}
    highest = {name: max(shown.get((system, name), "") for system in systems) for name in names}

    def cell(system: str, name: str) -> str:
        value = shown.get((system, name), "")
        return f"**{value}**" if value and value == highest[name] else value

    return cell


def _typos(
    rows: Sequence[Row],
    clean: Mapping[tuple[str, str], Row],
    systems: Sequence[str],
    names: Sequence[str],
) -> Iterator[str]:
    for rate in sorted({row.typos for row in rows} - {0.0}):
        found = {(row.system, row.collection): row for row in rows if row.typos == rate}

        def cell(system: str, name: str, found: Mapping[tuple[str, str], Row] = found) -> str:
            row = found.get((system, name))
            if row is None:
                return ""
            value = row.measures["P@1"]
            return f"{value:.3f} ({100 * (value - clean[system, name].measures['P@1']):+.1f})"

        yield f"## P@1 with a typing error in {rate:.0%} of the longer words\n"
        yield "In brackets the points that it costs.\n"
        yield from _table(systems, names, cell)


def _abstentions(
    clean: Mapping[tuple[str, str], Row], systems: Sequence[str], names: Sequence[str]
) -> Iterator[str]:
    told = {key: row.abstention for key, row in clean.items() if row.abstention}
    if not told:
        return
    yield "## Knowing when nobody answered\n"
    yield "AUROC of the support (of the best score, for the others) between the collection's own questions"
    yield "and those that nothing in it answers, and the share of the latter that would be answered at the"
    yield "threshold where 95 % of the former are. Those of `out-of-scope.txt` are in English, which makes it"
    yield "easy where the collection is not.\n"

    def cell(system: str, name: str) -> str:
        each = told.get((system, name))
        return f"{each.auroc:.3f} / {each.wrongly_answered:.1%}" if each else ""

    yield from _table(systems, names, cell)


def _ablations(ablations: Sequence[Ablation], names: Sequence[str]) -> Iterator[str]:
    found = {(each.group, each.collection): each for each in ablations}
    yield "## What each group of features is worth\n"
    yield "Points of P@1 lost without it (negative: won), of 300 questions of each collection. In italics"
    yield "what chance would do as well in more than 5 % of cases (paired randomisation test).\n"

    def cell(group: str, name: str) -> str:
        each = found.get((group, name))
        if each is None:
            return ""
        lost = [
            full.measures["P@1"] - rest.measures["P@1"]
            for full, rest in zip(each.full, each.without, strict=True)
        ]
        points = f"{100 * sum(lost) / len(lost):.1f}"
        return points if p_value(lost) < _SURE else f"*{points}*"

    yield from _table(list(dict.fromkeys(each.group for each in ablations)), names, cell)


def _speed(
    clean: Mapping[tuple[str, str], Row],
    systems: Sequence[str],
    names: Sequence[str],
    loaded: Sequence[Loaded],
) -> Iterator[str]:
    yield "## Time and room\n"
    yield "The median of milliseconds a question, in process, one after the other.\n"

    def median(system: str, name: str) -> str:
        row = clean.get((system, name))
        return f"{percentile(row.times, 0.5):.1f}" if row and row.times else ""

    yield from _table(systems, names, median)
    yield "Byline's own, for ten excerpts:\n"
    sizes = {each.collection: each for each in loaded}
    facts: dict[str, Callable[[Loaded], str]] = {
        "documents": lambda each: f"{each.size.documents:,}",
        "sentences": lambda each: f"{each.size.sentences:,}",
        "questions": lambda each: f"{each.questions:,}",
        "p50, ms": lambda each: f"{percentile(each.times, 0.5):.1f}",
        "p99, ms": lambda each: f"{percentile(each.times, 0.99):.1f}",
        "loading, s": lambda each: f"{each.size.seconds:.1f}",
        "answers a second": lambda each: f"{each.size.documents / each.size.seconds:,.0f}",
        "index, MB": lambda each: f"{each.size.index_bytes / 1e6:.1f}",
        "answers, MB": lambda each: f"{each.size.store_bytes / 1e6:.1f}",
    }
    yield from _table(list(facts), names, lambda fact, name: facts[fact](sizes[name]))
