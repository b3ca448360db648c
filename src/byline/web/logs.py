"""How a server's log is written: lines for people, or one JSON object a line for programs.

Each line says the id of the request it is about. What a program wants of it stands in the record's ``facts``.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import has_request_context

from byline.settings import Settings
from byline.web.tracing import trace

_FACTS = "facts"


def facts(**told: Any) -> dict[str, dict[str, Any]]:
    """Return what a log line tells programs besides, for the ``extra`` of a call of a logger."""
    return {_FACTS: told}


def write_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Write what is logged in this process to a stream, standard error by default, as the settings say."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(_with_request_id)
    handler.setFormatter(JsonLines() if settings.log_format == "json" else Lines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("byline").setLevel(logging.INFO)


def _with_request_id(record: logging.LogRecord) -> bool:
    record.request_id = trace().request_id if has_request_context() else ""
    return True


class Lines(logging.Formatter):
    """Lines for people: when, how grave, who says it, what, and the id of the request."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        """Return the line, with the id at its end."""
        request_id = getattr(record, "request_id", "")
        return super().formatMessage(record) + (f" [{request_id}]" if request_id else "")


class JsonLines(logging.Formatter):
    """One JSON object a line: ``time``, ``level``, ``logger``, ``message``, and what else there is."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object; a traceback is its ``exception``."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := getattr(record, "request_id", ""):
            told["request_id"] = request_id
        told |= getattr(record, _FACTS, {})
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)
