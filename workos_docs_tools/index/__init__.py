"""Documentations and SDK packages as collections: fetched, read, searched once a page, opened."""
