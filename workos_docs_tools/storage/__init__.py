"""What lies in Chroma and beside it: nodes, tokens and facts, one generation at a time."""
