"""Products as people call them, and the pages on which each begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_ALIASES = {
    "2fa": "mfa",
    "access-control": "rbac",
    "dsync": "directory-sync",
    "fine-grained-authorization": "fga",
    "multi-factor-auth": "mfa",
    "multi-factor-authentication": "mfa",
    "role-based-access-control": "rbac",
    "scim": "directory-sync",
    "single-sign-on": "sso",
    "user-management": "authkit",
}
"""Product by another name of it."""
_FORMER = {"authkit": "user-management"}
"""What the page of a product was called in older versions."""
_SETTING_UP = re.compile(
    r"(?:how (?:do|can|should) (?:i|we) |how to )?(?:set(?:ting)? ?up|get(?:ting)? started with|"
    r"integrate|implement|enable|install) (?P<what>[\w -]{1,60}?)[ ?.!]*",
    re.IGNORECASE,
)
_GUIDE = "quick-start"


def start_page(text: str, paths: Collection[str]) -> str | None:
    """Return the page on which a product begins, if a text is its name, or asks to set it up.

    Args:
        text: What is asked.
        paths: All pages. Who sets a product up starts on its quick start, where it has one.
    """
    asked = _SETTING_UP.fullmatch(text)
    words = re.findall(r"[a-z0-9]+", (asked["what"] if asked else text[:60]).lower())
    name = "-".join(words)
    product = _ALIASES.get(name, name)
    pages = [product, *filter(None, [_FORMER.get(product)])]
    if asked:
        pages = [*(f"{page}/{_GUIDE}" for page in pages), *pages]
    return next((page for page in pages if page in paths), None)
