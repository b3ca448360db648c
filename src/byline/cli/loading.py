"""Adds files one after the other and tells what became of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from byline.cli.paths import Input
from byline.cli.progress import watching
from byline.cli.terminal import count, one_line, say
from byline.errors import InputError, UnknownFormatError
from byline.knowledge import KnowledgeBase
from byline.models import ImportReport
from byline.wire import import_json


def load(
    kb: KnowledgeBase, found: Sequence[Input], *, warnings: int | None, as_json: bool = False, **options: Any
) -> bool:
    """Add each file, with a line on standard output once it is safe on disk.

    A file that is refused is reported on standard error and the next one is tried.

    Args:
        kb: where to add.
        found: the files.
        warnings: how many warnings to show of a file; None shows all.
        as_json: whether the line is a JSON object.
        options: passed on to ``KnowledgeBase.add``.

    Returns:
        Whether every file was loaded; one of no known format inside a folder is passed over.
    """
    complete = True
    with watching(len(found)) as watcher:
        for file in found:
            watcher.begin(file.name)
            try:
                report = _add(kb, file, progress=watcher, **options)
            except InputError as error:
                with watcher.finish():
                    complete = _passed_over(error, file) and complete
            else:
                with watcher.finish():
                    _warn(report, file, warnings)
                    # The line is the promise that the file is safe; click flushes it.
                    click.echo(_json(report) if as_json else _line(report, file))
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


def _passed_over(error: InputError, file: Input) -> bool:
    """Tell that a file was not loaded; return whether that was to be expected."""
    expected = isinstance(error, UnknownFormatError) and not file.named
    if expected:
        say(f"{file.name}: passed over, its format is not known.")
    else:
        say(f"byline: {file.rename(str(error))}")
    return expected


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
    return f"{line} (dry run, nothing was written)" if report.dry_run else line


def _json(report: ImportReport) -> str:
    return json.dumps(import_json(report), ensure_ascii=False)
