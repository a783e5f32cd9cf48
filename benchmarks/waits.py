"""What people wait for, each as its person has it: from a clone, by the commands of README and workflows."""

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import measure

REAL = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that people wait for, and the longest that they should."""

    name: str
    words: str
    most: float  # seconds
    measure: Callable[[Path], float]  # in a folder that is empty


def measure_waits(names: Iterable[str], rounds: int, work: Path) -> dict[str, list[float]]:
    """Measure some waits in turns, each in a folder of its own."""
    chosen = [wait for wait in WAITS if wait.name in names]
    measured: dict[str, list[float]] = {wait.name: [] for wait in chosen}
    for _ in range(rounds):
        for wait in chosen:
            with tempfile.TemporaryDirectory(prefix="wait-", dir=work) as folder:
                measured[wait.name].append(wait.measure(Path(folder)))
            print(wait.name, round(measured[wait.name][-1], 2), flush=True)
    return measured


def run(folder: Path, *command: str | Path) -> float:
    """Run a command that must succeed, and give its seconds."""
    return measure(command, folder, folder / "wait.log").wall


def clone(folder: Path) -> Path:
    """Clone the repository as it is committed."""
    run(folder, "git", "clone", "--quiet", REAL, "clone")
    return folder / "clone"


def build_first(folder: Path) -> float:
    """Build the site in a fresh clone, packages and all."""
    return run(clone(folder), "make", "site")


def check_first(folder: Path) -> float:
    """Check a pull request, as far as its first word: what comes before installing is Git's."""
    return run(clone(folder), "make", "check-github")


def publish(folder: Path) -> float:
    """Take the steps of a merge that changed data, up to what is deployed."""
    return run(clone(folder), "make", "check-github", "compare", "digest")


def test_all(folder: Path) -> float:
    """Run every test, packages and browser being there."""
    place = clone(folder)
    run(place, "make", "lint")
    return run(place, "make", "test")


def see_saved(folder: Path) -> float:
    """Save a cell while the site is served, until its page shows the words: the median of five."""
    place = clone(folder)
    (place / ".venv").symlink_to(REAL / ".venv")
    tasks = place / "data/tasks.yaml"
    text = tasks.read_text("utf-8")
    at = text.index('\n  product: "') + len('\n  product: "')
    id = text[:at].rpartition("\n- id: ")[2].split("\n")[0]
    found = []
    with serving(place) as get:
        for turn in range(6):
            words = f"Lần sửa {turn}"
            tasks.write_text(f"{text[:at]}{words}, {text[at:]}", "utf-8")
            start = time.perf_counter()
            while words not in get(f"/tasks/{id}/"):
                time.sleep(0.01)
            found.append(time.perf_counter() - start)
            time.sleep(1)
    return sorted(found[1:])[2]


@contextmanager
def serving(place: Path) -> Iterator[Callable[[str], str]]:
    """Serve a clone; give what fetches a page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (sys.executable, "build.py", "serve", "--port", str(port))
    with open(place / "served.log", "w") as log:
        process = subprocess.Popen(command, cwd=place, stdout=log, stderr=log)

    def get(path: str) -> str:
        try:
            server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            server.request("GET", path)
            return server.getresponse().read().decode()
        except OSError:  # not yet
            return ""

    try:
        while not get("/"):
            if process.poll() is not None:
                raise SystemExit((place / "served.log").read_text("utf-8"))
            time.sleep(0.1)
        yield get
    finally:
        process.terminate()
        process.wait()


WAITS = (
    Wait("clone", "a fresh clone → `make site` done, with its packages", 10, build_first),
    Wait("check", "a pull request → the words of the check", 30, check_first),
    Wait("merge", "a merge of data → what is deployed", 120, publish),
    Wait("saved", "`build.py serve`: a file is saved → its page shows it", 0.5, see_saved),
    Wait("suite", "`make test`, packages and browser being there", 180, test_all),
)
