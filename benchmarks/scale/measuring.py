"""What a process that opens the documentation and searches takes: run as a program of its own.

python -m benchmarks.scale.measuring VERSION DIRECTORY QUESTIONS
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from statistics import median

from workos_docs_tools import WorkOSDocs


def main() -> None:
    """Print what was measured, as JSON."""
    version, directory, questions = sys.argv[1:]
    asked = json.loads(Path(questions).read_text())
    started, spent = time.perf_counter(), time.process_time()
    docs = WorkOSDocs.open(version, persist_directory=directory, sdks=(), progress=False)
    docs.search(asked[0])
    cold = time.perf_counter() - started, time.process_time() - spent
    walls, spents = [], []
    for question in asked:
        started, spent = time.perf_counter(), time.process_time()
        docs.search(question)
        walls.append(time.perf_counter() - started)
        spents.append(time.process_time() - spent)
    status = Path("/proc/self/status").read_text()
    memory = {name: int(size) / 1024 for name, size in re.findall(r"(\w+):\s+(\d+) kB", status)}
    found = {
        "nodes": len(docs.index.nodes),
        "cold_seconds": cold[0],
        "cold_cpu_seconds": cold[1],
        "warm_ms": 1000 * median(walls),
        "warm_cpu_ms": 1000 * median(spents),
        "rss_mb": memory["VmRSS"],
        "private_mb": memory["RssAnon"],
        "peak_mb": memory["VmHWM"],
    }
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
