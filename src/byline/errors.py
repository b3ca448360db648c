"""Every error that Byline raises on purpose.

    BylineError
    ├── InputError                what was handed in is not right; nothing was changed
    │   ├── FileFormatError       a file is not what it claims (file, line, rule, next step)
    │   │   ├── NoBylineError     a text names nobody whose words it holds
    │   │   └── NotTextError      a picture, a PDF or another file that no format reads
    │   ├── UnknownFormatError    no importer recognises the file
    │   ├── FetchError            a page can not be fetched (address, rule, next step)
    │   ├── MarkupError           HTML or Markdown is built so that it can not be read in reasonable time
    │   ├── QuestionError         a question is empty or too long
    │   ├── QuotationError        a quotation to check is empty or too long, or a range to cite is none
    │   ├── FilterError           a filter's value can not be read
    │   ├── RemovalError          an import would remove much of a source and nobody said yes
    │   ├── SettingsError         a setting has a value that it can not have
    │   └── ModelError            a transformer can not be used: no ONNX, an odd name, the wrong kind
    ├── MissingExtraError         a library that comes with an extra is not installed
    ├── NotFoundError             no answer, source or collection of that name
    │   └── WithdrawnError        there was such an answer, and it is gone
    ├── ProblemError              a server told its client of a problem, which it has with all its fields
    └── UnavailableError          the knowledge base can not do it now; trying again may help
        ├── StoreError            the database is locked, damaged or newer than this program
        ├── SearchIndexError      the search index can not be opened or written
        ├── UnreachableError      a client does not reach its server, or what answers is none
        └── HubError              a model can not be fetched: no network, or not what was announced

Each class has a stable ``code``, which the JSON endpoint sends and which does not change between
releases. A message names the value, the rule and the next step, in that order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar


class BylineError(Exception):
    """The root of the tree; catch it to catch everything that Byline raises on purpose."""

    code: ClassVar[str] = "error"


class InputError(BylineError):
    """What was handed in is not right. Nothing was changed."""

    code: ClassVar[str] = "bad_input"


class FileFormatError(InputError):
    """A file is not what it claims to be.

    Args:
        path: the file.
        rule: what the file should have been, as a sentence.
        next_step: what the person can do about it, as a sentence.
        line: the 1-based line where it went wrong, or None when the whole file is meant.
    """

    code: ClassVar[str] = "bad_file"

    def __init__(self, path: Path | str, rule: str, next_step: str, *, line: int | None = None) -> None:
        self.path = str(path)
        self.rule = rule
        self.next_step = next_step
        self.line = line
        where = self.path if line is None else f"{self.path}, line {line}"
        super().__init__(f"{where}: {rule} {next_step}")


class NoBylineError(FileFormatError):
    """A text or a page names nobody whose words it holds, and no byline was given with it."""

    code: ClassVar[str] = "no_byline"


class NotTextError(FileFormatError):
    """A file is no text, and of no format that is read: a picture, a PDF, a program."""

    code: ClassVar[str] = "not_text"


class UnknownFormatError(InputError):
    """No importer recognises the file."""

    code: ClassVar[str] = "unknown_format"


class FetchError(InputError):
    """A page can not be fetched: its address, its server, or what the site allows.

    Args:
        address: the page's address, or the name of a computer.
        rule: what is in the way, as a sentence.
        next_step: what the person can do about it, as a sentence.
    """

    code: ClassVar[str] = "not_fetched"

    def __init__(self, address: str, rule: str, next_step: str) -> None:
        self.address = address
        self.rule = rule
        self.next_step = next_step
        super().__init__(f"{address}: {rule} {next_step}")


class MarkupError(InputError):
    """HTML or Markdown is built so that it can not be read in reasonable time."""

    code: ClassVar[str] = "bad_markup"


class QuestionError(InputError):
    """A question is empty or longer than the limit."""

    code: ClassVar[str] = "bad_question"


class QuotationError(InputError):
    """A quotation to check is empty or longer than the limit, or a range to cite is not one of sentences."""

    code: ClassVar[str] = "bad_quotation"


class FilterError(InputError):
    """A filter's value can not be read, such as a date that is none."""

    code: ClassVar[str] = "bad_filter"


class RemovalError(InputError):
    """An import would remove much of a source, or what may have been left out, and nobody said yes.

    Args:
        title: the source's.
        removed: how many answers would go.
        of: how many the source has.
        left_out: how many records of the file could not be loaded; answers that are gone may be theirs.
    """

    code: ClassVar[str] = "would_remove"

    def __init__(self, title: str, removed: int, of: int, left_out: int = 0) -> None:
        self.title = title
        self.removed = removed
        self.of = of
        self.left_out = left_out
        why = (
            f"and {left_out} of its records could not be loaded: what seems to be gone may be in those. "
            "Nothing was changed. Mend the records and load the file again; if the answers are meant to go"
            if left_out
            else "more than a tenth, and so changed nothing. If they are meant to go"
        )
        super().__init__(
            f"{title}: this import would remove {removed} of {of} answers, {why}, "
            "say so with `--yes` (allow_removal=True)."
        )


class SettingsError(InputError):
    """A setting has a value that it can not have."""

    code: ClassVar[str] = "bad_setting"


class ModelError(InputError):
    """A transformer can not be used: it has no ONNX export, an odd name, or is of the wrong kind."""

    code: ClassVar[str] = "bad_model"


class MissingExtraError(BylineError):
    """A library that comes with an extra of the package is not installed.

    Args:
        extra: the extra's name.
        library: the library that is missing.
    """

    code: ClassVar[str] = "missing_extra"

    def __init__(self, extra: str, library: str) -> None:
        self.extra = extra
        self.library = library
        super().__init__(
            f"{library}: this library is needed here and is not installed. It comes with an extra: "
            f"`pip install 'byline[{extra}]'`."
        )


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field of a request that is not right."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a server says of a request that it can not answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: tuple[FieldProblem, ...] = ()


class ProblemError(BylineError):
    """A server told its client of a problem.

    Args:
        problem: what it told.
    """

    code: ClassVar[str] = "problem"

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(f"{problem.title} ({problem.status}, {problem.code}): {problem.detail}")


class NotFoundError(BylineError):
    """There is no answer, source or collection of that name."""

    code: ClassVar[str] = "not_found"


class WithdrawnError(NotFoundError):
    """There was an answer of that id, and it was withdrawn."""

    code: ClassVar[str] = "withdrawn"


class UnavailableError(BylineError):
    """The knowledge base can not do it now; trying again may help."""

    code: ClassVar[str] = "unavailable"


class StoreError(UnavailableError):
    """The database is locked, damaged, or newer than this program."""

    code: ClassVar[str] = "store_unavailable"


class SearchIndexError(UnavailableError):
    """The search index can not be opened or written."""

    code: ClassVar[str] = "index_unavailable"


class UnreachableError(UnavailableError):
    """A client does not reach its server, or what answers there is no Byline server."""

    code: ClassVar[str] = "unreachable"


class HubError(UnavailableError):
    """A model can not be fetched: the hub is not reached, or sent what it had not announced."""

    code: ClassVar[str] = "hub_unavailable"
