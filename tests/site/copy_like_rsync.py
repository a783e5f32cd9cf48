"""Copy a folder as `rsync -rc --link-dest` does, for machines that have no rsync.

Understands what deploy/publish.sh asks for and nothing else: files that are the same as those in
the folder of `--link-dest` become links to them, all others are copied.
"""

import filecmp
import os
import shutil
import sys
from pathlib import Path


def main(mode: str, chmod: str, link_dest: str, source: str, target: str) -> None:
    """Copy everything below a folder into another."""
    assert (mode, chmod) == ("-rc", "--chmod=D755,F644")
    assert source.endswith("/") and target.endswith("/")
    old = Path(target) / link_dest.removeprefix("--link-dest=")
    for place in sorted(Path(source).rglob("*")):
        path = place.relative_to(source)
        copy = Path(target) / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        if place.is_file():
            twin = old / path
            if twin.is_file() and filecmp.cmp(twin, place, shallow=False):
                os.link(twin, copy)
            else:
                shutil.copyfile(place, copy)
                copy.chmod(0o644)


if __name__ == "__main__":
    main(*sys.argv[1:])
