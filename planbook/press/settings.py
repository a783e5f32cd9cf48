"""Read where the site stands and where its sources are kept from mkdocs.yml."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from planbook.model import LINK_PATTERN, Outage, RefusedError, Site
from planbook.press.theme import read_theme
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
        repository=str(extra.get("repository") or read.get("repo_url") or "").rstrip("/") or None,
        branch=extra.get("branch") or "main",
        rating=_read_link(settings, extra, "rating"),
        licence=_read_link(settings, extra, "licence"),
        outage=_read_outage(settings, extra.get("outage")),
        since=str(extra.get("since") or "2025"),
        nav=tuple(_list_labels(read.get("nav"))),
        theme=read_theme(settings),
    )


def _read_link(settings: Path, extra: Mapping[str, object], name: str) -> str | None:
    """Read an address of `extra`, which may be blank."""
    link = extra.get(name)
    if link and not re.fullmatch(LINK_PATTERN, str(link)):
        raise RefusedError(
            f"{settings.name}: `{name}` “{link}” không phải địa chỉ https; viết đầy đủ https://…"
        )
    return str(link) if link else None


def _read_outage(settings: Path, said: object) -> Outage | None:
    """Read the notice of a planned outage: its words, and the days on which it is shown."""
    if not said:
        return None
    days = [said.get("from"), said.get("until")] if isinstance(said, dict) else []
    if isinstance(said, dict) and said.get("text"):
        first, last = (each if isinstance(each, dt.date) else None for each in days)
        if first and last and first <= last:
            return Outage(" ".join(str(said["text"]).split()), first, last)
    raise RefusedError(
        f"{settings.name}: `outage` cần đủ `text`, `from`, `until`, ngày viết năm-tháng-ngày; ví dụ "
        'outage: {text: "Trang tạm ngừng từ 20 giờ đến 22 giờ ngày 14/3.", from: 2026-03-10, '
        "until: 2026-03-14}."
    )


def _list_labels(nav: object) -> Iterator[tuple[str, str]]:
    """List the pages of the menu with their labels; a label may also stand over several pages."""
    for entry in nav if isinstance(nav, list) else ():
        for label, page in entry.items() if isinstance(entry, dict) else ():
            if isinstance(page, str):
                yield page, str(label)
            else:
                yield from _list_labels(page)
