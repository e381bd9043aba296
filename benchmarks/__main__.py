"""Every benchmark, into docs/reference/performance.md: `python -m benchmarks` (`make bench`)."""

import sys
from pathlib import Path

from benchmarks import chain, chart, classify, design, explore, finance, reconcile, register, share
from benchmarks.harness import set_up

REPORT = Path(__file__).resolve().parents[1] / "docs" / "reference" / "performance.md"


def main() -> int:
    set_up()
    modules = (register, chain, explore, design, share, finance, reconcile, classify, chart)
    results = [module.measure() for module in modules]
    lines = ["# Performance", "", "Written by `make bench`; do not edit."]
    for result in results:
        lines += ["", *result.lines]
    text = "\n".join(lines) + "\n"
    print(text)
    REPORT.write_text(text)
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
