"""Runs the command line and turns whatever happens into one line and an exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper

import click

from byline.cli.exits import Exit, exit_code
from byline.cli.group import Globals, group
from byline.errors import BylineError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``byline`` with the arguments of the process, or with those given, and exit.

    Raises:
        SystemExit: always, with one of the codes of ``byline.cli.exits``.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that can not show a character shows its escape instead of ending the program.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(group, sys.argv[1:] if arguments is None else arguments))


def run(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command of click's, tell of what goes wrong in one line, and return the exit code."""
    try:
        given = Globals(arguments=tuple(arguments))
        ended = command.main(list(arguments), prog_name="byline", standalone_mode=False, obj=given)
        code = int(ended or Exit.OK)
        sys.stdout.flush()
        return _pipe_closed() if code == Exit.PIPE_CLOSED else code
    except BrokenPipeError:
        return _pipe_closed()
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted.", Exit.INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return Exit.BAD_INPUT
    except click.ClickException as error:
        return _fail(_with_hint(error), Exit.BAD_INPUT)
    except BylineError as error:
        return _fail(str(error), exit_code(error))
    except OSError as error:
        return _fail(f"{_os_message(error)} Nothing more was done.", Exit.UNAVAILABLE)
    except Exception as error:  # a bug, whatever it is: tell it in one line, and how to see more
        if _verbose(arguments):
            traceback.print_exc()
        hint = "" if _verbose(arguments) else " Run `byline -v ...` to see where."
        return _fail(f"this is a bug in Byline: {type(error).__name__}: {error}.{hint}", Exit.BUG)


def _fail(message: str, code: Exit) -> int:
    """Write one line to standard error, and return the code."""
    click.echo(f"byline: {' '.join(message.split())}", err=True)
    return code


def _with_hint(error: click.ClickException) -> str:
    """Return click's message with where to read on."""
    message = error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message} Try `{context.command_path} --help`." if context else message


def _os_message(error: OSError) -> str:
    """Return the system's message with the file it is about."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def _verbose(arguments: Sequence[str]) -> bool:
    return "-v" in arguments or "--verbose" in arguments


def _pipe_closed() -> int:
    """End quietly: whatever read our output (``| head``) has seen enough."""
    with contextlib.suppress(OSError, ValueError):
        # Python flushes standard output once more at exit; let it flush to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.PIPE_CLOSED
