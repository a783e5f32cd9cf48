"""Let `mkdocs build` and `mkdocs serve` give the whole site too; build.py never needs it."""

import datetime as dt
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

SOFTWARE = Path(__file__).resolve().parent


class _Build:
    """One build: MkDocs presses into a scratch folder, so that the site that stands is not lost if it fails."""

    def __init__(self, config: Any) -> None:
        from planbook.press.adapter import Adapter, Complaints
        from planbook.press.sources import gather_sources
        from planbook.reading.content import list_content

        self.settings = Path(config.config_file_path)
        self.root = self.settings.parent
        self.output = Path(config.site_dir)
        self.sources = gather_sources(self.root / "content", list_content(self.root))
        self.adapter = Adapter(self.root, self.sources)
        self.complaints = Complaints()
        self.scratch = tempfile.TemporaryDirectory()
        logging.getLogger("mkdocs").addHandler(self.complaints)

    def close(self) -> None:
        """Leave nothing behind."""
        logging.getLogger("mkdocs").removeHandler(self.complaints)
        self.scratch.cleanup()


_current: _Build


@event_priority(1000)  # type: ignore[untyped-decorator]
def on_config(config: Any) -> None:
    """Watch the data as well as the text, and press by our shell, beside the site that stands."""
    global _current
    if str(SOFTWARE) not in sys.path:  # MkDocs restores the path after it has loaded a hook
        sys.path.insert(0, str(SOFTWARE))
    _current = _Build(config)
    _current.adapter.choose_theme(config)
    watched = [_current.root / name for name in ("data", "templates", "theme")]
    watched += [SOFTWARE / name for name in ("templates", "theme")]
    config.watch.extend(str(place) for place in dict.fromkeys(watched) if place.exists())
    config.site_dir = _current.scratch.name


@event_priority(-1000)  # type: ignore[untyped-decorator]
def on_pre_build(config: Any) -> None:
    """Spare MkDocs what it need not list."""
    _current.adapter.hide_material(config)


@event_priority(1000)  # type: ignore[untyped-decorator]
def on_files(files: Any, *, config: Any) -> None:
    """Leave what may be published, and add the pages that come with the software."""
    _current.adapter.choose_files(files, config)


@event_priority(1000)  # type: ignore[untyped-decorator]
def on_env(env: Any, *, config: Any, files: Any) -> None:
    """Give templates all folders."""
    _current.adapter.begin(env, files)


@event_priority(-1000)  # type: ignore[untyped-decorator]
def on_post_build(config: Any) -> None:
    """Fill the pressed pages from the book, and put the whole site in place."""
    import build
    from planbook.model import RefusedError
    from planbook.press.press import Pressed, gather
    from planbook.printing import show_text

    this = _current
    try:
        if this.complaints.errors or (config.strict and this.complaints.warnings):
            raise Abort("MkDocs đã báo lỗi ở trên; sửa rồi dựng lại.")

        def press(*_: object) -> Pressed:
            return gather(this.settings, this.sources, this.adapter.read(Path(config.site_dir)))

        settings = build.Settings(this.root, this.output, dt.date.today(), press=press)
        problems, count = build.build(settings)
        if not count:
            raise Abort("\n".join(show_text(problems)))
    except RefusedError as error:
        raise Abort(str(error)) from error
    finally:
        this.close()


def on_build_error(error: Exception) -> None:
    """Leave nothing behind."""
    _current.close()


def on_serve(server: Any, *, config: Any, builder: Any) -> None:
    """Let the script run that reloads a page."""
    from planbook.press.live_reload import let_reload

    let_reload(server)
