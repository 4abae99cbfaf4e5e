"""What users call things that the documentation calls otherwise."""

from __future__ import annotations

RENAMED_PATHS = (
    ("user-management", "authkit"),
    ("reference/user-management", "reference/authkit"),
    ("scim", "directory-sync"),
    ("single-sign-on", "sso"),
)
"""Pairs of path prefixes for one thing; which of the two exists depends on the version."""

LANGUAGE_ALIASES = {
    "c#": "dotnet",
    "csharp": "dotnet",
    ".net": "dotnet",
    "golang": "go",
    "http": "curl",
    "javascript": "js",
    "node": "js",
    "node.js": "js",
    "nodejs": "js",
    "py": "python",
    "rb": "ruby",
    "rest": "curl",
    "shell": "curl",
    "ts": "js",
    "typescript": "js",
}
"""Names for the SDK languages that callers use, and the documentation's own."""

FENCE_LANGUAGES = {
    "curl": ("bash", "sh", "shell", "url"),
    "dotnet": ("cs", "csharp", "c#"),
    "js": ("js", "jsx", "javascript", "ts", "tsx", "typescript"),
    "python": ("py", "python"),
    "ruby": ("rb", "ruby", "erb"),
}
"""How code fences name the languages of the documentation, where not by the same word."""
