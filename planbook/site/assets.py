"""Gather what pages load, in a folder that is named by its content, so that browsers may keep it for ever."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from planbook.model import Body
from planbook.reading.logos import read_logo
from planbook.software import THEME


def read_assets(root: Path, publisher: Body | None) -> tuple[str, dict[str, bytes]]:
    """Read the theme's files, and the publisher's mark where it has one: their folder, all by path."""
    folder = THEME / "assets"
    files = {
        place.relative_to(folder).as_posix(): place.read_bytes()
        for place in sorted(folder.rglob("*"))
        if place.is_file()
    }
    logo = read_logo(root, publisher)
    files |= {"icon.svg": logo} if logo else {}
    name = name_folder(files)
    return name, {f"{name}/{path}": content for path, content in files.items()}


def name_folder(files: Mapping[str, bytes]) -> str:
    """Name a folder by the content of its files."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        digest.update(f"{path}\0{len(content)}\0".encode() + content)
    return f"assets/{digest.hexdigest()[:10]}"
