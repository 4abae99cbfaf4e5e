"""How much is asked of a site, and how patiently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one refresh."""

    at_once: int = 4
    """Requests under way together; one where robots.txt sets a delay."""
    attempts: int = 4
    """Tries of one page before it counts as failed."""
    first_wait: float = 1.0
    """Seconds before the second try; doubled before each further one."""
    longest_wait: float = 60.0
    """Longest `Retry-After` that is waited for; a longer one fails the page."""
    request_seconds: float = 30.0
    """Longest that one page may take to arrive."""
    total_seconds: float = 1800.0
    """Longest that all pages may take; those not reached by then count as failed."""
    page_bytes: int = 4 * 1024 * 1024
    """Largest page. The largest one of the documentation has 37 KB."""
    index_bytes: int = 16 * 1024 * 1024
    """Largest index, or file that holds all pages."""
    pages: int = 5000
    """Most pages of one site."""
    redirects: int = 5
    failures_in_a_row: int = 10
    """After so many pages in a row the rest is not tried: the site is down, or has had enough."""


LIMITS = Limits()
