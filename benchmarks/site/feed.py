"""Changelog entries as the RSS feed of the site."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workos_docs_loaders.models import Release


def feed(releases: Iterable[Release]) -> str:
    """Return a feed with one item for each entry."""
    items = "".join(_item(release) for release in releases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>WorkOS Changelog</title>{items}</channel></rss>\n"
    )


def _item(release: Release) -> str:
    date = format_datetime(datetime.fromisoformat(release.date).replace(tzinfo=UTC))
    return (
        f"<item><title>{escape(release.title)}</title><link>{escape(release.url)}</link>"
        f"<pubDate>{date}</pubDate><description>{escape(release.text)}</description></item>\n"
    )
