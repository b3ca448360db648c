"""The MCP server: the tools of ``tools``, with errors in words a model can act on."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, InputRequiredResult
from pydantic import ValidationError

from byline import __version__
from byline.agents.tools import add_tools
from byline.knowledge import KnowledgeBase
from byline.web.problems import fields_of, sentence_of

INSTRUCTIONS = """\
Byline answers in the experts' own words: every sentence it gives was written by the person it names.
Ask with `ask`. Quote what it gives unchanged, with the byline (`citation.text` or `citation.markdown`), \
and put words into nobody's mouth. When `answered` is false, say that nobody here has answered that.
Before you repeat a quotation from elsewhere, check it with `verify`."""


class _Server(MCPServer[Any]):
    """The server of the SDK, which alone would pass over an argument that it does not know."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool; an argument that it does not have is an error.

        Raises:
            ToolError: there is no such tool, or an argument is not right; the message says which.
        """
        tool = self._tool_manager.get_tool(name)
        if tool is None:
            known = ", ".join(each.name for each in self._tool_manager.list_tools())
            raise ToolError(f"{name}: there is no such tool. There are {known}.")
        takes = tool.parameters["properties"]
        if strange := sorted(arguments.keys() - takes.keys()):
            raise ToolError(f"{', '.join(strange)}: {name} does not take this. It takes {', '.join(takes)}.")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(sentence_of(fields_of(error.__cause__))) from error.__cause__
            if type(error.__cause__) is ToolError:  # raised by the tool: its own words, without the SDK's
                raise error.__cause__ from None
            raise


def create_server(kb: KnowledgeBase) -> MCPServer[Any]:
    """Return the MCP server that answers from ``kb``. It does not close ``kb``."""
    server = _Server(
        name="byline",
        title=kb.settings.title,
        version=__version__,
        description="Answers in the experts' own words, word for word, each under its author's byline.",
        instructions=INSTRUCTIONS,
        website_url=kb.settings.public_url or None,
        log_level="WARNING",  # what failed is told to the caller; a log would hold what was asked
    )
    add_tools(server, kb)
    return server
