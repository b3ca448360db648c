"""An Evaluation as JSON, and back again, so that a later one can be compared with it."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from byline.errors import FileFormatError
from byline.evaluation.results import Evaluation


def as_record(evaluation: Evaluation) -> dict[str, Any]:
    """Return an Evaluation as a dictionary ready for JSON."""
    return asdict(evaluation)


def read_evaluation(path: Path) -> Evaluation:
    """Read an Evaluation from the JSON that ``as_record`` gives; keys that it does not have are passed over.

    Raises:
        FileFormatError: the file is none.
    """
    try:
        return _adapter().validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise FileFormatError(
            path,
            f"This is no evaluation: {where + ': ' if where else ''}{first['msg']}.",
            "Name a file that `byline eval --json` wrote.",
        ) from error


@cache
def _adapter() -> TypeAdapter[Evaluation]:
    return TypeAdapter(Evaluation)
