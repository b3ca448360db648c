"""The one table of settings: name, default and help.

Read in this order, later ones winning: defaults, the file ``byline.toml`` in the home folder, the
environment (``BYLINE_PORT=9000``), the arguments of a call. The command line's ``settings``, the page
``docs/settings.md`` and the validation all read this table.
"""

from __future__ import annotations

import base64
import os
import tomllib
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from byline.colours import DARK, LIGHT, checked_accent
from byline.errors import SettingsError
from byline.origins import checked_origin

FILE_NAME = "byline.toml"
SHORTEST_KEY = 12
"""Characters that a key has at least: whoever may try ten a minute should not come far."""


def default_home() -> Path:
    """Where a knowledge base lies when nobody says otherwise: ``$BYLINE_HOME`` or the user's data folder."""
    return Path(os.environ.get("BYLINE_HOME") or user_data_path("byline"))


class Settings(BaseModel):
    """Every setting, its default and what it does. Frozen: a changed setting is a new object."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(
        default_factory=default_home,
        description="The folder of the knowledge base: the database, the search index and byline.toml.",
    )
    database: str = Field(
        "",
        description="An SQLAlchemy URL of the database that holds the answers; "
        "empty means the file byline.sqlite3 in the home folder.",
    )
    title: str = Field("Byline", max_length=80, description="The name shown at the top of the chat page.")
    logo: str = Field(
        "",
        description="A picture shown beside the name: a PNG or SVG file, in the home folder unless its whole "
        "path is given; empty means none.",
    )
    accent: str = Field(
        "#7c2d23",
        description="The colour of links and buttons by light, as #rrggbb. One in which text could not be "
        "read on the page is refused.",
    )
    accent_dark: str = Field("#e39a84", description="The same for people whose device is set to dark.")
    welcome: str = Field(
        "",
        max_length=1000,
        description="The words on the first page, below its heading; a blank line begins a new paragraph; "
        "empty means Byline's own.",
    )
    language: str = Field(
        "auto",
        pattern=r"^(auto|en|de|es|fr|ja|ar)$",
        description="The language of the page's own words: en, de, es, fr, ja or ar; auto means the one that "
        "each browser asks for, with a menu to choose another. Answers stay as they were written.",
    )
    top: int = Field(3, ge=1, le=20, description="How many excerpts a reply shows at most.")
    sentences: int = Field(3, ge=1, le=10, description="How many sentences an excerpt has at most.")
    threshold: float = Field(
        0.5,
        ge=0,
        le=1,
        description="How likely it must be (0 to 1) that somebody answered, or Byline says that nobody did. "
        "Higher answers less often and is right more often; `byline calibrate` finds what suits you.",
    )
    tier: str = Field(
        "reranker",
        pattern=r"^(built-in|model|reranker)$",
        description="What may take part in ranking, of the models that were added: built-in means none, "
        "model the encoder, reranker a cross-encoder as well.",
    )
    question_chars: int = Field(
        2000, ge=10, le=20000, description="How many characters a question may have at most."
    )
    kept_replies: int = Field(
        500,
        ge=0,
        le=100_000,
        description="How many replies each process keeps in memory until an answer changes, for whoever asks "
        "the same; 0 means none.",
    )
    host: str = Field(
        "127.0.0.1", description="The address to serve on. 0.0.0.0 opens the page to the network."
    )
    port: int = Field(8000, ge=0, le=65535, description="The port to serve on.")
    workers: int = Field(1, ge=1, le=64, description="How many processes serve questions.")
    threads: int = Field(4, ge=1, le=256, description="How many threads each of them has.")
    body_bytes: int = Field(
        65536, ge=1024, description="How many bytes the body of a request may have at most."
    )
    rate: str = Field(
        "240/minute",
        pattern=r"^(\d+/(second|minute|hour|day))?$",
        description="How many questions one address may ask in a time; empty means no limit.",
    )
    leave_questions: bool = Field(
        True,
        description="Whether the page lets people leave a question for the experts when nobody answered it.",
    )
    feedback: bool = Field(True, description="Whether the page asks if a reply helped.")
    telling_rate: str = Field(
        "60/hour",
        pattern=r"^(\d+/(second|minute|hour|day))?$",
        description="How often one address may leave a question or say whether a reply helped; "
        "empty means no limit.",
    )
    curator_key: SecretStr = Field(
        SecretStr(""),
        description="The key that opens the page /curate, on which answers are pasted, checked and loaded: "
        f"at least {SHORTEST_KEY} characters that nobody guesses; empty means that there is no such page. "
        "It is never shown.",
    )
    slack_secret: SecretStr = Field(
        SecretStr(""),
        description="The signing secret of the Slack app whose command asks Byline, from its page Basic "
        "Information; empty means that there is no /integrations/slack. It is never shown.",
    )
    mattermost_secret: SecretStr = Field(
        SecretStr(""),
        description="The token of the outgoing webhook or slash command of Mattermost that asks Byline; "
        "empty means that there is no /integrations/mattermost. It is never shown.",
    )
    teams_secret: SecretStr = Field(
        SecretStr(""),
        description="The security token of the outgoing webhook of Microsoft Teams that asks Byline; "
        "empty means that there is no /integrations/teams. It is never shown.",
    )
    chat_in_channel: bool = Field(
        False,
        description="Whether the whole channel sees what a command of Slack or Mattermost is answered, and "
        "not the person alone who gave it.",
    )
    proxies: int = Field(
        0,
        ge=0,
        le=10,
        description="How many trusted reverse proxies stand in front; their X-Forwarded headers count.",
    )
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/]+(/[^\s]*)?)?$",
        description="The address people reach the page under, for links that must be absolute; "
        "empty means that of the request.",
    )
    embed_origins: tuple[str, ...] = Field(
        (),
        description="Which other sites may embed the page and call the JSON endpoint from theirs: origins "
        "such as https://wiki.example.org, or https://*.example.org for all below a name. In the environment "
        "they are separated by spaces. Empty means none.",
    )
    log_questions: bool = Field(False, description="Whether the texts of questions are written to the log.")
    log_requests: bool = Field(
        False,
        description="Whether each request is written to the log, with its status and the time of each stage, "
        "and without what was asked.",
    )
    log_format: str = Field(
        "text",
        pattern=r"^(text|json)$",
        description="How the log of a server is written: text for people, or json, one object a line.",
    )
    metrics: bool = Field(
        True,
        description="Whether /metrics gives figures to Prometheus; to this machine alone, unless there is "
        "a `metrics_token`.",
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="The token with which /metrics can be read from elsewhere too, and must then be given: "
        f"at least {SHORTEST_KEY} characters; empty means none. It is never shown.",
    )

    @field_validator("accent")
    @classmethod
    def _readable_by_light(cls, value: str) -> str:
        return checked_accent(value, LIGHT)

    @field_validator("accent_dark")
    @classmethod
    def _readable_by_dark(cls, value: str) -> str:
        return checked_accent(value, DARK)

    @field_validator("embed_origins", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("embed_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(checked_origin, value)))

    @field_validator("curator_key")
    @classmethod
    def _not_to_be_guessed(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"a key has at least {SHORTEST_KEY} characters")
        return value

    @field_validator("slack_secret", "mattermost_secret", "metrics_token")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"a secret has at least {SHORTEST_KEY} characters; take it whole")
        return value

    @field_validator("teams_secret")
    @classmethod
    def _in_base64(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        try:
            decoded = base64.b64decode(secret, validate=True)
        except ValueError:
            decoded = b""
        if secret and len(decoded) < SHORTEST_KEY:
            raise ValueError("Teams gives a longer token, in base64; take it whole")
        return value

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the store."""
        return self.database or f"sqlite:///{self.home / 'byline.sqlite3'}"

    @property
    def index_folder(self) -> Path:
        """The folder of the search index."""
        return self.home / "index"


