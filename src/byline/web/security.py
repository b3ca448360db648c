"""What every response carries to keep the reader safe, and which addresses are answered at all."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from byline.settings import Settings
from byline.web.ports import is_loopback
from byline.web.problems import problem

FRAME = "/embed"
"""The path of the one page that other pages may show in a frame."""
PREVIEW = "/embed/new"
"""The path of the one page that shows a frame itself."""

HEADERS = {
    "Cache-Control": "no-store",  # unless a view says otherwise: what someone asked is nobody else's
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, browsers would not say where a form was sent from
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def content_security_policy(settings: Settings, path: str) -> str:
    """Return the policy of whatever is answered at a path, an error too: a frame must be able to show it."""
    ancestors = ("'self'", *settings.embed_origins) if path == FRAME else ("'none'",)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            *(["frame-src 'self'"] if path == PREVIEW else []),
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {' '.join(ancestors)}",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def known_hosts(settings: Settings) -> frozenset[str] | None:
    """Return the names this server answers to, or None when it answers to any.

    A page on the open web can point its own name at 127.0.0.1 and read what a server there tells
    (DNS rebinding). A server on the loopback address therefore answers only to the names of that
    address and of ``public_url``. One that was opened to the network, or stands behind a proxy that it
    trusts, can not know its names.
    """
    if not is_loopback(settings.host) or settings.proxies:
        return None
    public = urlsplit(settings.public_url).hostname
    return frozenset(
        {"localhost", "127.0.0.1", "::1", settings.host.strip("[]"), *([public] if public else [])}
    )


def refuse_other_sites(settings: Settings) -> None:
    """Refuse a request that a page of another site makes its reader's browser send.

    Asking keeps nothing, so it needs no such check; what is kept must be what somebody meant to send. A
    browser says where a request comes from in Sec-Fetch-Site, or over plain HTTP in Origin; a program says
    neither, and is nobody's browser.

    Raises:
        werkzeug.exceptions.Forbidden: it comes from elsewhere.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in ("same-origin", "none") or (site is None and origin is None):
        return
    place = urlsplit(origin or "").netloc  # nothing where the origin is "null"
    if site is None and place and place in (request.host, urlsplit(settings.public_url).netloc):
        return
    abort(
        403,
        f"{origin or 'Another site'}: what is kept here can be sent from the pages of this server alone. "
        "Where a proxy stands in front, set public_url to the address people use.",
    )


def secure(app: Flask, settings: Settings) -> None:
    """Refuse unknown hosts and put the security headers on every response of ``app``."""
    hosts = known_hosts(settings)

    def refuse_unknown_hosts() -> Response | None:
        # environ and not request.host: werkzeug cleans the latter, and the header is what was sent
        header = request.environ.get("HTTP_HOST", "")
        name = _host_name(header)
        if hosts is None or name in hosts or not header:
            return None
        return problem(
            "wrong_host",
            f"{name or header}: this server answers on its own machine only. "
            "To reach it under this name, set public_url to the address people use.",
        )

    def add_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = content_security_policy(settings, request.path)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    app.before_request(refuse_unknown_hosts)
    app.after_request(add_headers)


def _host_name(header: str) -> str:
    """Return the name in a Host header, in lower case and without its port."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return header
