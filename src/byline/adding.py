"""Adds what lies in a folder or an archive, file by file, and tells of all of it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from byline.errors import FileFormatError, InputError
from byline.importers.inputs import Input, inputs_of
from byline.loaded import ImportReport, Refused, Rejected, TakeRejected
from byline.models import Source

_NAMED = 3


class PassedOver:
    """Takes the files of folders that are no sources, and tells of them in a line a reason."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)

    def take(self, name: str, why: str) -> None:
        """Take one of them, with why it is none."""
        self._names[why].append(name)

    def told(self) -> list[str]:
        """Return a sentence for each reason: how many files, which kinds, and the first of them."""
        return [_sentence(names, why) for why, names in self._names.items()]


def _sentence(names: Sequence[str], why: str) -> str:
    if len(names) == 1:
        return f"{names[0]}: passed over, {why}."
    endings = dict.fromkeys(PurePosixPath(name).suffix.lower() or "no ending" for name in names)
    kinds = ", ".join(list(endings)[:_NAMED]) + (", …" if len(endings) > _NAMED else "")
    first = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    return f"{len(names):,} files ({kinds}) were passed over, {why}: {first}"


def add_each(
    path: Path,
    add: Callable[..., ImportReport],
    *,
    collection: str,
    source: str | None,
    title: str | None,
    rejected: TakeRejected | None,
) -> ImportReport:
    """Add every file of a folder or an archive that is a source; return one report of all.

    Args:
        path: the folder or the archive.
        add: adds one file, with ``source``, ``title`` and ``rejected`` by name.
        collection: where they go, for the report.
        source: what to know the file by, where there is but one.
        title: what to call it, likewise.
        rejected: takes each record that is left out.

    Raises:
        InputError: ``source`` or ``title`` was given and there are several files, or no file could be loaded.
    """
    reports: list[ImportReport] = []
    refused: list[Refused] = []
    passed = PassedOver()
    first: InputError | None = None
    with inputs_of(path) as found:
        if len(found) > 1 and (source or title):
            raise InputError(
                f"{path}: `source` and `title` are for one file, and there are {len(found)}. Leave them out, "
                "or add the files one by one."
            )
        for file in found:
            try:
                if file.refused is not None:
                    raise file.refused
                report = add(
                    file.path,
                    source=source or file.source,
                    title=title,
                    rejected=_renaming(file, rejected),
                )
            except InputError as error:
                if why := file.passed_over(error):
                    passed.take(file.name, why)
                    continue
                first = first or _renamed(error, file)
                refused.append(Refused(file.name, file.rename(str(error))))
            else:
                reports.append(replace(report, warnings=tuple(map(file.rename, report.warnings))))
    if first is not None and not reports:
        raise first
    return _together(Source(str(path.resolve()), path.name, collection), reports, refused, passed.told())


def _together(
    source: Source, reports: Sequence[ImportReport], refused: Sequence[Refused], passed: Sequence[str]
) -> ImportReport:
    """Return the reports of several files as one; what was passed over is told among the warnings."""

    def total(name: str) -> int:
        return sum(getattr(each, name) for each in reports)

    counts: Mapping[str, int] = {
        name: total(name) for name in ("new", "changed", "removed", "unchanged", "rejected", "skipped")
    }
    return ImportReport(
        source=replace(source, answers=sum(each.source.answers for each in reports)),
        **counts,
        warnings=(*(warning for each in reports for warning in each.warnings), *passed),
        dry_run=any(each.dry_run for each in reports),
        needs_yes=any(each.needs_yes for each in reports),
        samples=tuple(sample for each in reports for sample in each.samples),
        files=tuple(reports),
        refused=tuple(refused),
    )


def _renaming(file: Input, rejected: TakeRejected | None) -> TakeRejected | None:
    """Return what takes a rejected record of a file under the name that the person knows."""
    if rejected is None:
        return None

    def take(record: Rejected) -> None:
        rejected(replace(record, file=file.name))

    return take


def _renamed(error: InputError, file: Input) -> InputError:
    """Return an error about a file that was unpacked as one about what the person knows."""
    if isinstance(error, FileFormatError):
        return FileFormatError(
            file.name, file.rename(error.rule), file.rename(error.next_step), line=error.line
        )
    return error
