"""What the tools ``search`` and ``fetch`` give, as connectors expect it of every server.

The shapes are those that assistants with connectors look for: ``search`` gives ``{"results": [...]}``, each
with ``id``, ``title`` and ``url``, and ``fetch`` gives the document behind an ``id``.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Given(BaseModel):
    """A part of what a tool gives."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Found(Given):
    """An answer that was found."""

    id: str = Field(description="The answer's id; `fetch` takes it.")
    title: str = Field(description="The question it answers, and by whom it is.")
    url: str = Field(description="Where it is read.")


class SearchResults(Given):
    """The answers that were found, best first; none where nobody answered."""

    results: list[Found]


class Document(Given):
    """An answer in full."""

    id: str
    title: str
    text: str = Field(description="The author's words, all of them and unchanged.")
    url: str
    metadata: dict[str, str] = Field(
        description="The byline, the date, the source, and `citation`: the text with its byline, to paste."
    )
