"""Nodes in Chroma, and what is derived from them beside it."""
