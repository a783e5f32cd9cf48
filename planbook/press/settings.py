"""Read where the site stands and where its sources are kept from mkdocs.yml."""

from pathlib import Path

import yaml

from planbook.model import Site


def read_site(path: Path) -> Site:
    """Read the settings that the core shares with the press."""
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    extra = settings.get("extra") or {}
    return Site(
        name=settings["site_name"],
        url=settings["site_url"].rstrip("/") + "/",
        repository=(extra.get("repository") or "").rstrip("/") or None,
        branch=extra.get("branch") or "main",
    )
