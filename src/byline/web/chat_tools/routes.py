"""The addresses that chat tools send to, each there only where its secret is set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, request

from byline.knowledge import KnowledgeBase
from byline.web.chat_tools import mattermost, slack, teams
from byline.web.chat_tools.checks import FRESH_S, SeenOnce, check_slack, check_teams, check_time, check_token
from byline.web.chat_tools.said import Asker
from byline.web.limits import Limited

DAY_S = 24 * 60 * 60
Json = dict[str, Any]


def chat_tools(kb: KnowledgeBase, limited: Limited) -> Blueprint:
    """Return the routes under /integrations of the chat tools whose secrets are in the settings.

    Args:
        kb: the knowledge base that is asked.
        limited: the decorator that counts questions.
    """
    blueprint = Blueprint("chat_tools", __name__, url_prefix="/integrations")
    asker = Asker(kb)
    for name, add in (("slack", _slack), ("mattermost", _mattermost), ("teams", _teams)):
        secret = getattr(kb.settings, f"{name}_secret").get_secret_value()
        if secret:
            # Mattermost signs nothing, so what came is remembered for longer.
            keep_s = DAY_S if name == "mattermost" else 3 * FRESH_S
            seen = SeenOnce(kb.settings.home / "chat-tools" / name, keep_s)
            add(blueprint, asker, limited, secret, seen, kb.settings.chat_in_channel)
    return blueprint


def _slack(
    blueprint: Blueprint, asker: Asker, limited: Limited, secret: str, seen: SeenOnce, in_channel: bool
) -> None:
    @blueprint.post("/slack")
    @limited
    def slack_command() -> Json:
        body, signature = _body(), request.headers.get("X-Slack-Signature", "")
        check_slack(secret, request.headers.get("X-Slack-Request-Timestamp", ""), signature, body)
        if request.form.get("ssl_check"):
            return {}
        seen.refuse_again(signature)
        said = asker.ask(slack.question_of(request.form.get("text", "")))
        return slack.message(said, in_channel=in_channel)


def _mattermost(
    blueprint: Blueprint, asker: Asker, limited: Limited, secret: str, seen: SeenOnce, in_channel: bool
) -> None:
    @blueprint.post("/mattermost")
    @limited
    def mattermost_message() -> Json:
        body = _body()
        fields: Mapping[str, str] = (
            {name: str(value) for name, value in _object(body).items()} if request.is_json else request.form
        )
        check_token(secret, fields.get("token", ""))
        if "timestamp" in fields:
            check_time(_seconds(fields["timestamp"]))
        message_id = fields.get("post_id") or fields.get("trigger_id")
        if not message_id:
            abort(401, "The request names no message (post_id) and no command (trigger_id). Mattermost does.")
        seen.refuse_again(message_id)
        said = asker.ask(mattermost.question_of(fields))
        return mattermost.message(said, command="command" in fields, in_channel=in_channel)


def _teams(
    blueprint: Blueprint,
    asker: Asker,
    limited: Limited,
    secret: str,
    seen: SeenOnce,
    in_channel: bool,  # noqa: ARG001 - a webhook of Teams has no other way than to answer where it was asked
) -> None:
    @blueprint.post("/teams")
    @limited
    def teams_message() -> Json:
        body, authorization = _body(), request.headers.get("Authorization", "")
        check_teams(secret, authorization, body)
        activity = _object(body)
        check_time(teams.moment_of(activity))
        seen.refuse_again(authorization)
        return teams.message(asker.ask(teams.question_of(activity)))


def _body() -> bytes:
    """Return the body as it was sent, for its signature; the form can be read from it afterwards.

    Raises:
        werkzeug.exceptions.RequestEntityTooLarge: it is longer than the setting ``body_bytes``.
    """
    return request.get_data(cache=True, parse_form_data=False)


def _object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        abort(400, "The body is no JSON object. The chat tool sends one.")
    return found


def _seconds(milliseconds: str) -> float | None:
    """Return a time as Mattermost writes it, in milliseconds, or in seconds as it once did."""
    if not (milliseconds.isascii() and milliseconds.isdecimal() and len(milliseconds) < 16):
        return None
    value = float(milliseconds)
    return value / 1000 if value > 1e11 else value
