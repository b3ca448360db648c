"""``byline settings``: the twin of ``settings.load_settings`` and ``settings.setting_origins``."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import click

from byline.cli.options import globals_of, json_option, settings_of
from byline.cli.terminal import one_line, width
from byline.settings import FILE_NAME, Settings, setting_origins


@click.command("settings")
@json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Show every setting: its value, where that comes from, and what it does.

    A setting is changed, from weak to strong, in the file byline.toml in the home folder, by an
    environment variable, or by an option of a command that has one.

    \b
    Examples:
      byline settings
      BYLINE_TOP=5 byline settings
      echo 'threshold = 0.6' >> ~/.local/share/byline/byline.toml
    """
    settings = settings_of(context)
    origins = setting_origins(home=globals_of(context).home)
    if as_json:
        click.echo(json.dumps(_records(settings, origins), ensure_ascii=False, indent=2))
        return
    click.echo(f"The file of settings is {one_line(str(settings.home / FILE_NAME))}.\n")
    for name, field in Settings.model_fields.items():
        value = one_line(_shown(getattr(settings, name)))
        click.echo(f"{click.style(name, bold=True)} = {value}  ({origins[name]})")
        click.echo(
            textwrap.fill(field.description or "", width(), initial_indent="    ", subsequent_indent="    ")
        )


def _records(settings: Settings, origins: dict[str, str]) -> list[dict[str, Any]]:
    values = settings.model_dump(mode="json")
    return [
        {"name": name, "value": values[name], "from": origins[name], "help": field.description}
        for name, field in Settings.model_fields.items()
    ]


def _shown(value: object) -> str:
    """Return a value as it would be written in byline.toml."""
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    return json.dumps(str(value), ensure_ascii=False)
