"""How long a reply may be."""

from __future__ import annotations

DEFAULT_MAX_TOKENS = 2000
"""Budget of a reply where a call names none."""
MIN_MAX_TOKENS = 200
"""Budget below which a reply has no room for a passage and its source."""
