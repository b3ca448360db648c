"""The plugin: what is set in ``mkdocs.yml``, and what every page gets from it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from mkdocs_byline.widget import NAMES, TAG, Widgets, element, html


class _Address(config_options.URL):
    """Where Byline is: http or https, kept without a slash at its end."""

    def run_validation(self, value: object) -> str:
        address: str = super().run_validation(value).rstrip("/")
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.query or parts.fragment:
            raise ValidationError(f"{value!r}: give the address of Byline, such as https://ask.example.org")
        return address


class BylineConfig(Config):
    """What can be set under ``byline`` in ``plugins``."""

    url = _Address()
    collection = config_options.Type(str, default="")
    company = config_options.Type(str, default="")
    theme = config_options.Type(str, default="")
    lang = config_options.Type(str, default="")
    placeholder = config_options.Type(str, default="")
    button = config_options.Type(bool, default=False)
    """Whether every page has a button in its corner, but for those with ``byline: false`` at their head."""
    link = config_options.Type(str, default="Ask the experts")
    """The words that stand in the place of the widget where its script can not be had."""


class BylinePlugin(BasePlugin[BylineConfig]):
    """Puts the widget where ``::: byline`` stands, and a button on every page if that is set."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Teach Markdown the line."""
        extensions: list[object] = [*config.markdown_extensions, self._widgets()]
        config["markdown_extensions"] = extensions
        return config

    def on_post_page(self, output: str, /, *, page: Page, config: MkDocsConfig) -> str:
        """Give the script to pages that have the widget, and the button to those that want it."""
        if self.config.button and page.meta.get("byline") is not False:
            button = element(self.config.url, self.config.link, {**self._defaults(), "mode": "button"})
            output = _before("</body>", html(button), output)
        # Material's instant loading changes the content of a page and runs no script that comes with it
        instant = "navigation.instant" in (config.theme.get("features") or ())
        if instant or f"<{TAG}" in output:
            script = f'<script async src="{escape(self.config.url)}/embed.js"></script>'
            output = _before("</head>", script, output)
        return output

    def _widgets(self) -> Widgets:
        return Widgets(self.config.url, self.config.link, self._defaults())

    def _defaults(self) -> dict[str, str]:
        return {name: value for name in NAMES if (value := self.config.get(name))}


def _before(end: str, text: str, page: str) -> str:
    head, found, tail = page.rpartition(end) if end == "</body>" else page.partition(end)
    return f"{head}{text}{found}{tail}" if found else page
