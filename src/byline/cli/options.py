"""Options and argument types that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import wraps
from typing import Any

import click

from byline.cli.group import Globals
from byline.settings import Settings, load_settings


def day(value: str) -> date:
    """Return the day written as 2024-12-31.

    Raises:
        click.BadParameter: it is none.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as 2024-12-31.") from None


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def grouped(**groups: type[Any]) -> Decorator:
    """Hand a command its options in groups: those that are fields of a dataclass as one value of it.

    It stands nearest to the function, below the options.

    Args:
        groups: a dataclass for each argument.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            for name, group in groups.items():
                options[name] = group(**{each.name: options.pop(each.name) for each in fields(group)})
            return function(*arguments, **options)

        return call

    return decorate


json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


def globals_of(context: click.Context) -> Globals:
    """Return the options that were given before the command."""
    return context.ensure_object(Globals)


def settings_of(context: click.Context, **arguments: Any) -> Settings:
    """Return the settings in force, with what was given on the command line on top.

    Raises:
        SettingsError: a setting has a value that it can not have.
    """
    return load_settings(home=globals_of(context).home, **arguments)
