"""The application factory: everything the app needs is its argument, and nothing is global."""

from __future__ import annotations

from flask import Flask
from flask_openapi3.models.info import Info
from flask_openapi3.models.license import License
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from byline import __version__
from byline.knowledge import KnowledgeBase
from byline.resources import resource
from byline.web import assets
from byline.web.api import api, health
from byline.web.branding import serve_branding
from byline.web.chat_tools.routes import chat_tools
from byline.web.checking import checking
from byline.web.compression import compress
from byline.web.curating import curating
from byline.web.embedding import embedding
from byline.web.framed import framed
from byline.web.hearing import hearing
from byline.web.languages import speak
from byline.web.limits import request_limits
from byline.web.observing import observe
from byline.web.oembed import oembed
from byline.web.pages import pages
from byline.web.problems import fields_problem, handle_errors
from byline.web.reading import reading
from byline.web.schemas import Problem
from byline.web.security import secure
from byline.web.sharing import share


def create_app(kb: KnowledgeBase) -> Flask:
    """Return the web application that answers from ``kb``: the chat page and the JSON endpoint.

    The app does not close ``kb``; whoever opened it does, after the last request.

    Raises:
        SettingsError: the logo that the settings name can not be shown.
    """
    settings = kb.settings
    app = OpenAPI(
        "byline.web",
        info=Info(
            title=f"{settings.title}: the JSON endpoint",
            version=__version__,
            description="Ask in plain language; get the experts' own sentences, word for word, "
            "each under its author's byline. Nothing is generated.",
            license=License(name="Apache License 2.0", identifier="Apache-2.0"),
        ),
        doc_ui=False,
        validation_error_model=Problem,
        validation_error_callback=fields_problem,
        template_folder=str(resource("templates")),
        static_folder=str(assets.FOLDER),
        static_url_path="/static",
    )
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the reply in the order it is read
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops
        )
    observe(app, kb)
    compress(app)
    speak(app, settings)
    limits = request_limits(app, settings)
    limited = limits.asking
    secure(app, settings)
    share(app, settings)
    assets.serve_assets(app)
    serve_branding(app, settings)
    handle_errors(app)
    app.register_api(api(kb, limited, limits.telling))
    app.register_api(health(kb))
    app.register_blueprint(pages(kb, limited))
    app.register_blueprint(reading(kb))
    app.register_blueprint(checking(kb, limited))
    app.register_blueprint(framed(kb, limited))
    app.register_blueprint(embedding(kb))
    app.register_blueprint(oembed(kb, limited))
    app.register_blueprint(hearing(kb, limits.telling))
    app.register_blueprint(chat_tools(kb, limited))
    if settings.curator_key.get_secret_value():
        app.register_blueprint(curating(kb, limits.trying))
    return app
