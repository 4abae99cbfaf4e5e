"""Check what a built wheel holds: two packages, their types, questions, the model, its licences."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

REQUIRED = {
    "workos_docs_loaders/py.typed",
    "workos_docs_tools/py.typed",
    "workos_docs_tools/embeddings/model/LICENSE",
    "workos_docs_tools/embeddings/model/NOTICE",
    "workos_docs_tools/embeddings/model/documents.onnx",
    "workos_docs_tools/embeddings/model/largest_sums.onnx",
    "workos_docs_tools/embeddings/model/model.onnx",
    "workos_docs_tools/embeddings/model/tokenizer.json",
}
PACKAGES = {"workos_docs_loaders", "workos_docs_tools"}
MAX_BYTES = 40 * 1024 * 1024


def main(wheel: Path) -> None:
    """Raise `SystemExit` with a message unless the wheel is as it must be."""
    names = set(ZipFile(wheel).namelist())
    packages = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    sources = {
        str(path.relative_to(root))
        for root in (Path(), Path("loaders"))
        for package in PACKAGES
        for suffix in ("py", "jsonl")
        for path in (root / package).rglob(f"*.{suffix}")
    }
    if packages != PACKAGES:
        raise SystemExit(f"{wheel.name} holds {sorted(packages)}, not {sorted(PACKAGES)}")
    if missing := sorted((REQUIRED | sources) - names):
        raise SystemExit(f"{wheel.name} lacks {missing}")
    if wheel.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{wheel.name} has {wheel.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
