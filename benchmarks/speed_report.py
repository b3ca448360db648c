"""Writes the results of ``asking.py``: a page of tables, ratios first, and two pictures."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt

from byline.evaluation.provenance import provenance

OURS = "Byline"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one contestant took: for each round, the seconds of each question; and its memory."""

    name: str
    wall: tuple[list[float], ...]
    worked: tuple[list[float], ...]
    private_bytes: int | None

    def median_ms(self, rounds: Sequence[Sequence[float]] | None = None) -> float:
        """Return the median over rounds of the median question."""
        return statistics.median(map(statistics.median, rounds or self.wall)) * 1000

    def p99_ms(self) -> float:
        """Return the median over rounds of the 99th percentile."""
        return statistics.median(sorted(each)[int(len(each) * 0.99)] for each in self.wall) * 1000


@dataclass(frozen=True, slots=True)
class Sized:
    """What was measured in a collection of one size: times of a question asked again, of a command that asks,
    and of a server from its start to its first answer; and the memory of the server's two workers.
    """

    sentences: int
    answers: int
    disk_bytes: int
    again_ms: float
    command_ms: float
    first_answer_ms: float
    private_bytes: int
    second_bytes: int
    contestants: tuple[Measured, ...]

    def of(self, name: str) -> Measured | None:
        """Return what a contestant took; None where it did not take part."""
        return next((each for each in self.contestants if each.name == name), None)

    @property
    def ours(self) -> Measured:
        """What Byline took."""
        return next(each for each in self.contestants if each.name == OURS)


def report(command: str, found: Sequence[Sized], options: argparse.Namespace) -> str:
    """Return the page."""
    made = provenance()
    names = [each.name for each in found[0].contestants]
    last = found[-1]
    parts = [
        "# How fast asking is",
        "Written by `benchmarks/asking.py`; all contestants searched the same sentences in the same run.",
        f"- command: `{command}`\n- version {made.version}, commit {made.commit}, {made.date}\n"
        f"- machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"load average {os.getloadavg()[0]:.1f} when this was written\n"
        f"- {options.questions} questions a round, none of them asked before, medians of "
        f"{options.rounds} rounds; the slow get fewer",
        "".join(f"![{title}]({name}) " for title, name in _pictures_of(options.out).items()).rstrip(),
        "## Ratios",
        _table(
            ["sentences", *(f"{name} : ours" for name in names if name != OURS), "p99 : p50"],
            ([f"{each.sentences:,}", *_ratios(each, names)] for each in found),
        ),
        f"The whole of a reply is {OURS}'s; the others only find {100} sentences.",
        "## Milliseconds a question: median, and 99th percentile in brackets",
        _table(
            ["sentences", *names],
            ([f"{each.sentences:,}", *(_both(each.of(name)) for name in names)] for each in found),
        ),
        f"{OURS} keeps its last replies until an answer changes. Asked again: "
        + ", ".join(f"{each.again_ms:.2f}" for each in found)
        + " ms.",
        "## Milliseconds of processor time a question, median",
        "What other programs on the machine do lengthens these less. Only the thread that asks is counted; "
        "bm25s works in others.",
        _table(
            ["sentences", *names],
            (
                [f"{each.sentences:,}", *(_worked(each.of(name)) for name in names)]
                for each in found
            ),
        ),
        "## Memory that is a process's alone, MB",
        _table(
            ["sentences", *names],
            (
                [f"{each.sentences:,}", *(_mb(each.of(name)) for name in names)]
                for each in found
            ),
        ),
        "## Processes",
        "A command is `byline ask`. A server has two workers; memory is what one shares with nobody when "
        "everything was asked.",
        _table(
            [
                "sentences",
                "answers",
                "a command, ms",
                "a server's start to first answer, ms",
                "a worker, MB",
                "the second, MB",
                "on disk, bytes a sentence",
            ],
            (
                [
                    f"{each.sentences:,}", f"{each.answers:,}", f"{each.command_ms:,.0f}",
                    f"{each.first_answer_ms:,.0f}",
                    f"{each.private_bytes / 1e6:,.0f}", f"{each.second_bytes / 1e6:,.0f}",
                    f"{each.disk_bytes / each.sentences:,.0f}",
                ]
                for each in found
            ),
        ),
    ]  # fmt: skip
    parts += [
        f"From {first.sentences:,} to {last.sentences:,} sentences "
        f"({last.sentences / first.sentences:.1f} times) the median grows "
        f"{last.ours.median_ms() / first.ours.median_ms():.1f} times."
        for first in found[:-1]
    ]
    return "\n\n".join(parts) + "\n"


def pictures(found: Sequence[Sized], page: Path) -> None:
    """Draw time and memory against size, beside the page: ``speed-latency.svg`` for ``SPEED.md``."""
    mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "byline", "font.size": 11})
    time, memory = (page.with_name(name) for name in _pictures_of(page).values())
    _picture(found, time, "milliseconds a question (median)", lambda each: each.median_ms())
    _picture(
        found,
        memory,
        "private memory, MB",
        lambda each: each.private_bytes / 1e6 if each.private_bytes else None,
    )


def _pictures_of(page: Path) -> dict[str, str]:
    """Return the names of a page's pictures, by their titles."""
    name = page.stem.lower()
    return {"Time a question": f"{name}-latency.svg", "Memory": f"{name}-memory.svg"}


def _picture(
    found: Sequence[Sized], path: Path, label: str, value: Callable[[Measured], float | None]
) -> None:
    figure, axes = plt.subplots(figsize=(6.4, 4))
    for name in (each.name for each in found[0].contestants):
        points = [
            (each.sentences, made)
            for each in found
            if (of := each.of(name)) is not None and (made := value(of)) is not None
        ]
        axes.plot(*zip(*points, strict=True), marker="o", label=name, linewidth=2.5 if name == OURS else 1.2)
    axes.set(xscale="log", yscale="log", xlabel="sentences", ylabel=label)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _ratios(each: Sized, names: Sequence[str]) -> Iterator[str]:
    for other in (each.of(name) for name in names if name != OURS):
        yield f"{other.median_ms() / each.ours.median_ms():.2f}" if other else ""
    yield f"{each.ours.p99_ms() / each.ours.median_ms():.1f}"


def _both(each: Measured | None) -> str:
    return f"{each.median_ms():,.2f} ({each.p99_ms():,.2f})" if each else ""


def _worked(each: Measured | None) -> str:
    return f"{each.median_ms(each.worked):.2f}" if each else ""


def _mb(each: Measured | None) -> str:
    return f"{each.private_bytes / 1e6:,.0f}" if each and each.private_bytes else ""


def _table(head: Sequence[str], rows: Iterator[list[str]]) -> str:
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, marks, *rows))
