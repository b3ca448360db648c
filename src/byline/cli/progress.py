"""A progress bar on standard error, where a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from byline.cli.terminal import cut, one_line

_SETTLED_S = 0.5
"""A rate measured in less time says nothing."""


_ONE_A_LINE = (".csv", ".jsonl", ".ndjson", ".tsv")
_BEGINNING = 1 << 20


class Watcher(Protocol):
    """Hears how far the work is."""

    def begin(self, name: str, answers: int | None = None) -> None:
        """The work on this file begins; it has about so many answers, None when that is not known."""

    def __call__(self, stage: str, done: int) -> None:
        """``done`` answers of the file have passed the stage."""

    def pause(self) -> AbstractContextManager[None]:
        """Within the block, the person can be asked something."""

    def finish(self) -> AbstractContextManager[None]:
        """The file is done; within the block, lines can be written that no bar stands in the way of."""


class _Silent:
    """Nobody is watching."""

    def begin(self, name: str, answers: int | None = None) -> None:
        pass

    def __call__(self, stage: str, done: int) -> None:
        pass

    def pause(self) -> AbstractContextManager[None]:
        return nullcontext()

    def finish(self) -> AbstractContextManager[None]:
        return nullcontext()


class Pace:
    """How fast the answers of one file pass a stage, and how long the stage still takes.

    Args:
        answers: about how many the file has; None when that is not known.
    """

    def __init__(self, answers: int | None) -> None:
        self._expected = answers
        self._stage = ""
        self._began = 0.0
        self._done = self._first = 0

    def told(self, stage: str, done: int, now: float) -> str:
        """Return what to show: "reading 12,000, 4,000/s, 0:35 left".

        The next stage has no more answers than the last had.

        Args:
            stage: its name.
            done: how many answers have passed it.
            now: seconds on a clock that never goes back.
        """
        if stage != self._stage:
            if self._stage and self._done:
                self._expected = self._done
            self._stage, self._began, self._first = stage, now, done
        self._done = done
        told = f"{stage} {done:,}"
        rate = (done - self._first) / (now - self._began) if now - self._began >= _SETTLED_S else 0.0
        if not rate:
            return told
        told += f", {rate:,.0f}/s"
        if self._expected is None or self._expected <= done:
            return told
        minutes, seconds = divmod(round((self._expected - done) / rate), 60)
        return f"{told}, {minutes}:{seconds:02} left"


class _Bar:
    """One bar over all files, which also tells the stage within the present one."""

    def __init__(self, progress: Progress, files: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=files, stage="")
        self._pace = Pace(None)

    def begin(self, name: str, answers: int | None = None) -> None:
        self._pace = Pace(answers)
        self._progress.update(self._task, description=cut(one_line(name), 40), stage="")

    def __call__(self, stage: str, done: int) -> None:
        self._progress.update(self._task, stage=self._pace.told(stage, done, time.monotonic()))

    def finish(self) -> AbstractContextManager[None]:
        self._progress.advance(self._task)
        return self.pause()

    @contextmanager
    def pause(self) -> Iterator[None]:
        self._progress.stop()
        yield
        self._progress.start()


def expected_answers(path: Path) -> int | None:
    """Return about how many answers a file has of a format with one a line; None for others.

    Looks at the beginning only: lines are much alike.
    """
    if path.suffix.lower() not in _ONE_A_LINE:
        return None
    try:
        with path.open("rb") as file:
            start = file.read(_BEGINNING)
        size = path.stat().st_size
    except OSError:
        return None  # loading it tells what is wrong
    return round(start.count(b"\n") * size / len(start)) if start else None


@contextmanager
def watching(files: int) -> Iterator[Watcher]:
    """Show a bar while the block runs, if standard error is a terminal; it leaves no trace behind."""
    if not sys.stderr.isatty():
        yield _Silent()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[stage]}", markup=False),
        TimeElapsedColumn(),
    )
    # Nothing is redirected: click writes past rich, and results go where the person sent them.
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        yield _Bar(progress, files)


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar for the present stage of a work that has several, if standard error is a terminal.

    Gives what to call with the stage's name, how much of it is done, and how much there is; None when
    nobody is watching.
    """
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def show(stage: str, done: int, total: int) -> None:
            progress.update(task, description=stage, completed=done, total=total)

        yield show
