"""Adds files one after the other and tells what became of each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from byline.adding import PassedOver
from byline.cli.progress import Watcher, expected_answers, watching
from byline.cli.rejects import Kept, Rejects
from byline.cli.terminal import count, fitted, one_line, say
from byline.errors import InputError, RemovalError
from byline.importers.inputs import Input
from byline.knowledge import KnowledgeBase
from byline.loaded import ImportReport, Sample
from byline.wire import import_json


def load(
    kb: KnowledgeBase,
    found: Sequence[Input],
    *,
    warnings: int | None,
    rejects: Rejects,
    as_json: bool = False,
    **options: Any,
) -> bool:
    """Add each file, with a line on standard output once it is safe on disk.

    A file that is refused is reported on standard error and the next one is tried. Whether much may be
    removed is asked of the person at the terminal, where there is one.

    Args:
        kb: where to add.
        found: the files.
        warnings: how many warnings to show of a file; None shows all.
        rejects: where records go that can not be loaded.
        as_json: whether the line is a JSON object.
        options: passed on to ``KnowledgeBase.add``.

    Returns:
        Whether every record of every file was loaded; a file of no known format inside a folder is passed
        over.
    """
    complete, passed = True, PassedOver()
    with watching(len(found)) as watcher:
        for file in found:
            watcher.begin(file.name, expected_answers(file.path))
            try:
                with rejects.of(file) as kept:
                    report = _added(kb, file, kept, watcher, options)
            except InputError as error:
                with watcher.finish():
                    if isinstance(error, RemovalError):
                        _tell(rejects.told(kept, file))
                    complete = _passed_over(error, file, passed) and complete
            else:
                with watcher.finish():
                    _warn(report, file, warnings)
                    _tell(rejects.told(kept, file))
                    # The line is the promise that the file is safe; click flushes it.
                    click.echo(_json(report) if as_json else _line(report, file))
                    for sample in () if as_json else report.samples:
                        click.echo(_sample(sample))
                    complete = complete and not report.rejected
    _tell(passed.told())
    return complete


def _add(
    kb: KnowledgeBase,
    file: Input,
    *,
    source: str | None = None,
    title: str | None = None,
    url: str | None = None,
    **options: Any,
) -> ImportReport:
    """Add a file, known by the name given or else by the one that lasts."""
    if file.refused is not None:
        raise file.refused
    return kb.add(
        file.path,
        source=source or file.source,
        title=title or (file.name if file.url else None),
        url=url or file.url,
        **options,
    )


def _added(
    kb: KnowledgeBase, file: Input, kept: Kept, watcher: Watcher, options: dict[str, Any]
) -> ImportReport:
    """Add the file; ask whether what would be removed is meant to go."""

    def add(**more: Any) -> ImportReport:
        kept.begin()
        return _add(kb, file, progress=watcher, rejected=kept.take, **options | more)

    try:
        return add()
    except RemovalError as error:
        with watcher.pause():
            if not _agreed(error):
                raise
        return add(yes=True)


def _agreed(error: RemovalError) -> bool:
    """Ask the person whether the removal is meant; nobody there has not agreed."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    if error.left_out:
        say(f"{count(error.left_out, 'record')} could not be loaded, and may be some of these answers.")
    question = f"Remove {error.removed:,} of {count(error.of, 'answer')} of {one_line(error.title)}?"
    return click.confirm(question, err=True)


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _passed_over(error: InputError, file: Input, passed: PassedOver) -> bool:
    """Tell that a file was not loaded; return whether that was to be expected."""
    if why := file.passed_over(error):
        passed.take(file.name, why)
        return True
    say(f"byline: {file.rename(str(error))}")
    return False


def _warn(report: ImportReport, file: Input, limit: int | None) -> None:
    shown = report.warnings[:limit]
    for warning in shown:
        say(file.rename(warning))
    if shown and len(shown) < len(report.warnings):
        rest = count(len(report.warnings) - len(shown), "more warning")
        say(f"{file.name}: {rest}; `byline -v add` shows all.")


def _line(report: ImportReport, file: Input) -> str:
    counts = f"{report.new:,} new, {report.changed:,} changed, {report.removed:,} removed"
    line = f"{one_line(file.name)}: {counts}, {report.unchanged:,} unchanged"
    for number, what in ((report.skipped, "skipped"), (report.rejected, "rejected")):
        if number:
            line += f", {number:,} {what}"
    if not report.dry_run:
        return line
    return f"{line} (dry run, nothing was written{'; needs --yes' if report.needs_yes else ''})"


def _sample(sample: Sample) -> str:
    said = f"{one_line(sample.author or 'unnamed author')}: {one_line(sample.beginning)}"
    asked = f" [{one_line(sample.question)}]" if sample.question else ""
    return fitted(f"  {sample.change.value:<8} {said}{asked}")


def _json(report: ImportReport) -> str:
    return json.dumps(import_json(report), ensure_ascii=False)
