"""The navigation of a site, made of its index: one file for each product, as in the package."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workos_docs_loaders.site.reading.index import Link

FILE = "_navigation.md"


def navigation_files(paths: Mapping[str, Link]) -> dict[str, dict[str, Any]]:
    """Return the front matter of each navigation file, by its path.

    A directory that most pages below one heading of the index lie in is a product of that name.

    Args:
        paths: The pages of the index, by path.
    """
    products = _products(paths)
    links: dict[str, list[dict[str, Any]]] = {name: [] for name in products}
    for path, link in paths.items():
        top = path.partition("/")[0]
        if top in products:
            above = [title for title in link.above if title != products[top]]
            _insert(links[top], above, {"title": link.title, "url": f"/{path}"})
    return {
        f"{name}/{FILE}": {"title": title, "links": links[name]} for name, title in products.items()
    }


def _products(paths: Mapping[str, Link]) -> dict[str, str]:
    directories: dict[str, Counter[str]] = {}
    sections: dict[str, Counter[str]] = {}
    below = {path.partition("/")[0] for path in paths if "/" in path}
    for path, link in paths.items():
        top = path.partition("/")[0]
        if link.section and top in below:
            directories.setdefault(top, Counter())[link.section] += 1
            sections.setdefault(link.section, Counter())[top] += 1
    found: dict[str, str] = {}
    for top, names in directories.items():
        section = names.most_common(1)[0][0]
        if len(sections) > 1 and sections[section].most_common(1)[0][0] == top:
            found[top] = section
    return found


def _insert(links: list[dict[str, Any]], above: Iterable[str], item: dict[str, Any]) -> None:
    """Put an item below the titles above it, each made where it is not there."""
    for title in above:
        group = next((one for one in links if one["title"] == title), None)
        if group is None:
            group = {"title": title}
            links.append(group)
        links = group.setdefault("links", [])
    existing = next((one for one in links if one["title"] == item["title"]), None)
    if existing is not None and "url" not in existing:
        existing["url"] = item["url"]
    else:
        links.append(item)
