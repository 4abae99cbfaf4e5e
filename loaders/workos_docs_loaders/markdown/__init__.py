"""Markdown as text: its blocks, parts, headings and links, and what is left without marks."""
