"""Writes a setting into ``byline.toml`` and leaves the rest of the file as the person wrote it."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from byline.errors import SettingsError
from byline.settings import FILE_NAME


def save_setting(home: Path, name: str, value: float | int | str | bool) -> Path:
    """Set one setting in the file of a home folder, made when missing; comments and order stay.

    The file is replaced as a whole, so that nobody reads half of it.

    Returns:
        The file.

    Raises:
        SettingsError: the file can not be read or written.
    """
    file = home / FILE_NAME
    part = file.with_suffix(".toml.part")
    try:
        written = file.read_text(encoding="utf-8") if file.exists() else ""
        document = tomlkit.parse(written)
        document[name] = value
        part.write_text(tomlkit.dumps(document), encoding="utf-8")
        part.replace(file)
    except (OSError, ValueError, TOMLKitError) as error:
        raise SettingsError(f"{file}: {error}. Mend the file or remove it.") from error
    return file