def load_settings(**arguments: Any) -> Settings:
    """Return the settings in force.

    Args:
        arguments: settings given by the caller; those that are None are left to the other layers.

    Raises:
        SettingsError: a setting has a value that it can not have, or is not a setting at all.
    """
    values: dict[str, Any] = {}
    for _, layer in _layers(arguments):
        values.update(layer)
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        raise SettingsError(
            f"{name} = {_told(name, first.get('input'))}: {first['msg'].removeprefix('Value error, ')}. "
            "`byline settings` shows every setting, its value and where it can be changed."
        ) from error


def is_secret(name: str) -> bool:
    """Whether a setting is one whose value is shown to nobody."""
    field = Settings.model_fields.get(name)
    return field is not None and field.annotation is SecretStr


def _told(name: str, value: object) -> str:
    """Return a value as a message tells it."""
    return "(not shown)" if is_secret(name) else repr(value)


def setting_origins(**arguments: Any) -> dict[str, str]:
    """Return for each setting where its value comes from, as words for a person.

    Args:
        arguments: settings given by the caller, as for ``load_settings``.

    Raises:
        SettingsError: the file of settings can not be read.
    """
    origins = dict.fromkeys(Settings.model_fields, "default")
    for origin, layer in _layers(arguments):
        for name in layer:
            if name in origins:
                origins[name] = origin.format(name.upper())
    return origins


def _layers(arguments: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return what each layer says and its name, the later ones winning."""
    given = {name: value for name, value in arguments.items() if value is not None}
    file = Path(given.get("home") or default_home()) / FILE_NAME
    environment = {
        name: os.environ[variable]
        for name in Settings.model_fields
        if (variable := f"BYLINE_{name.upper()}") in os.environ
    }
    return [
        (f"file {file}".replace("{", "{{").replace("}", "}}"), _read_file(file)),
        ("environment, BYLINE_{}", environment),
        ("given", given),
    ]


def _read_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: {error}. Mend the file or remove it.") from error
