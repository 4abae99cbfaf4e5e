"""Markdown as text: its words, excerpts of it, what of it fits, how it is shown safely."""
