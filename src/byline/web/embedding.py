"""The script that other pages load, the page that makes their line, and the doctor for empty frames."""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request
from markupsafe import escape

from byline.embedding.attributes import CHOICES, NAMES, PLACEHOLDER_CHARS, faults
from byline.embedding.doctor import origin_verdict
from byline.embedding.findings import Finding, Trouble
from byline.knowledge import KnowledgeBase
from byline.settings import Settings
from byline.web.addresses import base_url
from byline.web.assets import FOLDER
from byline.web.languages import filled, in_every_language
from byline.web.languages import gettext as _
from byline.web.problems import for_a_person
from byline.web.security import FRAME, PREVIEW

_KEPT_S = 600
_FOR_ALL = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
"""Headers of what any page may load: the script, and what is said of the page's own origin."""


def embedding(kb: KnowledgeBase) -> Blueprint:
    """Return what belongs to embedding beside the frame itself."""
    blueprint = Blueprint("embedding", __name__)
    settings = kb.settings

    @cache
    def script_text() -> str:
        return script(settings)

    @blueprint.get("/embed.js")
    def embed_js() -> Response:
        response = Response(script_text(), mimetype="text/javascript", headers=_FOR_ALL)
        response.headers["Cache-Control"] = f"public, max-age={_KEPT_S}"
        response.add_etag()
        return response.make_conditional(request)  # type: ignore[return-value]  # werkzeug's own type

    @blueprint.get("/embed/check.js")
    def check_js() -> Response:
        wrong = origin_verdict(settings.embed_origins, request.args.get("origin", ""), base_url(settings))
        verdict = json.dumps(_told(wrong) if wrong else None)
        return Response(f"export default {verdict};\n", mimetype="text/javascript", headers=_FOR_ALL)

    @blueprint.get("/embed/check")
    def check() -> str | Response:
        given = request.args.get("origin", "").strip()
        wrong = [
            *([origin_verdict(settings.embed_origins, given, base_url(settings))] if given else []),
            *faults(request.args.items(multi=True), [each.name for each in kb.collections()]),
        ]
        found = [each for each in wrong if each is not None]
        if not for_a_person():
            return jsonify({"origin": given, "allowed": not found, "findings": list(map(_told, found))})
        return render_template("embed_check.html", given=given, findings=found, root=base_url(settings))

    @blueprint.get(PREVIEW)
    def new() -> str | Response:
        given = {name: value for name in NAMES if (value := request.args.get(name, "").strip())}
        lines = snippets(base_url(settings), given, settings.title)
        if not for_a_person():
            return jsonify(lines)
        return render_template(
            "embed_new.html",
            given=given,
            lines=lines,
            choices=CHOICES,
            collections=[each.name for each in kb.collections()],
            placeholder_chars=PLACEHOLDER_CHARS,
            origins=settings.embed_origins,
        )

    return blueprint


def script(settings: Settings) -> str:
    """Return ``embed.js``: the file in ``static/`` with its words in each language, and nothing global."""
    words = in_every_language(lambda: _words(settings))
    if settings.language != "auto":
        words = {settings.language: words[settings.language]}
    told = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    text = (FOLDER / "embed.js").read_text(encoding="utf-8")
    return f"(() => {{\nconst WORDS = {told};\n{text}}})();\n"


def snippets(root: str, given: dict[str, str], title: str) -> dict[str, str]:
    """Return the lines that embed Byline in the three ways, by ``script``, ``element`` and ``frame``.

    Args:
        root: Byline's address.
        given: what is set, by name; what is the default is left out.
        title: what the page is called.
    """
    chosen = {name: value for name, value in given.items() if value != CHOICES.get(name, ("",))[0]}
    set_on_script = chosen or {"mode": CHOICES["mode"][0]}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in set_on_script.items())
    plain = "".join(f' {name}="{escape(value)}"' for name, value in chosen.items())
    query = urlencode({name: value for name, value in chosen.items() if name != "mode"})
    address = escape(f"{root}{FRAME}" + (f"?{query}" if query else ""))
    bare = f'<script async src="{escape(root)}/embed.js"'
    return {
        "script": f"{bare}{data}></script>",
        "element": f'{bare}></script>\n<byline-chat src="{escape(root)}"{plain}>\n'
        f'  <a href="{escape(root)}/">{escape(title)}</a>\n</byline-chat>',
        "frame": f'<iframe src="{address}" title="{escape(title)}" width="100%" height="640"\n'
        '  allow="clipboard-write"></iframe>',
    }


def _told(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "title": finding.title, "detail": finding.detail}


def _words(settings: Settings) -> dict[str, Any]:
    """Return what the script says itself, in the language of this request."""
    described = (Trouble.NO_SOURCE, Trouble.MIXED_CONTENT, Trouble.POLICY_FORBIDS)
    return {
        "ask": _("Ask a question"),
        "close": _("Close"),
        "title": filled(_("{title}: questions and answers"), title=settings.title),
        "own_page": _("Open in a page of its own"),
        "unreachable": {
            "title": _("The server does not answer"),
            "detail": _("The rest of this page is as it was."),
        },
        **{
            each.code: {"title": each.title, "detail": each.words.replace("{what}", "the frame")}
            for each in described
        },
    }
