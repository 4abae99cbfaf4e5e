"""The WorkOS documentation as retrievers and tools for agent frameworks."""
