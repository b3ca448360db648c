"""The look of an instance: its colours and its logo, as files of their own, for pages hold no styles."""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, url_for

from byline.errors import SettingsError
from byline.settings import Settings

_LARGEST = 200_000
_PNG = b"\x89PNG\r\n\x1a\n"
_VIEW_BOX = re.compile(rb"""<svg\b[^>]*\bviewBox=["']([^"']+)["']""", re.IGNORECASE)
_NUMBER = re.compile(rb"[-+.\deE]+")
_THEMES = {"auto": "theme.css", "light": "light.css", "dark": "dark.css"}
"""The style sheets with the colours; those of one look are for frames that are held to it."""
_HEIGHT = 28
"""How high the logo is drawn, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture to show beside the name. ``width`` and ``height`` keep its place before it is there."""

    content: bytes
    mimetype: str
    width: int
    height: int


def serve_branding(app: Flask, settings: Settings) -> None:
    """Serve what the settings say about the look, and give the templates what they show of it.

    Raises:
        SettingsError: the logo can not be shown.
    """
    logo = read_logo(settings) if settings.logo else None
    files = {_THEMES[name]: (theme(settings, name).encode(), "text/css") for name in _THEMES}
    if logo:
        files["logo"] = (logo.content, logo.mimetype)
    versions = {name: hashlib.sha256(content).hexdigest()[:12] for name, (content, _) in files.items()}
    blueprint = Blueprint("branding", __name__)  # the app's own decorator would describe it as an endpoint

    @blueprint.get("/branding/<name>")
    def file(name: str) -> Response:
        if name not in files:
            abort(404)
        content, mimetype = files[name]
        response = Response(content, mimetype=mimetype)
        kept = request.args.get("v") == versions[name]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response

    def address(name: str) -> str:
        return url_for("branding.file", name=name, v=versions[name])

    def themed(name: str = "auto") -> str:
        return address(_THEMES[name])

    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        branding={
            "theme": themed if is_themed(settings) else None,
            "logo": partial(address, "logo") if logo else None,
            "logo_width": logo.width if logo else 0,
            "logo_height": logo.height if logo else 0,
            "welcome": [part.strip() for part in re.split(r"\n\s*\n", settings.welcome) if part.strip()],
        }
    )


def is_themed(settings: Settings) -> bool:
    """Whether a colour differs from that of ``static/byline.css``."""
    fields = type(settings).model_fields
    return any(getattr(settings, name) != fields[name].default for name in ("accent", "accent_dark"))


def theme(settings: Settings, name: str = "auto") -> str:
    """Return the style sheet that sets the colours of this instance; on paper all stays black.

    Args:
        settings: those in force.
        name: auto for what the reader's device is set to; light or dark where a frame is held to one.
    """
    light = f"@media screen {{ :root {{ --accent: {settings.accent}; }} }}\n"
    dark = f"{{ :root {{ --accent: {settings.accent_dark}; }} }}\n"
    if name == "light":
        return light
    if name == "dark":
        return f"@media screen {dark}"
    return f"{light}@media screen and (prefers-color-scheme: dark) {dark}"


def read_logo(settings: Settings) -> Logo:
    """Return the logo that the settings name.

    Raises:
        SettingsError: there is no such file, or it is too large, or neither PNG nor SVG with a viewBox.
    """
    path = Path(settings.home, settings.logo)
    named = f"logo = {settings.logo!r}"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{named}: {path} can not be read ({error.strerror}). "
            "Put the picture there, or give its whole path."
        ) from error
    if len(content) > _LARGEST:
        raise SettingsError(
            f"{named}: the file has {len(content):,} bytes; {_LARGEST:,} are the limit, because everyone who "
            "opens the page waits for it. Make it smaller."
        )
    size = _size_of_png(content) or _size_of_svg(content)
    if size is None:
        raise SettingsError(
            f"{named}: this is neither a PNG nor an SVG with a viewBox. Save the picture as one of the two."
        )
    width, height = size
    mimetype = "image/png" if content.startswith(_PNG) else "image/svg+xml"
    return Logo(content, mimetype, round(width * _HEIGHT / height), _HEIGHT)


def _size_of_png(content: bytes) -> tuple[float, float] | None:
    if not content.startswith(_PNG) or len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return (width, height) if width and height else None


def _size_of_svg(content: bytes) -> tuple[float, float] | None:
    found = _VIEW_BOX.search(content)
    numbers = _NUMBER.findall(found[1]) if found else []
    try:
        _, _, width, height = map(float, numbers)
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None
