"""Our MCP server beside the npm package's, spoken to by real clients."""
