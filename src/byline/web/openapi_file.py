"""Writes the OpenAPI document: ``python -m byline.web.openapi_file`` (``make clients``)."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from byline.knowledge import KnowledgeBase
from byline.settings import Settings
from byline.web.app import create_app


def openapi_text() -> str:
    """Return the document as a server with the default settings serves it."""
    with TemporaryDirectory() as folder, KnowledgeBase.open(settings=_defaults(Path(folder))) as kb:
        document = create_app(kb).test_client().get("/openapi.json").get_json()
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _defaults(home: Path) -> Settings:
    """Return the settings of a server that nobody has set anything for; the environment is not asked."""
    return Settings.model_validate({"home": home})


if __name__ == "__main__":
    sys.stdout.write(openapi_text())
