"""Let `mkdocs build` and `mkdocs serve` give the whole site too; build.py never needs it."""

import datetime as dt
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def on_config(config: Any) -> Any:
    """Watch the data as well as the text."""
    sys.path.insert(0, str(ROOT))  # MkDocs restores the path after it has loaded a hook
    config.watch.extend(str(ROOT / name) for name in ("data", "templates"))
    return config


def on_post_build(config: Any) -> None:
    """Put the whole site in place of what MkDocs pressed."""
    import build
    from mkdocs.exceptions import Abort

    from planbook.press.press import read_pressed
    from planbook.printing import has_error, show_text

    site = Path(config.site_dir)
    settings = build.Settings(ROOT, site, dt.date.today())
    book, problems = build.read(settings)
    if has_error(problems):
        raise Abort("\n".join(show_text(problems)))
    pressed = read_pressed(site)
    shutil.rmtree(site)
    build.make_site(settings, book, pressed, build.open_cache(settings), site)
