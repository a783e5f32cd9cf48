"""Press the written pages and frames of content/ with MkDocs, and keep only their HTML.

The press knows no record. Whatever reads the same mkdocs.yml and theme/ can take its place.
"""

import contextlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from planbook.model import Problem, Site
from planbook.press.adapter import Adapter, Complaints, Pages, Printed
from planbook.press.faults import PressError, explain
from planbook.press.settings import find_settings, read_site
from planbook.press.sources import Sources, gather_sources
from planbook.reading.content import list_content
from planbook.reading.settings import name_custom_dir, read_settings, read_theme_settings
from planbook.software import THEME

PLUGINS = "plugins"  # the setting at which their warnings are told
Remember = Callable[[object, Callable[[], bytes]], bytes]  # of what, and what makes it


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a site's settings and written pages."""

    site: Site
    sources: Sources
    pages: Pages
    files: Mapping[str, bytes] = field(default_factory=dict)  # that plugins wrote, by path
    problems: tuple[Problem, ...] = ()  # that plugins warned of


def press_site(root: Path, remember: Remember) -> Pressed:
    """Press the written pages of a root by its settings."""
    settings = find_settings(root)
    sources = gather_sources(root / "content", list_content(root))
    return gather(settings, sources, press(settings, root / "content", sources, remember))


def gather(settings: Path, sources: Sources, printed: Printed) -> Pressed:
    """Lay what was printed beside what it was made of."""
    problems = [
        Problem(settings.name, 1, 1, "", PLUGINS, f"phần mở rộng báo: {said}", "warning")
        for said in printed.warnings
    ]
    return Pressed(
        read_site(settings), sources, printed.pages, printed.files, tuple(dict.fromkeys(problems))
    )


def press(settings: Path, content: Path, sources: Sources, remember: Remember) -> Printed:
    """Press some sources, or take what was pressed of the same ones before; a plugin may look at anything."""
    read = read_settings(settings)
    if _has_plugins(read.get("plugins")):
        return _press(settings, content, sources, plain=False)
    folders = dict.fromkeys((THEME, settings.parent / name_custom_dir(read)))
    templates = [
        (place.relative_to(folder).as_posix(), place.read_bytes())
        for folder in folders
        for pattern in ("*.html", "*.svg")  # an icon is laid into the page
        for place in sorted(folder.rglob(pattern))
    ]
    made_of = (
        settings.read_bytes(),
        templates,
        # Of a picture nothing is pressed but whether it is there.
        [(path, each.read_bytes() if each.suffix == ".md" else b"") for path, each in sources.items()],
    )  # fmt: skip

    def make() -> bytes:
        return json.dumps(dict(_press(settings, content, sources, plain=True).pages)).encode()

    # What `!ENV` names is another value in another environment, and stands nowhere here.
    pages = make() if b"!ENV" in made_of[0] else remember(made_of, make)
    return Printed(dict(json.loads(pages)))


def _has_plugins(said: object) -> bool:
    """Tell whether a plugin takes part; without a word of plugins MkDocs makes an index of its own."""
    for each in said if isinstance(said, list | dict) else ():
        name, options = each, said[each] if isinstance(said, dict) else None
        if isinstance(each, dict) and each:
            name, options = next(iter(each.items()))
        if name != "search" and not (isinstance(options, dict) and options.get("enabled") is False):
            return True
    return False


def _press(settings: Path, content: Path, sources: Sources, plain: bool) -> Printed:
    """Press with MkDocs into a scratch folder, and read what came out; a plain press has no plugins."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice of its end of life
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.plugins import BasePlugin, event_priority

    adapter = Adapter(settings.parent, sources)

    class Choice(BasePlugin):  # type: ignore[misc]
        """Lays the adapter's steps before those of other plugins."""

        @event_priority(1000)
        def on_config(self, config, **options):  # type: ignore[no-untyped-def]
            adapter.choose_theme(config)

        @event_priority(-1000)
        def on_pre_build(self, *, config, **options):  # type: ignore[no-untyped-def]
            adapter.hide_material(config)

        @event_priority(1000)
        def on_files(self, files, *, config, **options):  # type: ignore[no-untyped-def]
            adapter.choose_files(files, config)

        @event_priority(1000)
        def on_env(self, env, *, files, **options):  # type: ignore[no-untyped-def]
            adapter.begin(env, files)
            if plain:
                adapter.keep_compiled(env)

    complaints, config = Complaints(), None
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    logger.propagate = False
    with tempfile.TemporaryDirectory() as scratch:
        docs, site = content, Path(scratch, "site")
        if not docs.is_dir():  # a site that writes no page itself
            docs = Path(scratch, "docs")
            docs.mkdir()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                # The hook gives the whole site to `mkdocs build`; here build.py does that itself.
                config = load_config(
                    str(settings),
                    docs_dir=str(docs),
                    site_dir=str(site),
                    theme=_choose_theme(settings),
                    hooks=[],
                )
                if complaints.errors:
                    raise PressError(explain(None, None, settings, complaints))
                config.plugins["planbook"] = Choice()
                config.plugins.on_startup(command="build", dirty=False)
                try:
                    build(config)
                finally:
                    config.plugins.on_shutdown()
        except PressError:
            raise
        except Exception as error:  # whatever a plugin or a template of the office raises
            raise PressError(explain(error, config, settings, complaints)) from error
        finally:
            logger.removeHandler(complaints)
            logger.propagate = True
        said = complaints.errors + (complaints.warnings if config.strict else [])
        if said:
            raise PressError(f"MkDocs báo khi in các trang: {'; '.join(said)}")
        printed = adapter.read(site)
        warnings = (*complaints.warnings, *printed.warnings)
        return Printed(printed.pages, printed.files, warnings)


def _choose_theme(settings: Path) -> dict[str, object]:
    """Read the theme's settings; a folder that is not there is none."""
    theme = dict(read_theme_settings(read_settings(settings)))
    if not (settings.parent / str(theme.get("custom_dir"))).is_dir():
        theme.pop("custom_dir", None)
    return {"name": "material", **theme}
