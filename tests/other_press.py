"""Press the same pages with Zensical and compare: `python -m tests.other_press PATH/TO/zensical`.

A page must come out at the same address with the same slots in the same order; then records can be
rendered into it, and MkDocs can be replaced without a change to the core. It is tried with the
department's own settings, and with all that an office may choose for the look.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from difflib import ndiff
from pathlib import Path

from planbook.press.adapter import read_pressed
from planbook.press.press import press
from planbook.press.sources import Sources, gather_sources
from planbook.reading.content import list_content
from planbook.software import THEME

ROOT = Path(__file__).parents[1]
SLOT = re.compile(r"<!-- slot: ([a-z_]+) -->")
# Zensical runs no hook, so it is told where our shell lies; the classic variant is Material's own.
OURS = "theme:\n  custom_dir: theme\n  variant: classic\n"
CHOSEN = """\
  icon: {logo: material/hospital-building}
  features:
    - navigation.tabs
    - navigation.tabs.sticky
    - navigation.top
    - navigation.footer
    - navigation.path
    - toc.follow
    - content.action.edit
    - content.code.copy
    - header.autohide
    - announce.dismiss
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: teal
      accent: indigo
      toggle: {icon: material/weather-night, name: Chuyển sang màu tối}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {icon: material/weather-sunny, name: Chuyển sang màu sáng}
"""


def lay_down(folder: Path, sources: Sources, chosen: str) -> None:
    """Lay the settings, the shell and the sources into a folder, as an office that has all of them itself."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("\ntheme:\n", f"\n{OURS}{chosen}")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    shutil.copytree(THEME, folder / "theme")
    for path, place in sources.items():
        copy = folder / "content" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, copy)


def press_twice(command: str, chosen: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Press the same folder with MkDocs and with Zensical, each giving {address: HTML}."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lay_down(folder, gather_sources(ROOT / "content", list_content(ROOT)), chosen)
        sources = gather_sources(folder / "content", list_content(folder))
        printed = press(folder / "mkdocs.yml", folder / "content", sources, lambda _, make: make())
        subprocess.run([command, "build"], cwd=folder, check=True, stdout=sys.stderr)
        return printed.pages, read_pressed(folder / "site")


def compare(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[str]:
    """Say of each page what the other press does otherwise."""
    differences = []
    for address, html in ours.items():
        if address not in theirs:
            differences.append(f"/{address}: không có trang này")
            continue
        expected, found = SLOT.findall(html), SLOT.findall(theirs[address])
        if changes := [line for line in ndiff(expected, found) if line[0] in "+-"]:
            differences.append(f"/{address}: chỗ điền {', '.join(changes)}")
    return differences


def fold(html: str) -> str:
    """Leave out what no reader sees: white space between words, and how JSON is spelled."""
    html = re.sub(r"='([\[{][^']*)'", lambda found: str(json.loads(found[1])), html)
    return " ".join(html.split())


def main(command: str) -> int:
    """Press, print what differs, and fail when a slot does."""
    command = str(Path(command).absolute())
    failed = False
    for name, chosen in (("như mkdocs.yml", ""), ("với mọi lựa chọn về giao diện", CHOSEN)):
        ours, theirs = press_twice(command, chosen)
        differences = compare(ours, theirs)
        same = sum(fold(ours[each]) == fold(theirs.get(each, "")) for each in ours)
        print(*differences, sep="\n", end="\n" if differences else "")
        print(f"{name}: {len(ours)} trang, {len(differences)} trang khác; {same} trang giống hệt")
        failed = failed or bool(differences)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
