"""Read where the site stands and where its sources are kept from mkdocs.yml."""

from collections.abc import Iterator
from pathlib import Path

from planbook.model import RefusedError, Site
from planbook.reading.settings import SETTINGS, read_settings
from planbook.software import find_file

_EXAMPLES = {
    "site_name": "site_name: Kế hoạch và nhiệm vụ",
    "site_url": "site_url: https://soyte.example.vn/ke-hoach/",
}


def find_settings(root: Path) -> Path:
    """Find the mkdocs.yml of a root, else that of the checkout that the software runs from."""
    for place in (root / SETTINGS, find_file(SETTINGS)):
        if place.is_file():
            return place
    raise RefusedError(
        f"Không có tệp {SETTINGS} trong {root}; lệnh new-site viết ra một tệp mẫu để bắt đầu."
    )


def read_site(settings: Path) -> Site:
    """Read the settings that the core shares with the press."""
    read = read_settings(settings)
    for name in ("site_name", "site_url"):
        if not isinstance(read.get(name), str):
            raise RefusedError(f"{settings.name} thiếu `{name}`; thêm ví dụ `{_EXAMPLES[name]}`.")
    extra = read.get("extra") or {}
    return Site(
        name=read["site_name"],
        url=read["site_url"].rstrip("/") + "/",
        repository=(extra.get("repository") or "").rstrip("/") or None,
        branch=extra.get("branch") or "main",
        since=str(extra.get("since") or "2025"),
        nav=tuple(_list_labels(read.get("nav"))),
    )


def _list_labels(nav: object) -> Iterator[tuple[str, str]]:
    """List the pages of the menu with their labels; a label may also stand over several pages."""
    for entry in nav if isinstance(nav, list) else ():
        for label, page in entry.items() if isinstance(entry, dict) else ():
            if isinstance(page, str):
                yield page, str(label)
            else:
                yield from _list_labels(page)
