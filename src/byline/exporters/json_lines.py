"""JSON Lines: all that is known of an answer, one object a line, and where it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from byline.exporters.contract import Piece
from byline.models import Answer
from byline.wire import answer_record

NAME = "jsonl"
HELP = "one JSON object a line, without loss"
IS_FOLDER = False


def pieces(answers: Iterable[Answer]) -> Iterator[Piece]:
    """Yield a line an answer. Where the answer came from stands at its end."""
    for answer in answers:
        source = answer.source
        record = answer_record(answer) | {
            "collection": source.collection,
            "source_key": source.key,
            "source_title": source.title,
            "source_url": source.url,
        }
        yield Piece(json.dumps(record, ensure_ascii=False) + "\n")
