"""The exit codes of ``byline``, and what each means: the one table that help, docs and code share."""

from __future__ import annotations

from enum import IntEnum

from byline.errors import BylineError, MissingExtraError, NotFoundError, UnavailableError


class Exit(IntEnum):
    """How a ``byline`` process ends."""

    OK = 0
    NOT_ANSWERED = 1
    BELOW_MINIMUM = NOT_ANSWERED
    NOT_RECOMMENDED = NOT_ANSWERED
    IN_THE_WAY = NOT_ANSWERED
    BAD_INPUT = 2
    NOT_FOUND = 3
    UNAVAILABLE = 4
    BUG = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141

    @property
    def meaning(self) -> str:
        """What it tells a script, in a few words."""
        return _MEANINGS[self]


_MEANINGS = {
    Exit.OK: "done; for ask: somebody answered; for verify: it was written so",
    Exit.NOT_ANSWERED: "ask: nobody in the collection answered; verify: the quotation is altered or unknown; "
    "eval: a figure is below its --min; calibrate: there is nothing to save; "
    "embed check: something is in the way",
    Exit.BAD_INPUT: "bad input: a file, a question, an option, a setting; what was refused changed nothing",
    Exit.NOT_FOUND: "no answer, source or collection of that name",
    Exit.UNAVAILABLE: "can not be done now: a locked or damaged database, a full disk, a missing extra",
    Exit.BUG: "a bug in Byline",
    Exit.INTERRUPTED: "interrupted with Ctrl-C",
    Exit.PIPE_CLOSED: "the program that read the output went away",
}


def exit_code(error: BylineError) -> Exit:
    """Return the exit code that an error of the tree in ``byline.errors`` ends the process with."""
    if isinstance(error, NotFoundError):
        return Exit.NOT_FOUND
    if isinstance(error, UnavailableError | MissingExtraError):
        return Exit.UNAVAILABLE
    return Exit.BAD_INPUT
