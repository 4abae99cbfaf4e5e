"""What the official MDX parser, remark, reads in the pages."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).parent


def read_references(docs: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return what remark reads in every page below a directory, by source path.

    Raises:
        SystemExit: Node.js or remark is missing, or a page is no MDX.
    """
    node = shutil.which("node")
    if node is None or not (_HERE / "node_modules").is_dir():
        raise SystemExit("Install Node.js, then run: npm install --prefix benchmarks/fidelity")
    command = [node, str(_HERE / "reference.mjs"), str(docs)]
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    pages = {page["path"]: page for page in map(json.loads, output.splitlines())}
    if broken := [f"{path}: {page['error']}" for path, page in pages.items() if "error" in page]:
        raise SystemExit("\n".join(broken))
    return pages
