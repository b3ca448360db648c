"""Writes the reference pages: ``python -m byline.cli.reference cli > docs/cli.md``, the same for settings.

Both pages are made from what the program itself reads, the commands' help and the table of settings;
a test fails when the pages in ``docs/`` differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click

from byline.cli.exits import Exit
from byline.cli.group import COMMANDS, group
from byline.settings import FILE_NAME, Settings, is_secret

COLUMNS = 90


def commands_page() -> str:
    """Return docs/cli.md."""
    return "\n".join(_commands())


def settings_page() -> str:
    """Return docs/settings.md."""
    return "\n".join(_settings())


def _commands() -> Iterator[str]:
    yield "# The command line\n"
    yield "This page is made by `make reference` from the commands' own help. Each command does what a call"
    yield "of the library does, named under it.\n"
    with click.Context(group, info_name="byline", terminal_width=COLUMNS, **group.context_settings) as parent:
        yield "## byline\n"
        yield _block(group.get_help(parent))
        for name, entry in COMMANDS.items():
            command = group.get_command(parent, name)
            if command is None:
                raise LookupError(f"{name} stands in COMMANDS and has no module.")
            with click.Context(command, info_name=name, parent=parent, terminal_width=COLUMNS) as context:
                yield f"## byline {name}\n"
                yield _block(command.get_help(context))
                yield from _subcommands(command, context)
            yield f"In Python: {', '.join(f'`byline.{twin}`' for twin in entry.twins)}.\n"
    yield "## Exit codes\n"
    yield "| code | meaning |\n| --- | --- |"
    for code in Exit:
        yield f"| {code.value} | {code.meaning} |"
    yield ""


def _subcommands(command: click.Command, parent: click.Context) -> Iterator[str]:
    """Yield the help of a group's own commands; other commands have none."""
    for name, own in command.commands.items() if isinstance(command, click.Group) else ():
        with click.Context(own, info_name=name, parent=parent, terminal_width=COLUMNS) as context:
            yield _block(own.get_help(context))


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```\n"


def _settings() -> Iterator[str]:
    yield "# Settings\n"
    yield "This page is made by `make reference` from the table of settings in `src/byline/settings.py`.\n"
    yield f"A setting is read, from weak to strong, from its default, from the file `{FILE_NAME}` in the home"
    yield "folder (`top = 5`), from the environment (`BYLINE_TOP=5`), and from an option of the command or an"
    yield "argument of the call. `byline settings` shows the values in force and where each comes from.\n"
    yield "| setting | default | in the environment | what it does |"
    yield "| --- | --- | --- | --- |"
    for name, field in Settings.model_fields.items():
        plain = "" if is_secret(name) else field.default
        default = "the user's data folder" if field.default_factory else f"`{_shown(plain)}`"
        yield f"| `{name}` | {default} | `BYLINE_{name.upper()}` | {field.description} |"
    yield ""


def _shown(default: object) -> str:
    """Return a default as it would be written in byline.toml."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, tuple):
        return str(list(default))
    return f'"{default}"' if isinstance(default, str) else str(default)


PAGES: dict[str, Callable[[], str]] = {"cli": commands_page, "settings": settings_page}

if __name__ == "__main__":
    chosen = PAGES.get(sys.argv[1] if sys.argv[1:] else "cli")
    if chosen is None:
        raise SystemExit(f"There are two pages: {', '.join(PAGES)}.")
    sys.stdout.write(chosen())
