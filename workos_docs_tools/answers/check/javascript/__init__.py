"""JavaScript and TypeScript code, read by its syntax tree."""
