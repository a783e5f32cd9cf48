"""Press the same pages with Zensical and compare: `python -m tests.other_press PATH/TO/zensical`.

A page must come out at the same address with the same slots in the same order; then records can be
rendered into it, and MkDocs can be replaced without a change to the core.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from planbook.press.press import press
from planbook.press.sources import Sources, gather_sources
from planbook.reading.content import list_content
from planbook.software import THEME

ROOT = Path(__file__).parents[1]
SLOT = re.compile(r"<!-- slot: ([a-z_]+) -->")


def press_with_zensical(command: str, sources: Sources, scratch: Path) -> Mapping[str, str]:
    """Render the sources in a scratch folder and return the pages as {address: HTML}."""
    shutil.copy(ROOT / "mkdocs.yml", scratch)
    shutil.copytree(THEME, scratch / "theme")
    for path, place in sources.items():
        copy = scratch / "content" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, copy)
    subprocess.run([command, "build"], cwd=scratch, check=True, stdout=sys.stderr)
    built = scratch / "site"
    return {
        place.relative_to(built).as_posix().removesuffix("index.html"): place.read_text("utf-8")
        for place in sorted(built.rglob("*.html"))
    }


def compare(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """Say of each page what the other press does otherwise."""
    differences = []
    for address, html in ours.items():
        expected = SLOT.findall(html)
        if address not in theirs:
            differences.append(f"/{address}: không có trang này")
        elif (found := SLOT.findall(theirs[address])) != expected:
            differences.append(f"/{address}: chỗ điền {found}, đáng lẽ {expected}")
    return differences


def main(command: str) -> int:
    """Press twice, print what differs, and fail when anything does."""
    command = str(Path(command).absolute())
    sources = gather_sources(ROOT / "content", list_content(ROOT))
    ours = press(ROOT / "mkdocs.yml", sources, lambda _, make: make())
    with tempfile.TemporaryDirectory() as scratch:
        theirs = press_with_zensical(command, sources, Path(scratch))
    differences = compare(ours, theirs)
    print(*differences, sep="\n", end="\n" if differences else "")
    print(f"{len(ours)} trang, {len(differences)} trang khác")
    return int(bool(differences))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
