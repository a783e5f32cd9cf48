"""Let `mkdocs build` and `mkdocs serve` give the whole site too; build.py never needs it."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def on_config(config: Any) -> Any:
    """Watch the data as well as the text."""
    sys.path.insert(0, str(ROOT))  # MkDocs restores the path after it has loaded a hook
    config.watch.extend(str(ROOT / name) for name in ("data", "templates"))
    return config


def on_files(files: Any, *, config: Any) -> Any:
    """Add the default pages that content/ does not replace."""
    from mkdocs.structure.files import File

    from planbook.software import DEFAULT_PAGES

    for place in sorted(DEFAULT_PAGES.rglob("*.md")):
        path = place.relative_to(DEFAULT_PAGES).as_posix()
        if files.get_file_from_path(path) is None:
            files.append(File(path, str(DEFAULT_PAGES), config.site_dir, config.use_directory_urls))
    return files


def on_post_build(config: Any) -> None:
    """Put the whole site in place of what MkDocs made."""
    from mkdocs.exceptions import Abort

    import build
    from planbook.printing import show_text

    problems, count = build.build(build.Settings(ROOT, Path(config.site_dir), dt.date.today()))
    if not count:
        raise Abort("\n".join(show_text(problems)))
