"""HTTP operations in the one spelling in which documentation and SDKs meet."""

from __future__ import annotations

import re

_PARAMETER = re.compile(r"\{[^{}]*\}|:[A-Za-z_]\w*")
_HOST = re.compile(r"https?://[^/]*", re.IGNORECASE)

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def operation(verb: str, path: str) -> str:
    """Return an operation as it is shown: `GET /organizations/{id}`; empty without a path.

    Args:
        verb: In any case.
        path: With or without host, leading slash and query; a parameter stands in braces.
    """
    place = _HOST.sub("", path.strip()).partition("?")[0].strip("/")
    if verb.upper() not in VERBS or not re.search("[A-Za-z]", _PARAMETER.sub("", place)):
        return ""
    return f"{verb.upper()} /{place}"


def operation_key(shown: str) -> str:
    """Return what two spellings of one operation have in common.

    Parameters are blanked, `-` and `_` are one: `GET /organization-domains/:id` and
    `GET /organization_domains/{domain_id}` have the same key.
    """
    return _PARAMETER.sub("{}", shown).replace("-", "_").rstrip("/").lower()
