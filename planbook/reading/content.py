"""List what stands in content/ and may be published: named kinds of regular files below the root."""

from collections.abc import Iterator
from pathlib import Path

from planbook.model import CONTENT_SUFFIXES


def list_content(root: Path) -> list[Path]:
    """List the files that may be published, in order."""
    content = root / "content"
    return [
        place
        for place in sorted(content.rglob("*"))
        if place.is_file() and not place.is_symlink()
        if place.suffix.lower() in CONTENT_SUFFIXES
        if place.resolve().is_relative_to(content.resolve())
    ]


def read_attached(root: Path) -> Iterator[tuple[str, bytes]]:
    """Read the pictures and PDF files that written pages show or offer."""
    for place in list_content(root):
        if place.suffix.lower() != ".md":
            yield place.relative_to(root / "content").as_posix(), place.read_bytes()
