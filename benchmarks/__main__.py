"""Run the benchmark: `python -m benchmarks --sizes 200 2000`; the report is docs/benchmarks.md.

For each number of tasks every contestant is laid out on a file system in memory, then all build in
turns, round after round. `real` is the real book with its history. Then what people wait for.
"""

import argparse
import dataclasses
import datetime as dt
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.contestants import CONTESTANTS, HERE, REAL, TODAY, Command, Contestant, Tools
from benchmarks.generate import generate
from benchmarks.measure import Cost, Failure, measure
from benchmarks.report import write_report
from benchmarks.waits import WAITS, measure_waits

RESULTS = HERE / "results.json"
MANY = 20_000  # from so many tasks on, a slow contestant runs in the first round only
TOO_MANY = 100_000  # from so many on, an index of whole pages takes more memory than there is


def main() -> None:
    """Run what is asked for and write the report."""
    options = parse_arguments()
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"sizes": {}}
    if not options.report:
        tools = Tools(options.tools.absolute())
        tools.install()
        results["machine"] = describe_machine(options.work)
        results["versions"] = tools.versions()
        for size in options.sizes:
            with tempfile.TemporaryDirectory(prefix="benchmark-", dir=options.work) as work:
                measured = run_size(size, options.only, options.rounds, Path(work), tools)
            results["sizes"].setdefault(size, {}).update(measured)
            results["sizes"] = dict(
                sorted(results["sizes"].items(), key=lambda item: order_of(item[0]))
            )
            save(results)
        results["waits"] = results.get("waits", {}) | measure_waits(
            options.waits, options.rounds, options.work
        )
        save(results)
    write_report(results, REAL / "docs")


def save(results: dict[str, Any]) -> None:
    """Keep what was measured."""
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")


def run_size(
    size: str, names: list[str], rounds: int, work: Path, tools: Tools
) -> dict[str, dict[str, Any]]:
    """Lay out the contestants for one number of tasks and let them build in turns."""
    root, data = work / "root", work / "data"
    lay_out(size, root)
    preparing = (sys.executable, "-m", "benchmarks.peer_data", root, data, "--today", TODAY)
    preparation = measure(preparing, REAL, work / "log")
    contestants = {}
    for name in names:
        (work / name).mkdir()
        contestants[name] = CONTESTANTS[name](root, data, work / name, tools)
    measured: dict[str, dict[str, Any]] = {name: {"rounds": []} for name in names}
    measured["preparation"] = dataclasses.asdict(preparation)
    for at in range(rounds):
        for name, contestant in contestants.items():
            if at and contestant.slow and size.isdigit() and int(size) >= MANY:
                continue
            if "failure" in measured[name]:
                continue
            try:
                costs = run_round(contestant, root, work / "log", order_of(size) < TOO_MANY)
            except Failure as failure:
                print(size, name, failure, flush=True)
                measured[name] = {"rounds": [], "failure": str(failure).splitlines()[-1]}
                continue
            told = {key: dataclasses.asdict(cost) for key, cost in costs.items()}
            measured[name]["rounds"].append({"round": at, **told})
            measured[name] |= describe_output(contestant.output)
            print(size, name, {key: round(cost.wall, 2) for key, cost in costs.items()}, flush=True)
            shutil.rmtree(contestant.output)  # the memory is needed by the next one
    return measured


def run_round(contestant: Contestant, root: Path, log: Path, whole: bool) -> dict[str, Cost]:
    """Build from nothing without and with the index; ours also with less, and after one edited cell."""

    def run(*commands: Command) -> Cost:
        costs = [measure(command, contestant.folder, log) for command in commands]
        return sum(costs[1:], costs[0])

    contestant.clear()
    if not contestant.pages:
        return {"whole": run(contestant.whole)}
    costs = {"pages": run(*contestant.pages)}
    if not contestant.full:
        if whole:
            costs["whole"] = costs["pages"] + run(contestant.whole)
            shutil.rmtree(contestant.output / "pagefind")
        costs["full"] = costs["pages"] + run(contestant.index)
        return costs
    for less in ("bare", "indexed"):
        contestant.clear()
        costs[less] = run(getattr(contestant, less))
    contestant.clear()
    costs["full"] = run(contestant.full)
    edit_cell(root)
    costs["edited"] = run(contestant.full)
    return costs


def lay_out(size: str, root: Path) -> None:
    """Generate a root of so many tasks; the real one keeps its history, which its build reads."""
    if size == "real":
        count = (REAL / "data/tasks.yaml").read_text("utf-8").count("\n- id: ")
        generate(root, count)
        shutil.copytree(REAL / ".git", root / ".git")
    else:
        generate(root, int(size))


def edit_cell(root: Path) -> None:
    """Change the product of the task in the middle, each time to something new."""
    place = root / "data/tasks.yaml"
    text = place.read_text("utf-8")
    start = '\n  product: "'
    at = text.index(start, len(text) // 2) + len(start)
    place.write_text(f"{text[:at]}Sửa, {text[at:]}", "utf-8")


def describe_output(output: Path) -> dict[str, int]:
    """Count the files that a build wrote, and their bytes."""
    files = [place for place in output.rglob("*") if place.is_file()]
    return {"files": len(files), "bytes": sum(place.stat().st_size for place in files)}


def describe_machine(work: Path) -> dict[str, str]:
    """Tell what the figures were measured on."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    kind = subprocess.run(
        ("stat", "--file-system", "--format=%T", work), capture_output=True, text=True, check=True
    )
    return {
        "day": f"{dt.date.today()}",
        "processor": model[1] if model else platform.processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{memory / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "files": kind.stdout.strip(),
    }


def order_of(size: str) -> int:
    """Order the sizes: the real book first."""
    return int(size) if size.isdigit() else 0


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=["real", "200", "2000"])
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=list(CONTESTANTS))
    names = [wait.name for wait in WAITS]
    parser.add_argument("--waits", nargs="*", choices=names, default=names)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=find_memory())
    parser.add_argument("--tools", type=Path, default=REAL / ".cache/bench")
    parser.add_argument("--report", action="store_true", help="only write the report again")
    return parser.parse_args()


def find_memory() -> Path:
    """Choose a file system in memory where there is one."""
    shared = Path("/dev/shm")
    return shared if os.access(shared, os.W_OK) else Path(tempfile.gettempdir())


if __name__ == "__main__":
    main()
