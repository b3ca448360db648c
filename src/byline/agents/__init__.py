"""What assistants and other programs ask through: a server of the Model Context Protocol (MCP); an extra."""
