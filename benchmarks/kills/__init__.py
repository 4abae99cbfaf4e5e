"""Processes that are killed while they index, and others that read meanwhile."""
