"""Changelog entries as the RSS feed of the site."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workos_docs_loaders.models import Release


def feed(releases: Iterable[Release], site: str) -> str:
    """Return a feed with one item for each entry.

    Args:
        releases: The entries.
        site: Scheme and host of the site that has them.
    """
    items = "".join(_item(release, site) for release in releases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>WorkOS Changelog</title>{items}</channel></rss>\n"
    )


def _item(release: Release, site: str) -> str:
    date = format_datetime(datetime.fromisoformat(release.date).replace(tzinfo=UTC))
    link = release.url.replace("https://workos.com", site)
    return (
        f"<item><title>{escape(release.title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{date}</pubDate><description>{escape(release.text)}</description></item>\n"
    )
