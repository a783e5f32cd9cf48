"""Read where the site stands and where its sources are kept from mkdocs.yml."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from planbook.model import RefusedError, Site
from planbook.software import find_file

SETTINGS = "mkdocs.yml"
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


class _Loader(yaml.SafeLoader):
    """Passes over what only MkDocs understands, such as `!ENV` and `!!python/name:`."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def read_settings(settings: Path) -> dict[str, Any]:
    """Read an mkdocs.yml as it stands."""
    try:
        read = yaml.load(settings.read_text(encoding="utf-8"), _Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RefusedError(
            f"{settings.name} không đọc được ({' '.join(str(error).split())}); so với tệp mẫu."
        ) from error
    if not isinstance(read, dict):
        raise RefusedError(
            f"{settings.name} không có dòng nào dạng `tên: giá trị`; so với tệp mẫu."
        )
    return read


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
