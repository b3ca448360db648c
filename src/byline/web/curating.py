"""The pages on which a curator pastes answers, checks what was found, and loads it.

They are behind the operator's key (the setting ``curator_key``; without one there are no such pages), and
work without JavaScript. What was typed travels in the form, and comes back with every answer of the server.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from byline.citation import permalink
from byline.errors import BylineError, InputError, RemovalError, UnavailableError
from byline.knowledge import KnowledgeBase
from byline.web.curating_form import MOST_ROWS, TITLE_CHARS, TYPED, Form, Row, read_form
from byline.web.curating_preview import Preview, hue, load, preview
from byline.web.curating_reading import CONTENT_BYTES, found_in
from byline.web.curating_session import PATH, Door, Session, is_known
from byline.web.limits import Limited
from byline.web.problems import body_of, problem, problem_body
from byline.web.security import refuse_other_sites

log = logging.getLogger(__name__)

BODY_BYTES = 6_000_000
"""What a form may have at most: the originals, the answers found in them, and what is around."""
_FIELDS = 20 + MOST_ROWS * (len(TYPED) + 6)
_STEPS = ("look", "preview", "load")

View = Callable[[], AnyResponse]


def curating(kb: KnowledgeBase, trying: Limited) -> Blueprint:
    """Return the views of the pages.

    Args:
        kb: the knowledge base that is added to; its settings have a ``curator_key``.
        trying: the decorator that counts how often somebody tries the key, one of ``request_limits``.
    """
    blueprint = Blueprint("curating", __name__, url_prefix=PATH)
    door = Door(kb.settings)
    steps = _steps(kb)
    blueprint.app_context_processor(lambda: {"curator_known": is_known})
    blueprint.add_app_template_global(hue, "hue_of")

    @blueprint.before_request
    def take_more() -> None:
        # Only somebody who has shown the key may send more than anybody else may.
        if door.session() is not Session.NONE:
            request.max_content_length = request.max_form_memory_size = BODY_BYTES
            request.max_form_parts = _FIELDS
        if request.method == "POST":
            refuse_other_sites(kb.settings)

    @blueprint.get("")
    def begin() -> AnyResponse:
        return _paste(Form()) if door.session() is Session.OPEN else _key_page(door)

    @blueprint.post("/key")
    @trying
    def key() -> AnyResponse:
        if not door.fits(request.form.get("key", "")):
            return _key_page(door, wrong=True)
        step = request.form.get("step")
        then = steps[step]() if step in steps else redirect(url_for("curating.begin"), 303)
        return door.let_in(make_response(then))

    @blueprint.post("/leave")
    def leave() -> AnyResponse:
        return door.let_out(make_response(redirect(url_for("curating.begin"), 303)))

    @blueprint.get("/<any(look, preview, load, key):_step>")
    def from_the_start(_step: str) -> AnyResponse:
        return redirect(url_for("curating.begin"))

    @blueprint.post("/<any(look, preview, load):step>")
    def go_on(step: str) -> AnyResponse:
        if door.session() is not Session.OPEN:
            return _key_page(door, step=step)
        return steps[step]()

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(_: RequestEntityTooLarge) -> AnyResponse:
        limit = request.max_content_length or 0
        detail = f"More than {limit:,} bytes were sent, and nothing was read. "
        if door.session() is not Session.OPEN:
            return problem("too_large", f"{detail}Give the key first.")
        told = problem_body("too_large", f"{detail}Load them with `byline add`.")
        return _paste(Form(), told=told, status=413)

    @blueprint.after_app_request
    def depends_on_who_asks(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Cookie")
        return response

    return blueprint


def _steps(kb: KnowledgeBase) -> dict[str, View]:
    """Return what each step does with the form of this request, once it is sure who sent it."""

    def look() -> AnyResponse:
        form = read_form(request.form)
        files = list(_files())
        if not form.title and len(files) == 1 and not form.text.strip():
            form = replace(form, title=files[0][0][:TITLE_CHARS])
        try:
            found, notes = found_in(form.checked(), files)
        except InputError as error:
            return _paste(form, told=body_of(error), status=422)
        return _shown(found, preview(kb, found, notes))

    def again() -> AnyResponse:
        form = read_form(request.form)
        if "another" in request.form and len(form.rows) < MOST_ROWS:
            form = replace(form, rows=(*form.rows, Row()))
        return _shown(form, preview(kb, form))

    def load_them() -> AnyResponse:
        form = read_form(request.form)
        seen = preview(kb, form)
        if seen.problem or seen.rejected:
            return _shown(form, seen, status=422)
        try:
            report = load(kb, form, seen.drafts, yes="yes" in request.form)
        except RemovalError:
            return _shown(form, seen, removes=True, status=422)
        except BylineError as error:
            return _shown(form, replace(seen, problem=error))
        ids = kb.answer_ids(seen.drafts, source=form.title, collection=form.collection)
        loaded = [(draft, permalink(each)) for draft, each in zip(seen.drafts, ids, strict=True)]
        page = render_template("curate_done.html", report=report, loaded=loaded, languages=())
        return make_response(page)

    return dict(zip(_STEPS, (look, again, load_them), strict=True))


def _files() -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file that was sent; a form without any sends an empty one."""
    for each in request.files.getlist("files"):
        with each.stream as stream:
            content = stream.read()
        if content:
            yield each.filename or "", content


def _paste(form: Form, *, told: dict[str, Any] | None = None, status: int = 200) -> AnyResponse:
    """Return the page on which answers are pasted."""
    page = render_template(
        "curate.html", form=form, problem=told, most_bytes=CONTENT_BYTES, title_chars=TITLE_CHARS
    )
    return make_response(page, status)


def _shown(form: Form, seen: Preview, *, removes: bool = False, status: int = 200) -> AnyResponse:
    """Return the page on which the answers that were found are checked; of a problem, with its status."""
    told = body_of(seen.problem) if seen.problem else None
    if isinstance(seen.problem, UnavailableError):
        log.error("%s %s: %s", request.method, request.path, seen.problem)
    page = render_template(
        "curate_preview.html",
        form=form,
        seen=seen,
        problem=told,
        removes=removes,
        most_rows=MOST_ROWS,
        title_chars=TITLE_CHARS,
        languages=(),  # a link to the same page in another language would lose what was typed
    )
    return make_response(page, told["status"] if told else status)


def _key_page(door: Door, *, wrong: bool = False, step: str = "") -> AnyResponse:
    """Return the page that asks for the key, and carries on what was typed where a session has ended."""
    ended = door.session() is Session.ENDED and request.method == "POST"
    sent = request.form if ended or wrong else MultiDict[str, str]()
    typed = [each for each in sent.items(multi=True) if each[0] not in ("key", "step")]
    page = render_template(
        "curate_key.html",
        wrong=wrong,
        ended=ended,
        step=step or sent.get("step", ""),
        typed=typed if ended else [],
    )
    return make_response(page, 403 if request.method == "POST" else 200)
