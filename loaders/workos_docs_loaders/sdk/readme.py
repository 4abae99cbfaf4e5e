"""A package's README, cut into sections with their code blocks."""

from __future__ import annotations

import re
from collections import Counter
from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from workos_docs_loaders.markdown.headings import headings_among
from workos_docs_loaders.markdown.text import plain
from workos_docs_loaders.sdk.models import Fence, ReadmeSection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from markdown_it.token import Token

    from workos_docs_loaders.markdown.headings import Heading
    from workos_docs_loaders.sdk.models import SdkSnapshot

MAX_SIZE = 1024 * 1024
"""Largest README read; the largest of the packages has 48,000 characters."""

_COMMONMARK = MarkdownIt("commonmark")


def read_readme(snapshot: SdkSnapshot) -> tuple[ReadmeSection, ...]:
    """Return the sections of a package's README; nothing where it has none."""
    # A Python package has its README above the folder of its sources.
    name = "README.md"
    path = name if snapshot.language == "python" else snapshot.source_path(name)
    return sections(_text(snapshot), snapshot.source_url(path))


def sections(text: str, url: str) -> tuple[ReadmeSection, ...]:
    """Cut Markdown at its headings; a section without text of its own is left out.

    Comments are left out too: the CLI's README keeps unreleased features in them.
    """
    tokens = _COMMONMARK.parse(text)
    lines = text.splitlines()
    all_headings = [*headings_among(tokens)]
    ends = [*(heading.start for heading in all_headings), len(lines)]
    found = [*_section((), "", (0, ends[0]), lines, tokens, url)]
    path: list[Heading] = []
    slugs: Counter[str] = Counter()
    for heading, end in zip(all_headings, ends[1:], strict=True):
        path = [*(above for above in path if above.level < heading.level), heading]
        slug = _slug(plain(heading.content))
        repeated = slugs[slug]
        slugs[slug] += 1
        found += _section(
            tuple(plain(above.content) for above in path),
            f"{slug}-{repeated}" if repeated else slug,
            (heading.end, end),
            lines,
            tokens,
            url,
        )
    return tuple(found)


def _section(
    headings: tuple[str, ...],
    slug: str,
    span: tuple[int, int],
    lines: list[str],
    tokens: list[Token],
    url: str,
) -> Iterable[ReadmeSection]:
    start, end = span
    hidden = {
        line
        for token in tokens
        if token.type == "html_block" and token.map and token.content.startswith("<!--")
        for line in range(*token.map)
    }
    text = "\n".join(lines[line] for line in range(start, end) if line not in hidden).strip()
    if not text:
        return ()
    fences = tuple(
        Fence((token.info.split() or [""])[0], token.content.rstrip("\n"))
        for token in tokens
        if token.type == "fence" and token.map and start <= token.map[0] < end
    )
    return (ReadmeSection(headings, slug, text, fences, f"{url}#{slug}" if url and slug else url),)


def _slug(heading: str) -> str:
    """Return the fragment that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _text(snapshot: SdkSnapshot) -> str:
    file = next((path for path in _candidates(snapshot) if path.is_file()), None)
    if file is None or file.stat().st_size > MAX_SIZE:
        return ""
    content = file.read_bytes()
    if file.name in ("METADATA", "PKG-INFO"):
        payload = BytesParser(policy=compat32).parsebytes(content).get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
    return content.decode(errors="replace").replace("\r\n", "\n")


def _candidates(snapshot: SdkSnapshot) -> list[Path]:
    """Return where a README may be; a wheel has it below the headers of its metadata."""
    wheel = f"{snapshot.package}-{snapshot.version}.dist-info/METADATA"
    names = ["PKG-INFO", wheel] if snapshot.language == "python" else []
    if snapshot.language == "python" and (snapshot.root / wheel).is_file():
        # Above an installed package is everyone's folder.
        return [snapshot.root / wheel]
    readmes = sorted(path for path in snapshot.root.iterdir() if path.name.lower() == "readme.md")
    return [*readmes, *(snapshot.root / name for name in names)]
