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
    from mkdocs.exceptions import Abort

    import build
    from planbook.press.press import read_pressed
    from planbook.printing import show_text

    book, problems = build.check(ROOT)
    if any(problem.severity == "error" for problem in problems):
        raise Abort("\n".join(show_text(problems)))
    folder = Path(config.site_dir)
    pressed = read_pressed(folder)
    shutil.rmtree(folder)
    site = build.read_site(ROOT / build.SETTINGS)
    timings = build.Timings()
    edition = build.open_edition(ROOT, book, site, pressed, dt.date.today(), timings)
    build.make_site(ROOT, edition, folder, build.OldSite(folder, build.CACHE), timings)
