"""A progress bar on standard error, where a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
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


class Watcher(Protocol):
    """Hears how far the work is."""

    def begin(self, name: str) -> None:
        """The work on this file begins."""

    def __call__(self, stage: str, done: int) -> None:
        """``done`` answers of the file have passed the stage."""

    def pause(self) -> AbstractContextManager[None]:
        """Within the block, the person can be asked something."""

    def finish(self) -> AbstractContextManager[None]:
        """The file is done; within the block, lines can be written that no bar stands in the way of."""


class _Silent:
    """Nobody is watching."""

    def begin(self, name: str) -> None:
        pass

    def __call__(self, stage: str, done: int) -> None:
        pass

    def pause(self) -> AbstractContextManager[None]:
        return nullcontext()

    def finish(self) -> AbstractContextManager[None]:
        return nullcontext()


class _Bar:
    """One bar over all files, which also tells the stage within the present one."""

    def __init__(self, progress: Progress, files: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=files, stage="")

    def begin(self, name: str) -> None:
        self._progress.update(self._task, description=cut(one_line(name), 40), stage="")

    def __call__(self, stage: str, done: int) -> None:
        self._progress.update(self._task, stage=f"{stage} {done:,}")

    def finish(self) -> AbstractContextManager[None]:
        self._progress.advance(self._task)
        return self.pause()

    @contextmanager
    def pause(self) -> Iterator[None]:
        self._progress.stop()
        yield
        self._progress.start()


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
