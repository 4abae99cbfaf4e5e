"""The documentation for MCP clients."""
