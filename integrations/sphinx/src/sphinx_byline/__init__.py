"""Byline in pages made with Sphinx: the directive ``byline``, and a button in the corner of every page.

What is not HTML (PDF, EPUB, a manual page) has a link in the place of the widget.
"""

from __future__ import annotations

from html import escape
from typing import Any, ClassVar
from urllib.parse import urlsplit

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

VERSION = "1.0.0"
NAMES = ("collection", "company", "theme", "lang", "placeholder", "mode", "q")
"""The attributes of the widget; docs/embedding.md of Byline describes them."""
DEFAULTS = ("collection", "company", "theme", "lang", "placeholder")
"""Those that ``conf.py`` may set for all pages, as ``byline_collection`` and so on."""


class Widget(nodes.paragraph):
    """The widget. Its children are the link that stands in its place where there is none."""


class BylineDirective(SphinxDirective):
    """``.. byline::`` with attributes of the widget as options."""

    option_spec: ClassVar[dict[str, Any]] = dict.fromkeys(NAMES, directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        """Return the widget."""
        reference = nodes.reference("", self.config.byline_link, refuri=f"{self.config.byline_url}/")
        given = {name: self.options[name] for name in NAMES if name in self.options}
        widget = Widget("", "", reference, given=_defaults(self.config) | given)
        self.set_source_info(widget)
        return [widget]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Teach Sphinx the directive and what ``conf.py`` may set."""
    app.add_config_value("byline_url", "", "env", types=[str])
    app.add_config_value("byline_link", "Ask the experts", "env", types=[str])
    app.add_config_value("byline_button", False, "html", types=[bool])
    for name in DEFAULTS:
        app.add_config_value(f"byline_{name}", "", "env", types=[str])
    as_paragraph = (_visit_as_paragraph, _depart_as_paragraph)
    others: dict[str, Any] = dict.fromkeys(("epub", "latex", "man", "texinfo", "text"), as_paragraph)
    app.add_node(Widget, html=(_visit, _depart), **others)
    app.add_directive("byline", BylineDirective)
    app.connect("config-inited", _check)
    app.connect("html-page-context", _give_script)
    return {"version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}


def _check(_app: Sphinx, config: Config) -> None:
    """Keep the address without a slash at its end.

    Raises:
        ConfigError: there is none, or it is none of a server.
    """
    try:
        parts = urlsplit(config.byline_url)
        fine = parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment
    except ValueError:
        fine = False
    if not fine:
        raise ConfigError(
            f"byline_url is {config.byline_url!r}: set it in conf.py to where Byline is, "
            "such as https://ask.example.org"
        )
    config.byline_url = config.byline_url.rstrip("/")


def _give_script(app: Sphinx, _page: str, _template: str, _context: object, doctree: Any) -> None:
    """Give the script to pages that have the widget, and the button to every page if that is set."""
    if app.builder.format != "html" or app.builder.name == "epub":
        return
    script = f"{app.config.byline_url}/embed.js"
    if doctree is not None and any(doctree.findall(Widget)):
        app.add_js_file(script, loading_method="async")
    if app.config.byline_button:
        given = _defaults(app.config) | {"mode": "button"}
        data: dict[str, Any] = {f"data-{name}": value for name, value in given.items()}
        app.add_js_file(script, loading_method="async", **data)


def _defaults(config: Config) -> dict[str, str]:
    return {name: value for name in DEFAULTS if (value := config[f"byline_{name}"])}


def _visit(self: Any, node: Widget) -> None:
    given = {"src": self.config.byline_url, **node["given"]}
    text = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    self.body.append(f"<byline-chat{text}>")


def _depart(self: Any, _node: Widget) -> None:
    self.body.append("</byline-chat>\n")


def _visit_as_paragraph(self: Any, node: Widget) -> None:
    self.visit_paragraph(node)


def _depart_as_paragraph(self: Any, node: Widget) -> None:
    self.depart_paragraph(node)
