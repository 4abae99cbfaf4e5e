"""Check the labelled questions against the documentation they were written from.

Run from the repository root: `python -m benchmarks.questions.check --source DIR`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
FIELDS = ("id", "question", "style", "language", "gold", "answer", "evidence")
STYLES = ("natural", "keyword", "error", "api", "identifier", "changelog", "user", "unanswerable")
LINK = re.compile(r"\[([^\]]*)\]\([^)\s]*\)")
HEADING = re.compile(r"^\s*(?:- )?#{1,6}\s+(.+?)\s*(?:\{\{.*\}\})?$", re.MULTILINE)
PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019", "'")
    | dict.fromkeys("\u201c\u201d", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
    | dict.fromkeys("*_`\\", "")
)


def fold(text: str) -> str:
    """Return text without what differs between a source file and its rendered form."""
    unlinked = LINK.sub(r"\1", unicodedata.normalize("NFKC", text))
    return " ".join(unlinked.translate(PLAIN).lower().split())


def read_pages(docs: Path) -> dict[str, str]:
    """Return the raw text of every page and changelog entry by its path.

    Args:
        docs: The directory of the pages; `changelogs` is looked for next to it.
    """
    pages = {}
    for file in docs.rglob("*.mdx"):
        path = file.relative_to(docs).with_suffix("").as_posix()
        pages[path.removesuffix("/index")] = file.read_text("utf-8")
    for file in docs.parent.glob("changelogs/*.json"):
        for entry in json.loads(file.read_text("utf-8")):
            slug = entry["url"].rstrip("/").rpartition("/")[2]
            pages[f"changelog/{slug}"] = "\n".join([entry["version"], *entry["changes"]])
    return pages


def problems(question: dict[str, Any], pages: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with one question."""
    if tuple(question) != FIELDS:
        yield f"fields are {list(question)}, not {list(FIELDS)}"
        return
    if question["style"] not in STYLES:
        yield f"unknown style {question['style']!r}; known: {', '.join(STYLES)}"
    gold, evidence = question["gold"], question["evidence"]
    if bool(gold) != bool(evidence):
        yield "gold pages and evidence come together"
    if question["style"] != "user" and (question["style"] == "unanswerable") == bool(gold):
        yield "unanswerable questions, and only they, have no gold page"
    for place in gold:
        if place["path"] not in pages:
            yield f"no page {place['path']}"
        elif place["section"] is not None:
            headings = {fold(heading) for heading in HEADING.findall(pages[place["path"]])}
            if fold(place["section"]) not in headings:
                yield f"no heading {place['section']!r} on {place['path']}"
    if gold and evidence and fold(evidence) not in fold(pages.get(gold[0]["path"], "")):
        yield f"evidence {evidence!r} is not on {gold[0]['path']}"


def check(source: Path, version: str) -> list[str]:
    """Return every problem of the question files of one version, each with file and line."""
    docs = source / "docs" if (source / "docs").is_dir() else source
    pages = read_pages(docs)
    if not pages:
        return [f"{docs} holds no .mdx page"]
    found = []
    seen: set[str] = set()
    for file in sorted([*HERE.glob(f"*-{version}.jsonl"), *HERE.glob("unanswerable-*.jsonl")]):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            place = f"{file.name}:{number}"
            try:
                question = json.loads(line)
            except json.JSONDecodeError as error:
                found.append(f"{place}: not JSON: {error}")
                continue
            found += [f"{place}: {problem}" for problem in problems(question, pages)]
            for key in (question.get("id"), fold(question.get("question", ""))):
                if key in seen:
                    found.append(f"{place}: {key!r} occurs twice")
                seen.add(key)
    return found


def main() -> int:
    """Print the problems; return 1 when there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--source",
        type=Path,
        required=True,
        help="the docs directory of that version, or the directory that holds it",
    )
    parser.add_argument("--version", default="0.2.0", help="which question files to check")
    arguments = parser.parse_args()
    found = check(arguments.source, arguments.version)
    sys.stdout.writelines(f"{problem}\n" for problem in found or ["The questions are sound."])
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
