"""Measure where time, memory and bytes go as the book grows: `python -m benchmarks.scale`.

It fills in the tables of docs/scale.md and leaves the words around them.
"""

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.__main__ import describe_machine, edit_cell, find_memory
from benchmarks.contestants import HERE, REAL, TODAY, Tools
from benchmarks.generate import generate
from benchmarks.measure import measure

PAGE = REAL / "docs/scale.md"
Json = dict[str, Any]

STEPS = {  # how the rows of --timings begin, and what they are called here
    "Đọc dữ liệu": "read the data",
    "Kiểm tra": "check it",
    "In các trang viết tay": "press the written pages",
    "Đọc lịch sử": "read the history",
    "Dựng trang": "make every file, on all processors",
    "Đặt trang mới": "put the new site in place",
}


def main() -> None:
    """Build each size once, then try the largest in DuckDB, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[2_000, 20_000, 100_000])
    parser.add_argument("--work", type=Path, default=find_memory())
    parser.add_argument("--tools", type=Path, default=REAL / ".cache/bench")
    options = parser.parse_args()
    tools = Tools(options.tools.absolute())
    tools.install()
    told = {}
    with tempfile.TemporaryDirectory(prefix="scale-", dir=options.work) as work:
        for size in options.sizes:
            told[size] = run_size(size, Path(work))
            print(size, told[size], flush=True)
        queries = Path(work) / "queries.json"
        command = (
            tools.bin / "python",
            HERE / "peers/parquet.py",
            Path(work) / "site/data",
            queries,
        )
        measure(command, Path(work), Path(work) / "log")
        tried = json.loads(queries.read_text("utf-8"))
    machine = describe_machine(options.work)
    fill(
        "machine",
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory']}, {machine['day']}.",
    )
    fill("growth", show_growth(told))
    fill("parquet", show_queries(max(told), tried))


def run_size(size: int, work: Path) -> Json:
    """Build one size from nothing, measure what was built, and build again after an edit."""
    root, site, log = work / "root", work / "site", work / "log"
    generate(root, size)
    options = ("--root", root, "--output", site, "--today", TODAY, "--timings")
    command = (sys.executable, REAL / "build.py", *options)
    cost = measure(command, work, log)
    rows = re.findall(r"^\| (.+?) +\| +([\d.]+) \|", log.read_text("utf-8"), re.M)
    files = {place: place.stat().st_size for place in site.rglob("*") if place.is_file()}
    edit_cell(root)
    again = measure(command, work, log)
    return {
        "steps": {name: float(seconds) for name, seconds in rows},
        "wall": cost.wall,
        "memory": cost.memory,
        "again": again.wall,
        "files": len(files),
        "bytes": sum(files.values()),
        "yaml": (root / "data/tasks.yaml").stat().st_size,
        "index": (site / "search/index.deflate").stat().st_size,
        "search": sum(each.stat().st_size for each in site.glob("search/**/*.deflate")),
        "page": max(files[each] for each in files if each.suffix == ".html"),
    }


def find_step(steps: dict[str, float], begin: str) -> float:
    """Find the seconds of the step whose name begins so."""
    return next((seconds for name, seconds in steps.items() if name.startswith(begin)), 0.0)


def show_growth(told: dict[int, Json]) -> str:
    """Write the table: a column a size."""
    return "\n".join(
        (
            f"| | {' | '.join(f'{size:,} tasks' for size in told)} |",
            f"|---|{'--:|' * len(told)}",
            *(
                row(name, (f"{find_step(each['steps'], step):.2f} s" for each in told.values()))
                for step, name in STEPS.items()
            ),
            row("**the whole build**", (f"{each['wall']:.1f} s" for each in told.values())),
            row(
                "again after one edited cell", (f"{each['again']:.1f} s" for each in told.values())
            ),
            row(
                "peak memory, all processes", (megabytes(each["memory"]) for each in told.values())
            ),
            row("files", (f"{each['files']:,}" for each in told.values())),
            row("bytes of the site", (megabytes(each["bytes"]) for each in told.values())),
            row("`data/tasks.yaml`", (megabytes(each["yaml"]) for each in told.values())),
            row("the largest page", (f"{each['page'] / 1e3:.0f} kB" for each in told.values())),
            row("the search index", (megabytes(each["search"]) for each in told.values())),
            row(
                "its directory, read by every search",
                (f"{each['index'] / 1e3:.1f} kB" for each in told.values()),
            ),
        )
    )


def show_queries(size: int, tried: Json) -> str:
    """Write the table of what was tried with Parquet and DuckDB."""
    lines = [f"| {size:,} tasks | |", "|---|--:|"]
    lines += [row(name, (value,)) for name, value in tried.items()]
    return "\n".join(lines)


def row(name: str, cells: Iterable[str]) -> str:
    """Write a row."""
    return f"| {name} | {' | '.join(cells)} |"


def megabytes(count: int) -> str:
    """Write a size."""
    return f"{count / 1e6:,.1f} MB"


def fill(name: str, words: str) -> None:
    """Put words between two marks of the page."""
    text = PAGE.read_text("utf-8")
    pattern = rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)"
    changed, count = re.subn(pattern, lambda found: found[1] + words + found[2], text, flags=re.S)
    if count != 1:
        raise SystemExit(f"{PAGE} has no place for {name}")
    PAGE.write_text(changed, "utf-8")


if __name__ == "__main__":
    main()
