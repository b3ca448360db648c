"""Static files under an address that changes with their content, so that a browser may keep them."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).resolve().parent / "static"


def serve_assets(app: Flask) -> None:
    """Give the templates ``asset(name)`` and say how long a browser may keep each file.

    Under the address that ``asset`` gives a file is kept for a year; under its bare name a browser asks
    each time whether it has changed.
    """
    versions = {path.name: _version(path) for path in FOLDER.iterdir() if path.is_file()}

    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            known = versions.get((request.view_args or {}).get("filename", ""))
            current = known is not None and request.args.get("v") == known
            response.headers["Cache-Control"] = (
                "public, max-age=31536000, immutable" if current else "no-cache"
            )
        return response

    app.after_request(keep)
    app.jinja_env.globals["asset"] = partial(_address, versions)


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def _address(versions: dict[str, str], name: str) -> str:
    return url_for("static", filename=name, v=versions[name])
