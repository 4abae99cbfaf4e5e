"""Changelogs of every form as releases: packaged JSON, RSS and Atom feeds, CHANGELOG.md."""

from __future__ import annotations

from workos_docs_loaders.changelog.feed import parse_feed
from workos_docs_loaders.changelog.markdown import parse_changelog
from workos_docs_loaders.changelog.packaged import parse_packaged
from workos_docs_loaders.changelog.read import read_changelog

__all__ = ["parse_changelog", "parse_feed", "parse_packaged", "read_changelog"]
